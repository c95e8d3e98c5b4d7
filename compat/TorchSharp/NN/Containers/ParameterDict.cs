#nullable disable
using System.Collections;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterDict ParameterDict(params (string, Parameter)[] parameters)
            {
                var result = new ParameterDict();
                foreach (var entry in parameters) result.Add(entry);
                return result;
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// Parameters by name, in the order they were added; registered when the dictionary itself is.
    public class ParameterDict : nn.Module, IDictionary<string, Parameter>, IList<(string, Parameter)>
    {
        readonly OrderedDict<string, Parameter> _entries = new();
        bool _registered;

        public ParameterDict() : base(nameof(ParameterDict)) { }

        protected override void RegisterComponents()
        {
            if (_registered) return;
            _registered = true;
            foreach (var (key, value) in _entries.Entries) register_parameter(key, value);
        }

        public Parameter this[string key] { get => _entries[key]; set => _entries[key] = value; }
        public (string, Parameter) this[int index] { get => _entries[index]; set => _entries[index] = value; }
        public ICollection<string> Keys => _entries.Keys;
        public ICollection<Parameter> Values => _entries.Values;
        public int Count => _entries.Count;
        public bool IsReadOnly => false;
        public void Add(string key, Parameter value) => _entries.Add(key, value);
        public void Add(KeyValuePair<string, Parameter> item) => _entries.Add(item);
        public void Add((string, Parameter) item) => _entries.Add(item);
        public void Clear() => _entries.Clear();
        public void clear() => _entries.Clear();
        public bool Contains(KeyValuePair<string, Parameter> item) => _entries.Contains(item);
        public bool Contains((string, Parameter) item) => _entries.Contains(item);
        public bool ContainsKey(string key) => _entries.ContainsKey(key);
        public void CopyTo(KeyValuePair<string, Parameter>[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);
        public void CopyTo((string, Parameter)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);
        public IEnumerator<(string, Parameter)> GetEnumerator() => _entries.GetEnumerator();
        IEnumerator<KeyValuePair<string, Parameter>> IEnumerable<KeyValuePair<string, Parameter>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, Parameter>>)_entries).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        public int IndexOf((string, Parameter) item) => _entries.IndexOf(item);
        public void Insert(int index, (string, Parameter) item) => _entries.Insert(index, item);
        public IEnumerator<(string, Parameter)> items() => _entries.items();
        public IEnumerable<string> keys() => _entries.keys();
        public IEnumerable<Parameter> values() => _entries.values();
        public bool Remove(string key) => _entries.Remove(key);
        public bool Remove(KeyValuePair<string, Parameter> item) => _entries.Remove(item);
        public bool Remove((string, Parameter) item) => _entries.Remove(item);
        public void RemoveAt(int index) => _entries.RemoveAt(index);
        public bool TryGetValue(string key, out Parameter value) => _entries.TryGetValue(key, out value);

        public override bool has_parameter(string target) => _entries.ContainsKey(target);
        public override Parameter get_parameter(string target) => _entries.TryGetValue(target, out var parameter) ? parameter : null;

        internal override void Refresh()
        {
            foreach (var (key, _) in _entries.Entries.ToArray())
                if (Registered(key) is { } replacement) _entries[key] = replacement;
        }
    }
}
