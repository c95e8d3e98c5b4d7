#nullable disable
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new();
            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);
            public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) => Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);
            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new([.. modules]);
            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new([.. modules]);
            public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) => new([.. modules.Select(m => (m.Item1, m.Item2))]);
        }
    }
}

namespace TorchSharp.Modules
{
    /// Modules one after the other. Every intermediate result is disposed as soon as the next module has taken it.
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        readonly List<nn.IModule<Tensor, Tensor>> _modules = [];
        readonly List<string> _names = [];

        internal Sequential() : base(nameof(Sequential)) { }

        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules) Add(name, module);
        }

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
        {
            foreach (var module in modules) Add(_modules.Count.ToString(), module);
        }

        void Add(string name, nn.IModule<Tensor, Tensor> module)
        {
            _names.Add(name);
            _modules.Add(module);
        }

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            Add(name, module);
            return this;
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(_modules.Count.ToString(), module);

        public int Count => _modules.Count;

        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => _modules[index];

        [IndexerName("SequentialItems")]
        public Sequential this[(int? start, int? end) index] => Slice(index.start ?? 0, index.end ?? _modules.Count);

        [IndexerName("SequentialItems")]
        public Sequential this[Range index]
        {
            get
            {
                var (offset, length) = index.GetOffsetAndLength(_modules.Count);
                return Slice(offset, offset + length);
            }
        }

        Sequential Slice(int start, int end)
        {
            if (start < 0 || start > _modules.Count) throw new IndexOutOfRangeException($"{start} is not a valid index.");
            if (end < start || end > _modules.Count) throw new IndexOutOfRangeException($"{end} is not a valid index.");
            var part = new Sequential();
            for (var i = start; i < end; i++) part.Add(_names[i], _modules[i]);
            return part;
        }

        public override Tensor forward(Tensor tensor)
        {
            var count = _modules.Count;
            if (count == 0) return LayerTools.Alias(tensor);
            var current = _modules[0].call(tensor);
            for (var i = 1; i < count; i++)
            {
                var next = _modules[i].call(current);
                current.Dispose();
                current = next;
            }
            return current;
        }

        public override nn.Module apply(Action<nn.Module> fn)
        {
            foreach (var module in _modules) ((nn.Module)module).apply(fn);
            fn(this);
            return this;
        }

        public override IEnumerable<(string name, nn.Module module)> named_children()
        {
            for (var i = 0; i < _modules.Count; i++) yield return (_names[i], (nn.Module)_modules[i]);
        }

        public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
        {
            if (!recurse) yield break;
            var seen = new HashSet<IntPtr>();
            for (var i = 0; i < _modules.Count; i++)
                foreach (var (key, p) in ((nn.Module)_modules[i]).named_parameters())
                    if (seen.Add(p.Handle)) yield return ($"{_names[i]}.{key}", p);
        }

        public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
        {
            if (!recurse) yield break;
            var seen = new HashSet<IntPtr>();
            for (var i = 0; i < _modules.Count; i++)
                foreach (var (key, b) in ((nn.Module)_modules[i]).named_buffers())
                    if (seen.Add(b.Handle)) yield return ($"{_names[i]}.{key}", b);
        }

        /// The mode of the children; its own does not change.
        public override void train(bool on = true)
        {
            foreach (var module in _modules) ((nn.Module)module).train(on);
        }

        public override void eval()
        {
            foreach (var module in _modules) ((nn.Module)module).eval();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                foreach (var module in _modules) ((nn.Module)module).Dispose();
            base.Dispose(disposing);
        }
    }
}
