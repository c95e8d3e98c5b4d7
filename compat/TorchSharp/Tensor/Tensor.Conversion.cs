using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_to(IntPtr tensor, int dtype, int deviceType, int deviceIndex, byte copy, byte nonBlocking);
    [LibraryImport(Library)] internal static partial int tb_copy_(IntPtr tensor, IntPtr source, byte nonBlocking);
    [LibraryImport(Library)] internal static partial int tb_set_(IntPtr tensor, IntPtr source);
    [LibraryImport(Library)] internal static partial int tb_fill_(IntPtr tensor, ScalarValue value);
    [LibraryImport(Library)] internal static partial IntPtr tb_zero_(IntPtr tensor);
}

public static partial class torch
{
    public partial class Tensor
    {
        // Always a new wrapper; the storage is shared when nothing changes.
        Tensor To(int dtype, int deviceType, int deviceIndex, bool copy, bool disposeAfter, bool nonBlocking)
        {
            var result = Result(Native.tb_to(Handle, dtype, deviceType, deviceIndex, Native.Flag(copy), Native.Flag(nonBlocking)));
            if (disposeAfter) Dispose();
            return result;
        }

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To((int)type, -1, -1, copy, disposeAfter, non_blocking);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            To((int)type, -1, -1, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            device = InitializeDevice(device);
            return To((int)type, (int)device.type, device.index, copy, disposeAfter, non_blocking);
        }

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            InitializeDeviceType(deviceType);
            return To(-1, (int)deviceType, deviceIndex, copy, disposeAfter, non_blocking);
        }

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(device.type, device.index, copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// As in the original, the flag decides about copying.
        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking);

        public Tensor cpu() => to(DeviceType.CPU);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);
        public Tensor mps(bool non_blocking = false) => to(MPS, non_blocking: non_blocking);
        public Tensor type(ScalarType dtype) => to(dtype);
        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor @bool() => to(ScalarType.Bool);
        public Tensor @byte() => to(ScalarType.Byte);
        public Tensor @char() => to(ScalarType.Int8);
        public Tensor @short() => to(ScalarType.Int16);
        public Tensor @int() => to(ScalarType.Int32);
        public Tensor @long() => to(ScalarType.Int64);
        public Tensor half() => to(ScalarType.Float16);
        public Tensor bfloat16() => to(ScalarType.BFloat16);
        public Tensor @float() => to(ScalarType.Float32);
        public Tensor @double() => to(ScalarType.Float64);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => InPlace(Native.tb_copy_(Handle, source.Handle, Native.Flag(nonBlocking)), source);
        public Tensor set_(Tensor source) => InPlace(Native.tb_set_(Handle, source.Handle), source);
        public Tensor fill_(Scalar value) => InPlace(Native.tb_fill_(Handle, value));
        public Tensor zero_() => Result(Native.tb_zero_(Handle));
    }
}
