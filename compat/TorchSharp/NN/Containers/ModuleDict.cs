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
            public static ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => ModuleDict<Module>(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var result = new ModuleDict<T>();
                foreach (var entry in modules) result.Add(entry);
                return result;
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// Modules by name, in the order they were added; registered when the dictionary itself is.
    public class ModuleDict<T> : nn.Module, IDictionary<string, T>, IList<(string, T)> where T : nn.Module
    {
        readonly OrderedDict<string, T> _entries = new();
        bool _registered;

        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        protected override void RegisterComponents()
        {
            if (_registered) return;
            _registered = true;
            foreach (var (key, value) in _entries.Entries) register_module(key, value);
        }

        public T this[string key] { get => _entries[key]; set => _entries[key] = value; }
        public (string, T) this[int index] { get => _entries[index]; set => _entries[index] = value; }
        public ICollection<string> Keys => _entries.Keys;
        public ICollection<T> Values => _entries.Values;
        public int Count => _entries.Count;
        public bool IsReadOnly => false;
        public void Add(string key, T value) => _entries.Add(key, value);
        public void Add(KeyValuePair<string, T> item) => _entries.Add(item);
        public void Add((string, T) item) => _entries.Add(item);
        public void Clear() => _entries.Clear();
        public void clear() => _entries.Clear();
        public bool Contains(KeyValuePair<string, T> item) => _entries.Contains(item);
        public bool Contains((string, T) item) => _entries.Contains(item);
        public bool ContainsKey(string key) => _entries.ContainsKey(key);
        public void CopyTo(KeyValuePair<string, T>[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);
        public void CopyTo((string, T)[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);
        public IEnumerator<(string, T)> GetEnumerator() => _entries.GetEnumerator();
        IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
            ((IEnumerable<KeyValuePair<string, T>>)_entries).GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        public int IndexOf((string, T) item) => _entries.IndexOf(item);
        public void Insert(int index, (string, T) item) => _entries.Insert(index, item);
        public IEnumerator<(string, T)> items() => _entries.items();
        public IEnumerable<string> keys() => _entries.keys();
        public IEnumerable<T> values() => _entries.values();
        public bool Remove(string key) => _entries.Remove(key);
        public bool Remove(KeyValuePair<string, T> item) => _entries.Remove(item);
        public bool Remove((string, T) item) => _entries.Remove(item);
        public void RemoveAt(int index) => _entries.RemoveAt(index);
        public bool TryGetValue(string key, out T value) => _entries.TryGetValue(key, out value);
    }
}
