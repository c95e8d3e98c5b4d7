using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_all(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_any(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_max(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_min(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_argmax(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_argmin(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_median(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_trace(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_sum(IntPtr t, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_mean(IntPtr t, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_prod(IntPtr t, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_sum_dims(IntPtr t, long* d, int n, byte keep, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_mean_dims(IntPtr t, long* d, int n, byte keep, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_prod_dim(IntPtr t, long dim, byte keep, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_all_dim(IntPtr t, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_any_dim(IntPtr t, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_amax(IntPtr t, long* d, int n, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_amin(IntPtr t, long* d, int n, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_amax_out(IntPtr t, long* d, int n, byte keep, IntPtr result);
    [LibraryImport(Library)] internal static partial IntPtr tb_amin_out(IntPtr t, long* d, int n, byte keep, IntPtr result);
    [LibraryImport(Library)] internal static partial IntPtr tb_argmax_dim(IntPtr t, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_argmin_dim(IntPtr t, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_logsumexp(IntPtr t, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_std(IntPtr t, byte unbiased);
    [LibraryImport(Library)] internal static partial IntPtr tb_var(IntPtr t, byte unbiased);
    [LibraryImport(Library)] internal static partial IntPtr tb_std_dims(IntPtr t, long* d, int n, byte unbiased, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_var_dims(IntPtr t, long* d, int n, byte unbiased, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_norm(IntPtr t, float p);
    [LibraryImport(Library)] internal static partial IntPtr tb_norm_dim(IntPtr t, float p, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_count_nonzero(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial int tb_max_dim(IntPtr t, long dim, byte keep, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_min_dim(IntPtr t, long dim, byte keep, IntPtr* results);

    /// Two result tensors of a call that gave a status.
    internal static (torch.Tensor, torch.Tensor) ToPair(int status, IntPtr* results, object? a, object? b = null)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        Check(status);
        return (new torch.Tensor(results[0]), new torch.Tensor(results[1]));
    }
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor all() => Result(Native.tb_all(Handle));
        public Tensor all(long dim, bool keepdim = false) => Result(Native.tb_all_dim(Handle, dim, Native.Flag(keepdim)));
        public Tensor any() => Result(Native.tb_any(Handle));
        public Tensor any(long dim, bool keepdim = false) => Result(Native.tb_any_dim(Handle, dim, Native.Flag(keepdim)));
        public Tensor max() => Result(Native.tb_max(Handle));
        public Tensor min() => Result(Native.tb_min(Handle));
        public Tensor max(Tensor other) => maximum(other);
        public Tensor min(Tensor other) => minimum(other);
        public Tensor argmax() => Result(Native.tb_argmax(Handle));
        public Tensor argmin() => Result(Native.tb_argmin(Handle));
        public Tensor argmax(long dim, bool keepdim = false) => Result(Native.tb_argmax_dim(Handle, dim, Native.Flag(keepdim)));
        public Tensor argmin(long dim, bool keepdim = false) => Result(Native.tb_argmin_dim(Handle, dim, Native.Flag(keepdim)));
        public Tensor median() => Result(Native.tb_median(Handle));
        public Tensor trace() => Result(Native.tb_trace(Handle));
        public Tensor logsumexp(long dim, bool keepdim = false) => Result(Native.tb_logsumexp(Handle, dim, Native.Flag(keepdim)));

        public Tensor sum(ScalarType? type = null) => Result(Native.tb_sum(Handle, Native.Code(type)));
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Result(Native.tb_sum_dims(Handle, &dim, 1, Native.Flag(keepdim), Native.Code(type)));
        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1], keepdim, type);
        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) => sum([dim0, dim1, dim2], keepdim, type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => sum((ReadOnlySpan<long>)dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dim) return Result(Native.tb_sum_dims(Handle, p, dim.Length, Native.Flag(keepdim), Native.Code(type)));
        }

        public Tensor mean() => Result(Native.tb_mean(Handle, -1));

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* p = dimensions) return Result(Native.tb_mean_dims(Handle, p, dimensions.Length, Native.Flag(keepdim), Native.Code(type)));
        }

        public Tensor prod(ScalarType? type = null) => Result(Native.tb_prod(Handle, Native.Code(type)));
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Result(Native.tb_prod_dim(Handle, dim, Native.Flag(keepdim), Native.Code(type)));

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            fixed (long* p = dims)
                return Result(@out is null ? Native.tb_amax(Handle, p, dims.Length, Native.Flag(keepdim)) : Native.tb_amax_out(Handle, p, dims.Length, Native.Flag(keepdim), @out.Handle), @out);
        }

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null)
        {
            fixed (long* p = dims)
                return Result(@out is null ? Native.tb_amin(Handle, p, dims.Length, Native.Flag(keepdim)) : Native.tb_amin_out(Handle, p, dims.Length, Native.Flag(keepdim), @out.Handle), @out);
        }

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => amax((ReadOnlySpan<long>)dims, keepdim, @out);
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => amin((ReadOnlySpan<long>)dims, keepdim, @out);
        public Tensor amax(params long[] dims) => amax((ReadOnlySpan<long>)dims);
        public Tensor amin(params long[] dims) => amin((ReadOnlySpan<long>)dims);

        public Tensor norm(float p = 2) => Result(Native.tb_norm(Handle, p));
        public Tensor norm(int dim, bool keepdim = false, float p = 2) => Result(Native.tb_norm_dim(Handle, p, dim, Native.Flag(keepdim)));

        public Tensor count_nonzero(long[]? dims = null)
        {
            fixed (long* p = dims) return Result(Native.tb_count_nonzero(Handle, p, dims?.Length ?? 0));
        }

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_max_dim(Handle, dim, Native.Flag(keepdim), results), results, this);
        }

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_min_dim(Handle, dim, Native.Flag(keepdim), results), results, this);
        }
    }
}
