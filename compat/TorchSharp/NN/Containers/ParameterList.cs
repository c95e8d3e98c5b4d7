#nullable disable
using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Parameters in a list, registered under their numbers when the list itself is; what joins later is not registered.
    public class ParameterList : nn.Module, IList<Parameter>
    {
        readonly List<Parameter> _list = [];
        bool _registered;

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList)) => _list.AddRange(parameters);

        protected override void RegisterComponents()
        {
            if (_registered) return;
            _registered = true;
            for (var i = 0; i < _list.Count; i++) register_parameter(i.ToString(), _list[i]);
        }

        public Parameter this[int index] { get => _list[index]; set => _list[index] = value; }
        public int Count => _list.Count;
        public bool IsReadOnly => false;
        public void Add(Parameter item) => _list.Add(item);
        public void append(params Parameter[] parameters) => _list.AddRange(parameters);
        public void extend(IEnumerable<Parameter> parameters) => _list.AddRange(parameters);
        public void Clear() => _list.Clear();
        public bool Contains(Parameter item) => _list.Contains(item);
        public void CopyTo(Parameter[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
        public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        public int IndexOf(Parameter item) => _list.IndexOf(item);
        public void Insert(int index, Parameter item) => _list.Insert(index, item);
        public bool Remove(Parameter item) => _list.Remove(item);
        public void RemoveAt(int index) => _list.RemoveAt(index);

        /// Those in the list now, registered or not.
        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
            Enumerable.Range(0, _list.Count).Select(i => (i.ToString(), _list[i]));

        public override bool has_parameter(string target) => get_parameter(target) is not null;

        public override Parameter get_parameter(string target) =>
            int.TryParse(target, out var index) && index >= 0 && index < _list.Count ? _list[index] : null;

        internal override void Refresh()
        {
            for (var i = 0; i < _list.Count; i++)
                if (Registered(i.ToString()) is { } replacement) _list[i] = replacement;
        }
    }
}
