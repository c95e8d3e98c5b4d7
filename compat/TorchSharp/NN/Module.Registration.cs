#nullable disable
using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            bool _componentsRegistered;

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _internal_submodules.Remove(name);
                    return;
                }
                CheckName(name);
                if (_internal_submodules.ContainsKey(name))
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            public virtual void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (_internal_params.ContainsKey(name))
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                _internal_params.Add(name, param);
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (_internal_buffers.ContainsKey(name))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                _internal_buffers.Add(name, (tensor, persistent));
            }

            protected void ConditionallyRegisterParameter(string name, Tensor value)
            {
                if (value is null)
                {
                    _internal_params.Remove(name);
                    return;
                }
                _internal_params[name] = value as Parameter ?? new Parameter(value);
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor value, bool persistent = true)
            {
                if (value is null)
                {
                    _internal_buffers.Remove(name);
                    return;
                }
                _internal_buffers[name] = (value, persistent);
            }

            protected void ClearModules() => _internal_submodules.clear();

            static void CheckName(string name)
            {
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("The name of a submodule cannot be empty.");
                if (name.Contains('.')) throw new ArgumentException($"The name of a submodule cannot contain '.': {name}.");
            }

            /// Registers what the fields of the module hold, under the names of the fields.
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered) return;
                foreach (var field in ComponentFields())
                {
                    var component = field.ComponentName();
                    switch (field.GetValue(this))
                    {
                        case Module module when !_internal_submodules.ContainsKey(component):
                            register_module(component, module);
                            break;
                        case Modules.Parameter parameter:
                            if (!_internal_params.ContainsKey(component)) register_parameter(component, parameter);
                            break;
                        case Tensor tensor when !_internal_buffers.ContainsKey(component):
                            register_buffer(component, tensor);
                            break;
                    }
                }
                _componentsRegistered = true;
            }

            // Most derived type first; private fields of base types are not seen.
            IEnumerable<FieldInfo> ComponentFields() =>
                GetType().GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)
                    .Where(f => !f.IsStatic && f.DeclaringType != typeof(Module));

            // ---- for the layers of this library, which register by hand ----

            /// The fields of a built-in layer are not components.
            internal void SealComponents() => _componentsRegistered = true;

            internal Parameter Own(string key, Parameter parameter)
            {
                _internal_params.Add(key, parameter);
                return parameter;
            }

            internal Tensor OwnBuffer(string key, Tensor buffer)
            {
                buffer.DetachFromDisposeScope();
                _internal_buffers.Add(key, (buffer, true));
                return buffer;
            }

            /// Puts a parameter in the place of the registered one; a null bias is refused, as a layer's shape is decided when it is made.
            internal void Replace(string key, Parameter value)
            {
                ArgumentNullException.ThrowIfNull(value);
                _internal_params[key] = value;
                Refresh();
            }

            private protected void ReplaceBuffer(string key, Tensor value)
            {
                ArgumentNullException.ThrowIfNull(value);
                _internal_buffers[key] = (value, true);
                Refresh();
            }

            internal Parameter Registered(string key) => _internal_params.TryGetValue(key, out var p) ? p : null;
            internal Tensor RegisteredBuffer(string key) => _internal_buffers.TryGetValue(key, out var b) ? b.Item1 : null;

            /// Called after a registered tensor was replaced.
            internal virtual void Refresh() { }
        }
    }
}
