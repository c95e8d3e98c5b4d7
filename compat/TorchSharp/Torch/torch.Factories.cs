using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_zeros(long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_ones(long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_empty(long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_full(long* d, int n, ScalarValue v, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_rand(long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_randn(long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_randint(long lo, long hi, long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_randperm(long n, int dtype, int deviceType, int deviceIndex, byte grad, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_randperm_out(long n, IntPtr result, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_arange(ScalarValue start, ScalarValue stop, ScalarValue step, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_linspace(double start, double end, long steps, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_logspace(double start, double end, long steps, double @base, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_eye(long rows, long columns, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_empty_strided(long* s, long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad);
    [LibraryImport(Library)] internal static partial IntPtr tb_normal(double mean, double std, long* d, int n, int dtype, int deviceType, int deviceIndex, byte grad, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_normal_tensors(IntPtr mean, IntPtr std, IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_triu_indices(long rows, long columns, long offset, int dtype, int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial IntPtr tb_complex(IntPtr real, IntPtr imag);
}

public static unsafe partial class torch
{
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        device = InitializeDevice(device);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_zeros(p, size.Length, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad))).SetNames(names);
    }

    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        device = InitializeDevice(device);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_ones(p, size.Length, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad))).SetNames(names);
    }

    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        device = InitializeDevice(device);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_empty(p, size.Length, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad))).SetNames(names);
    }

    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        device = InitializeDevice(device);
        // A bool counts as a whole number here.
        var type = dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : is_complex(value.Type) ? value.Type : s_defaultDtype);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_full(p, size.Length, value, (int)type, (int)device.type, device.index, Native.Flag(requires_grad))).SetNames(names);
    }

    static ScalarType RandomType(ScalarType? dtype)
    {
        var type = dtype ?? s_defaultDtype;
        if (is_integral(type)) throw new ArgumentException($"Random numbers of a continuous distribution need a floating-point dtype; {type} is not.");
        return type;
    }

    public static Tensor rand(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        device = InitializeDevice(device);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_rand(p, size.Length, (int)RandomType(dtype), (int)device.type, device.index, Native.Flag(requires_grad), Native.HandleOrNull(generator)), generator).SetNames(names);
    }

    public static Tensor randn(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        device = InitializeDevice(device);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_randn(p, size.Length, (int)RandomType(dtype), (int)device.type, device.index, Native.Flag(requires_grad), Native.HandleOrNull(generator)), generator).SetNames(names);
    }

    public static Tensor normal(double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null)
    {
        device = InitializeDevice(device);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_normal(mean, std, p, size.Length, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad), Native.HandleOrNull(generator)), generator).SetNames(names);
    }

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        Native.ToTensor(Native.tb_normal_tensors(mean.Handle, std.Handle, Native.HandleOrNull(generator)), mean, std, generator);

    static void RequireRange(long low, long high, ScalarType type)
    {
        var (min, max) = type switch
        {
            ScalarType.Bool => (0L, 2L),
            ScalarType.Byte => (byte.MinValue, byte.MaxValue + 1L),
            ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue + 1L),
            ScalarType.Int16 => (short.MinValue, short.MaxValue + 1L),
            ScalarType.Int32 => (int.MinValue, int.MaxValue + 1L),
            _ => (long.MinValue, long.MaxValue),
        };
        if (low < min || low > max) throw new ArgumentOutOfRangeException(nameof(low), low, $"The bound does not fit {type}.");
        if (high < min || high > max) throw new ArgumentOutOfRangeException(nameof(high), high, $"The bound does not fit {type}.");
    }

    static Tensor RandomIntegers(long low, long high, ReadOnlySpan<long> size, ScalarType? dtype, Device? device, bool requires_grad, Generator? generator, string[]? names)
    {
        device = InitializeDevice(device);
        var type = dtype ?? ScalarType.Int64;
        RequireRange(low, high, type);
        fixed (long* p = size)
            return Native.ToTensor(Native.tb_randint(low, high, p, size.Length, (int)type, (int)device.type, device.index, Native.Flag(requires_grad), Native.HandleOrNull(generator)), generator).SetNames(names);
    }

    public static Tensor randint(long low, long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomIntegers(low, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, Size size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomIntegers(0, high, size.Shape, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomIntegers(low, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomIntegers(0, high, size, dtype, device, requires_grad, generator, names);

    public static Tensor randint(int low, int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomIntegers(low, high, Array.ConvertAll(size, d => (long)d), dtype, device, requires_grad, generator, names);

    public static Tensor randint(int high, int[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        RandomIntegers(0, high, Array.ConvertAll(size, d => (long)d), dtype, device, requires_grad, generator, names);

    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, Generator? generator = null)
    {
        device = InitializeDevice(device);
        return Native.ToTensor(Native.tb_randperm(n, (int)(dtype ?? ScalarType.Int64), (int)device.type, device.index, Native.Flag(requires_grad), Native.HandleOrNull(generator)), generator);
    }

    public static Tensor randperm(long n, Tensor @out, Generator? generator = null) =>
        Native.ToTensor(Native.tb_randperm_out(n, @out.Handle, Native.HandleOrNull(generator)), @out, generator);

    static bool IsWhole(Scalar s) => is_integral(s.Type);

    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        device = InitializeDevice(device);
        var type = dtype ?? (IsWhole(start) && IsWhole(stop) && IsWhole(step) ? ScalarType.Int64 : s_defaultDtype);
        return Native.ToTensor(Native.tb_arange(start, stop, step, (int)type, (int)device.type, device.index, Native.Flag(requires_grad)));
    }

    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        device = InitializeDevice(device);
        return Native.ToTensor(Native.tb_linspace(start, end, steps, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad)));
    }

    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        device = InitializeDevice(device);
        return Native.ToTensor(Native.tb_logspace(start, end, steps, @base, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad)));
    }

    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        device = InitializeDevice(device);
        return Native.ToTensor(Native.tb_eye(rows, columns, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad))).SetNames(names);
    }

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        if (size.Length != strides.Length) throw new ArgumentException("size and strides must have the same length.");
        device = InitializeDevice(device);
        fixed (long* s = size, d = strides)
            return Native.ToTensor(Native.tb_empty_strided(s, d, size.Length, (int)(dtype ?? s_defaultDtype), (int)device.type, device.index, Native.Flag(requires_grad))).SetNames(names);
    }

    public static Tensor triu_indices(long row, long col, long offset = 0, ScalarType dtype = ScalarType.Int64, Device? device = null)
    {
        device = InitializeDevice(device);
        return Native.ToTensor(Native.tb_triu_indices(row, col, offset, (int)dtype, (int)device.type, device.index));
    }

    public static Tensor complex(Tensor real, Tensor imag) => Native.ToTensor(Native.tb_complex(real.Handle, imag.Handle), real, imag);
}
