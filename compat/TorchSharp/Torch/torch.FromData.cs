using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_from_data(void* data, long bytes, long* sizes, int rank, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_from_shared(void* data, long* sizes, int rank, int dtype, delegate* unmanaged<IntPtr, void> release, IntPtr context);

    /// Called when the last tensor over a pinned array is gone.
    [UnmanagedCallersOnly]
    internal static void Unpin(IntPtr context) => GCHandle.FromIntPtr(context).Free();
}

public static unsafe partial class torch
{
    static void RequireEnough(ReadOnlySpan<long> dimensions, long length)
    {
        long needed = 1;
        foreach (var d in dimensions) needed *= d;
        if (needed > length) throw new ArgumentException($"The dimensions need {needed} elements; {length} were given.");
    }

    // The elements decide the dtype; a different one is a conversion of that tensor.
    static Tensor FromData<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        device = InitializeDevice(device);
        RequireEnough(dimensions, data.Length);
        IntPtr handle;
        fixed (T* p = data)
        fixed (long* sizes = dimensions)
            handle = Native.tb_from_data(p, (long)data.Length * sizeof(T), sizes, dimensions.Length, (int)Tensor.TypeOf<T>());
        return Finish(Native.ToTensor(handle), dtype, device, requires_grad, names);
    }

    static Tensor Finish(Tensor result, ScalarType? dtype, Device device, bool requires_grad, string[]? names)
    {
        if (requires_grad)
        {
            try { result.requires_grad = true; }
            catch { result.Dispose(); throw; }
        }
        if (dtype is { } type && type != result.dtype || device.type != DeviceType.CPU)
        {
            var source = result;
            result = source.to(dtype ?? source.dtype, device);
            source.Dispose();
        }
        return result.SetNames(names);
    }

    static Tensor FromArray<T>(Array data, ScalarType? dtype, Device? device, bool requires_grad, string[]? names) where T : unmanaged
    {
        Span<long> dimensions = stackalloc long[data.Rank];
        for (var i = 0; i < dimensions.Length; i++) dimensions[i] = data.GetLongLength(i);
        var all = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(data)), data.Length);
        return FromData(all, dimensions, dtype, device, requires_grad, names);
    }

    static ReadOnlySpan<T> SpanOf<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> l => CollectionsMarshal.AsSpan(l),
        _ => list.ToArray(),
    };

    static ScalarType TypeOf(Array array)
    {
        var t = array.GetType().GetElementType()!;
        if (t == typeof(float)) return ScalarType.Float32;
        if (t == typeof(double)) return ScalarType.Float64;
        if (t == typeof(long)) return ScalarType.Int64;
        if (t == typeof(int)) return ScalarType.Int32;
        if (t == typeof(byte)) return ScalarType.Byte;
        if (t == typeof(bool)) return ScalarType.Bool;
        if (t == typeof(short)) return ScalarType.Int16;
        if (t == typeof(sbyte)) return ScalarType.Int8;
        if (t == typeof(Half)) return ScalarType.Float16;
        if (t == typeof((float, float))) return ScalarType.ComplexFloat32;
        if (t == typeof(Complex)) return ScalarType.ComplexFloat64;
        throw new NotSupportedException($"No tensor holds elements of type {t}.");
    }

    /// A tensor over the array itself, which stays pinned as long as the storage lives.
    internal static Tensor FromShared(Array array, ReadOnlySpan<long> dimensions, bool requires_grad, long byteOffset = 0)
    {
        var type = TypeOf(array);
        RequireEnough(dimensions, array.LongLength);
        var pin = GCHandle.Alloc(array, GCHandleType.Pinned);
        var data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array)) + byteOffset;
        IntPtr handle;
        fixed (long* sizes = dimensions)
            handle = Native.tb_from_shared(data, sizes, dimensions.Length, (int)type, &Native.Unpin, GCHandle.ToIntPtr(pin));
        if (handle == IntPtr.Zero)
        {
            pin.Free();
            Native.ThrowLastError();
        }
        var result = Native.ToTensor(handle);
        if (requires_grad) result.requires_grad = true;
        return result;
    }

    static Tensor Shared(Array array, ScalarType? dtype, Device? device, bool requires_grad = false, string[]? names = null)
    {
        device = InitializeDevice(device);
        var dimensions = new long[array.Rank];
        for (var i = 0; i < dimensions.Length; i++) dimensions[i] = array.GetLongLength(i);
        return Finish(FromShared(array, dimensions, false), dtype, device, requires_grad, names);
    }

    public static Tensor from_array(Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Shared(rawArray, dtype, device, requires_grad, names);

    public static Tensor from_array(Array rawArray, Device? device = null) => Shared(rawArray, null, device);

    /// count elements of a one-dimensional array from offset on; a dtype other than that of the array converts the values.
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        if (rawArray.Rank != 1) throw new InvalidOperationException("frombuffer() takes one-dimensional arrays.");
        if (offset < 0 || offset >= rawArray.LongLength) throw new ArgumentException($"offset is {offset}; it must be in [0, {rawArray.LongLength}).");
        if (count < 0) count = rawArray.LongLength - offset;
        if (offset + count > rawArray.LongLength) throw new ArgumentException($"{count} elements from {offset} on are more than the array has, {rawArray.LongLength}.");
        var whole = FromShared(rawArray, [count], false, offset * TypeOf(rawArray).ElementSize());
        return Finish(whole, dtype, CPU, requires_grad, null);
    }
}
