#nullable disable
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// A tree of named submodules, each with parameters and buffers of its own.
        public partial class Module : IDisposable
        {
            protected readonly OrderedDict<string, Module> _internal_submodules = new();
            protected readonly OrderedDict<string, (Tensor, bool)> _internal_buffers = new();
            protected readonly OrderedDict<string, Parameter> _internal_params = new();
            protected readonly string name;
            bool _training = true;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// Parameters, buffers and submodules go with the module; left to the collector, each goes by its own finalizer.
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var (_, p) in _internal_params.Entries) p.Dispose();
                foreach (var (_, (b, _)) in _internal_buffers.Entries) b.Dispose();
                foreach (var (_, m) in _internal_submodules.Entries) m.Dispose();
            }

            public virtual string GetName() => name;

            public virtual bool training => _training;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, m) in _internal_submodules.Entries) m.train(train);
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, m) in _internal_submodules.Entries) m.apply(fn);
                fn(this);
                return this;
            }

            public virtual unsafe void zero_grad(bool set_to_none = true)
            {
                var all = parameters().ToArray();
                var handles = new IntPtr[all.Length];
                for (var i = 0; i < all.Length; i++) handles[i] = all[i].Handle;
                fixed (IntPtr* p = handles)
                    Native.Check(set_to_none ? Native.tb_nn_clear_grad(p, all.Length) : Native.tb_optim_zero_grad(p, all.Length));
                GC.KeepAlive(all);
            }

            public virtual IEnumerable<(string name, Module module)> named_children() =>
                _internal_submodules.Entries.Select(e => (e.Key, e.Value));

            public virtual IEnumerable<Module> children() => named_children().Select(c => c.module);

            /// The children first, then what lies below each; without the module itself.
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (name, child) in named_children())
                    foreach (var (below, module) in child.named_modules())
                        yield return ($"{name}.{below}", module);
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// Its own, then those of the submodules depth-first; each once, under its first name.
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (key, p) in _internal_params.Entries)
                    if (!p.IsInvalid && seen.Add(p.Handle)) yield return (key, p);
                if (!recurse) yield break;
                foreach (var (name, module) in _internal_submodules.Entries)
                    foreach (var (key, p) in module.named_parameters())
                        if (seen.Add(p.Handle)) yield return ($"{name}.{key}", p);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr>();
                foreach (var (key, (buffer, persistent)) in _internal_buffers.Entries)
                    if (persistent && !buffer.IsInvalid && seen.Add(buffer.Handle)) yield return (key, buffer);
                if (!recurse) yield break;
                foreach (var (name, module) in _internal_submodules.Entries)
                    foreach (var (key, buffer) in module.named_buffers())
                        if (seen.Add(buffer.Handle)) yield return ($"{name}.{key}", buffer);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;
            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Parameter get_parameter(string target)
            {
                if (target is null) throw new ArgumentNullException(nameof(target));
                if (_internal_params.TryGetValue(target, out var parameter)) return parameter;
                return Below(target, out var module, out var rest) ? module.get_parameter(rest) : null;
            }

            public virtual Tensor get_buffer(string target)
            {
                if (target is null) throw new ArgumentNullException(nameof(target));
                if (_internal_buffers.TryGetValue(target, out var buffer)) return buffer.Item1;
                return Below(target, out var module, out var rest) ? module.get_buffer(rest) : null;
            }

            bool Below(string target, out Module module, out string rest)
            {
                var dot = target.IndexOf('.');
                rest = dot < 0 ? null : target[(dot + 1)..];
                module = null;
                return dot > 0 && _internal_submodules.TryGetValue(target[..dot], out module);
            }
        }
    }
}
