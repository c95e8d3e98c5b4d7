using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_argsort(IntPtr t, long dim, byte descending);
    [LibraryImport(Library)] internal static partial IntPtr tb_corrcoef(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_cov(IntPtr t, long correction, IntPtr f, IntPtr a);
    [LibraryImport(Library)] internal static partial IntPtr tb_cumsum(IntPtr t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_cumprod(IntPtr t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial IntPtr tb_diff(IntPtr t, long n, long dim, IntPtr before, IntPtr after);
    [LibraryImport(Library)] internal static partial IntPtr tb_bincount(IntPtr t, IntPtr weights, long minlength);
    [LibraryImport(Library)] internal static partial IntPtr tb_histc(IntPtr t, long bins, long lo, long hi);
    [LibraryImport(Library)] internal static partial IntPtr tb_quantile(IntPtr t, IntPtr q, long dim, byte keep);
    [LibraryImport(Library)] internal static partial IntPtr tb_bucketize(IntPtr t, IntPtr boundaries, byte int32, byte right);
    [LibraryImport(Library)] internal static partial IntPtr tb_searchsorted(IntPtr sequence, IntPtr values, byte int32, byte right, IntPtr sorter);
    [LibraryImport(Library)] internal static partial IntPtr tb_isin(IntPtr t, IntPtr test, byte unique, byte invert);
    [LibraryImport(Library)] internal static partial IntPtr tb_trapezoid(IntPtr y, double dx, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_trapezoid_x(IntPtr y, IntPtr x, long dim);
    [LibraryImport(Library)] internal static partial int tb_mode(IntPtr t, long dim, byte keep, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_kthvalue(IntPtr t, long k, long dim, byte keep, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_topk(IntPtr t, long k, long dim, byte largest, byte sorted, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_sort(IntPtr t, long dim, byte descending, byte stable, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_cummax(IntPtr t, long dim, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_cummin(IntPtr t, long dim, IntPtr* results);
    [LibraryImport(Library)] internal static partial int tb_unique(IntPtr t, byte sorted, byte inverse, byte counts, long* dim, IntPtr* results);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor argsort(long dim = -1, bool descending = false) => Result(Native.tb_argsort(Handle, dim, Native.Flag(descending)));
        public Tensor corrcoef() => Result(Native.tb_corrcoef(Handle));

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            Result(Native.tb_cov(Handle, correction, Native.HandleOrNull(fweights), Native.HandleOrNull(aweights)), fweights, aweights);

        public Tensor cumsum(long dim, ScalarType? type = null) => Result(Native.tb_cumsum(Handle, dim, Native.Code(type)));
        public Tensor cumprod(long dim, ScalarType? type = null) => Result(Native.tb_cumprod(Handle, dim, Native.Code(type)));

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            Result(Native.tb_diff(Handle, n, dim, Native.HandleOrNull(prepend), Native.HandleOrNull(append)), prepend, append);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Result(Native.tb_bincount(Handle, Native.HandleOrNull(weights), minlength), weights);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Result(Native.tb_histc(Handle, bins, min, max));
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Result(Native.tb_quantile(Handle, q.Handle, dim, Native.Flag(keepdim)), q);
        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) => Result(Native.tb_bucketize(Handle, boundaries.Handle, Native.Flag(outInt32), Native.Flag(right)), boundaries);
        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) => Result(Native.tb_isin(Handle, test_elements.Handle, Native.Flag(assumeUnique), Native.Flag(invert)), test_elements);
        public Tensor trapezoid(double dx = 1, long dim = -1) => Result(Native.tb_trapezoid(Handle, dx, dim));
        public Tensor trapezoid(Tensor x, long dim = -1) => Result(Native.tb_trapezoid_x(Handle, x.Handle, dim), x);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_mode(Handle, dim, Native.Flag(keepdim), results), results, this);
        }

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_kthvalue(Handle, k, dim ?? -1, Native.Flag(keepdim), results), results, this);
        }

        public static (Tensor values, Tensor indices) kthvalue(Tensor input, long k, long? dim, bool keepdim = false) => input.kthvalue(k, dim, keepdim);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_topk(Handle, k, dim, Native.Flag(largest), Native.Flag(sorted), results), results, this);
        }

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_sort(Handle, dim, Native.Flag(descending), Native.Flag(stable), results), results, this);
        }

        public (Tensor values, Tensor indexes) cummax(long dim)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_cummax(Handle, dim, results), results, this);
        }

        public (Tensor values, Tensor indexes) cummin(long dim)
        {
            IntPtr* results = stackalloc IntPtr[2];
            return Native.ToPair(Native.tb_cummin(Handle, dim, results), results, this);
        }

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null)
        {
            long d = dim.GetValueOrDefault();
            IntPtr* results = stackalloc IntPtr[3];
            InPlace(Native.tb_unique(Handle, Native.Flag(sorted), Native.Flag(return_inverse), Native.Flag(return_counts), dim is null ? null : &d, results));
            return (new Tensor(results[0]), new Tensor(results[1]), new Tensor(results[2]));
        }
    }
}
