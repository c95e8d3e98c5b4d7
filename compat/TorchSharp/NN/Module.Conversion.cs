#nullable disable
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                CheckDtype(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                _toEpilog(deviceType, deviceIndex, non_blocking);
                return this;
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                CheckDtype(dtype);
                _toEpilog(device, dtype, non_blocking);
                return this;
            }

            protected Module _to(Tensor other, bool non_blocking) => _to(other.device, other.dtype, non_blocking);

            internal Module ToLike(Tensor other, bool non_blocking) => _to(other, non_blocking);

            protected void _toEpilog(ScalarType dtype, bool non_blocking)
            {
                foreach (var (_, m) in named_children().ToArray()) m._to(dtype, non_blocking);
                Convert(null, dtype);
            }

            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                InitializeDeviceType(deviceType);
                foreach (var (_, m) in named_children().ToArray()) m._to(deviceType, deviceIndex, non_blocking);
                Convert(new Device(deviceType, deviceIndex), null);
            }

            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking)
            {
                InitializeDeviceType(device.type);
                foreach (var (_, m) in named_children().ToArray()) m._to(device, dtype, non_blocking);
                Convert(device, dtype);
            }

            static void CheckDtype(ScalarType dtype)
            {
                if (dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                    or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64))
                    throw new ArgumentException($"A module takes only floating point or complex types, but {dtype} was asked for.");
            }

            static bool IsFloating(Tensor t) => t.dtype is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
                or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

            static bool Differs(Tensor t, Device device, ScalarType? dtype) =>
                (dtype is { } d && IsFloating(t) && t.dtype != d)
                || (device is not null && (t.device_type != device.type || (device.index >= 0 && t.device_index != device.index)));

            // Replaces the tensors that differ by converted ones outside any scope, and the fields that hold them.
            void Convert(Device device, ScalarType? dtype)
            {
                var replaced = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (key, old) in _internal_params.Entries.ToArray())
                {
                    if (old.IsInvalid || !Differs(old, device, dtype)) continue;
                    var parameter = (Parameter)Convert(old, device, dtype, true);
                    _internal_params[key] = parameter;
                    replaced[old] = parameter;
                }
                foreach (var (key, (old, persistent)) in _internal_buffers.Entries.ToArray())
                {
                    if (old.IsInvalid || !Differs(old, device, dtype)) continue;
                    var buffer = Convert(old, device, dtype, false);
                    _internal_buffers[key] = (buffer, persistent);
                    replaced[old] = buffer;
                }
                if (replaced.Count == 0) return;
                foreach (var field in ComponentFields())
                    if (typeof(Tensor).IsAssignableFrom(field.FieldType) && field.GetValue(this) is Tensor held && replaced.TryGetValue(held, out var now))
                        field.SetValue(this, now);
                foreach (var old in replaced.Keys) old.Dispose();
                Refresh();
            }

            static Tensor Convert(Tensor old, Device device, ScalarType? dtype, bool parameter)
            {
                using var scope = NewDisposeScope();
                using var guard = no_grad();
                var type = IsFloating(old) ? dtype ?? old.dtype : old.dtype;
                var target = device ?? old.device;
                var moved = old.to(type, target);
                Tensor result = parameter ? new Parameter(moved, old.requires_grad) : moved;
                if (parameter && old.grad is { } grad) result.grad = grad.to(type, target);
                return result.DetachFromDisposeScope();
            }
        }
    }
}
