using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_alias(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_clone(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_contiguous(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_t(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_ravel(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_mT(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_mH(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_numpy_T(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_matrix_H(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_real(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_imag(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_to_dense(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_view(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_reshape(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_permute(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_repeat(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_flip(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_tile(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_broadcast_to(IntPtr t, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_expand(IntPtr t, long* d, int n, byte isImplicit);
    [LibraryImport(Library)] internal static partial IntPtr tb_transpose(IntPtr t, long a, long b);
    [LibraryImport(Library)] internal static partial int tb_transpose_(IntPtr t, long a, long b);
    [LibraryImport(Library)] internal static partial IntPtr tb_flatten(IntPtr t, long start, long end);
    [LibraryImport(Library)] internal static partial IntPtr tb_unflatten(IntPtr t, long dim, long* d, int n);
    [LibraryImport(Library)] internal static partial IntPtr tb_squeeze(IntPtr t);
    [LibraryImport(Library)] internal static partial IntPtr tb_squeeze_dim(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial int tb_squeeze_(IntPtr t);
    [LibraryImport(Library)] internal static partial int tb_squeeze_dim_(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_unsqueeze(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial int tb_unsqueeze_(IntPtr t, long dim);
    [LibraryImport(Library)] internal static partial IntPtr tb_narrow(IntPtr t, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial IntPtr tb_slice(IntPtr t, long dim, long start, long end, long step);
    [LibraryImport(Library)] internal static partial IntPtr tb_select(IntPtr t, long dim, long index);
    [LibraryImport(Library)] internal static partial IntPtr tb_unfold(IntPtr t, long dim, long size, long step);
    [LibraryImport(Library)] internal static partial IntPtr tb_roll(IntPtr t, long* a, int n, long* b, int m);
    [LibraryImport(Library)] internal static partial IntPtr tb_rot90(IntPtr t, long k, long a, long b);
    [LibraryImport(Library)] internal static partial IntPtr tb_diag(IntPtr t, long d);
    [LibraryImport(Library)] internal static partial IntPtr tb_diagonal(IntPtr t, long offset, long a, long b);
    [LibraryImport(Library)] internal static partial IntPtr tb_diag_embed(IntPtr t, long offset, long a, long b);
    [LibraryImport(Library)] internal static partial IntPtr tb_tril(IntPtr t, long d);
    [LibraryImport(Library)] internal static partial IntPtr tb_triu(IntPtr t, long d);
    [LibraryImport(Library)] internal static partial IntPtr tb_tril_(IntPtr t, long d);
    [LibraryImport(Library)] internal static partial IntPtr tb_triu_(IntPtr t, long d);
    [LibraryImport(Library)] internal static partial IntPtr tb_repeat_interleave(IntPtr t, long n, long* dim, long* size);
    [LibraryImport(Library)] internal static partial IntPtr tb_repeat_interleave_tensor(IntPtr t, IntPtr n, long* dim, long* size);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public Tensor alias() => Result(Native.tb_alias(Handle));
        public Tensor clone() => Result(Native.tb_clone(Handle));
        public Tensor contiguous() => Result(Native.tb_contiguous(Handle));
        public Tensor t() => Result(Native.tb_t(Handle));
        public Tensor ravel() => Result(Native.tb_ravel(Handle));
        public Tensor T => Result(Native.tb_numpy_T(Handle));
        public Tensor H => Result(Native.tb_matrix_H(Handle));
        public Tensor mT => Result(Native.tb_mT(Handle));
        public Tensor mH => Result(Native.tb_mH(Handle));
        public Tensor real => Result(Native.tb_real(Handle));
        public Tensor imag => Result(Native.tb_imag(Handle));
        public Tensor to_dense() => Result(Native.tb_to_dense(Handle));

        public Tensor view(params long[] shape)
        {
            fixed (long* p = shape) return Result(Native.tb_view(Handle, p, shape.Length));
        }

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape)
        {
            fixed (long* p = shape) return Result(Native.tb_reshape(Handle, p, shape.Length));
        }

        public Tensor permute(params long[] permutation)
        {
            fixed (long* p = permutation) return Result(Native.tb_permute(Handle, p, permutation.Length));
        }

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor repeat(params long[] sizes)
        {
            fixed (long* p = sizes) return Result(Native.tb_repeat(Handle, p, sizes.Length));
        }

        public Tensor flip(params long[] dims)
        {
            fixed (long* p = dims) return Result(Native.tb_flip(Handle, p, dims.Length));
        }

        public Tensor tile(long[] reps)
        {
            fixed (long* p = reps) return Result(Native.tb_tile(Handle, p, reps.Length));
        }

        public Tensor broadcast_to(params long[] shape)
        {
            fixed (long* p = shape) return Result(Native.tb_broadcast_to(Handle, p, shape.Length));
        }

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false)
        {
            fixed (long* p = sizes) return Result(Native.tb_expand(Handle, p, sizes.Length, Native.Flag(isImplicit)));
        }

        public Tensor expand(long[] sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes, isImplicit);
        public Tensor expand(Size sizes, bool isImplicit = false) => expand((ReadOnlySpan<long>)sizes.Shape, isImplicit);
        public Tensor expand(params long[] sizes) => expand((ReadOnlySpan<long>)sizes);
        public Tensor expand_as(Tensor other) => expand((ReadOnlySpan<long>)other.shape);

        public Tensor transpose(long dim0, long dim1) => Result(Native.tb_transpose(Handle, dim0, dim1));
        public Tensor transpose_(long dim0, long dim1) => InPlace(Native.tb_transpose_(Handle, dim0, dim1));
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Result(Native.tb_flatten(Handle, start_dim, end_dim));

        public Tensor unflatten(long dim, params long[] sizes)
        {
            fixed (long* p = sizes) return Result(Native.tb_unflatten(Handle, dim, p, sizes.Length));
        }

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);
        public Tensor squeeze(long? dim = null) => Result(dim is { } d ? Native.tb_squeeze_dim(Handle, d) : Native.tb_squeeze(Handle));
        public Tensor squeeze_(long? dim = null) => InPlace(dim is { } d ? Native.tb_squeeze_dim_(Handle, d) : Native.tb_squeeze_(Handle));
        public Tensor unsqueeze(long dim) => Result(Native.tb_unsqueeze(Handle, dim));
        public Tensor unsqueeze_(long dim) => InPlace(Native.tb_unsqueeze_(Handle, dim));
        public Tensor narrow(long dim, long start, long length) => Result(Native.tb_narrow(Handle, dim, start, length));

        public Tensor slice(long dim, long start, long finish, long step)
        {
            if (step < 1) throw new ArgumentException($"step is {step}; it must be at least 1.");
            return Result(Native.tb_slice(Handle, dim, start, finish, step));
        }

        public Tensor select(long dim, long index) => Result(Native.tb_select(Handle, dim, index));

        public Tensor unfold(long dimension, long size, long step) => Result(Native.tb_unfold(Handle, dimension, size, step));

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default)
        {
            fixed (long* a = shifts, b = dims) return Result(Native.tb_roll(Handle, a, shifts.Length, b, dims.Length));
        }

        public Tensor roll(long shifts, long? dims = null) => dims is { } d ? roll([shifts], [d]) : roll([shifts], ReadOnlySpan<long>.Empty);
        public Tensor roll(long[] shifts) => roll(shifts, ReadOnlySpan<long>.Empty);
        public Tensor roll(long[] shifts, long[] dims) => roll((ReadOnlySpan<long>)shifts, dims);
        public Tensor roll((long, long) shifts, (long, long) dims) => roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);
        public Tensor roll((long, long, long) shifts, (long, long, long) dims) => roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor rot90(long k = 1, (long, long)? dims = null)
        {
            var (a, b) = dims ?? (0, 1);
            return Result(Native.tb_rot90(Handle, k, a, b));
        }

        public Tensor diag(long diagonal = 0) => Result(Native.tb_diag(Handle, diagonal));
        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 0) => Result(Native.tb_diagonal(Handle, offset, dim1, dim2));
        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => Result(Native.tb_diag_embed(Handle, offset, dim1, dim2));
        public Tensor tril(long diagonal = 0) => Result(Native.tb_tril(Handle, diagonal));
        public Tensor triu(long diagonal = 0) => Result(Native.tb_triu(Handle, diagonal));
        public Tensor tril_(long diagonal = 0) => Result(Native.tb_tril_(Handle, diagonal));
        public Tensor triu_(long diagonal = 0) => Result(Native.tb_triu_(Handle, diagonal));

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null)
        {
            long d = dim.GetValueOrDefault(), size = output_size.GetValueOrDefault();
            return Result(Native.tb_repeat_interleave(Handle, repeats, dim is null ? null : &d, output_size is null ? null : &size));
        }

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null)
        {
            long d = dim.GetValueOrDefault(), size = output_size.GetValueOrDefault();
            return Result(Native.tb_repeat_interleave_tensor(Handle, repeats.Handle, dim is null ? null : &d, output_size is null ? null : &size), repeats);
        }
    }
}
