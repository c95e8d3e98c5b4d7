using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_std_mean(IntPtr t, byte unbiased, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_var_mean(IntPtr t, byte unbiased, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_std_mean_dims(IntPtr t, long* d, int n, byte unbiased, byte keep, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_var_mean_dims(IntPtr t, long* d, int n, byte unbiased, byte keep, IntPtr* results);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        static Tensor Converted(Tensor result, ScalarType? type) => type is { } t && t != result.dtype ? result.to(t, disposeAfter: true) : result;

        public Tensor std(bool unbiased = true) => Result(Native.tb_std(Handle, Native.Flag(unbiased)));

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dimensions)
                return Converted(Result(Native.tb_std_dims(Handle, p, dimensions.Length, Native.Flag(unbiased), Native.Flag(keepdim))), type);
        }

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((ReadOnlySpan<long>)[dim], unbiased, keepdim, type);
        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((ReadOnlySpan<long>)[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std((ReadOnlySpan<long>)[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor var(bool unbiased = true) => Result(Native.tb_var(Handle, Native.Flag(unbiased)));

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dimensions)
                return Converted(Result(Native.tb_var_dims(Handle, p, dimensions.Length, Native.Flag(unbiased), Native.Flag(keepdim))), type);
        }

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((ReadOnlySpan<long>)[dim], unbiased, keepdim, type);
        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((ReadOnlySpan<long>)[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var((ReadOnlySpan<long>)[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public Tensor var(long[] dimensions, bool keepdim = false, ScalarType? type = null) => var((ReadOnlySpan<long>)dimensions, true, keepdim, type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_std_mean(Handle, Native.Flag(unbiased), results), results, this);
        }

        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            IntPtr* results = stackalloc IntPtr[2];
            int status;
            fixed (long* p = dimensions) status = Native.tb_std_mean_dims(Handle, p, dimensions.Length, Native.Flag(unbiased), Native.Flag(keepdim), results);
            var (spread, mean) = Native.ToPair(status, results, this);
            return (Converted(spread, type), Converted(mean, type));
        }

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((ReadOnlySpan<long>)[dim], unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((ReadOnlySpan<long>)[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => std_mean((ReadOnlySpan<long>)[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_var_mean(Handle, Native.Flag(unbiased), results), results, this);
        }

        public (Tensor var, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null)
        {
            IntPtr* results = stackalloc IntPtr[2];
            int status;
            fixed (long* p = dimensions) status = Native.tb_var_mean_dims(Handle, p, dimensions.Length, Native.Flag(unbiased), Native.Flag(keepdim), results);
            var (spread, mean) = Native.ToPair(status, results, this);
            return (Converted(spread, type), Converted(mean, type));
        }

        public (Tensor var, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((ReadOnlySpan<long>)dimensions, unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((ReadOnlySpan<long>)[dim], unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((ReadOnlySpan<long>)[dim.Item1, dim.Item2], unbiased, keepdim, type);
        public (Tensor var, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => var_mean((ReadOnlySpan<long>)[dim.Item1, dim.Item2, dim.Item3], unbiased, keepdim, type);
    }
}
