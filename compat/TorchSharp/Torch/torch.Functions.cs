using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_save(IntPtr tensor, byte* path);
    [LibraryImport(Library)] internal static partial IntPtr tb_load(byte* path);
}

// Functions whose arguments differ from those of the method.
public static unsafe partial class torch
{
    public static Tensor softmax(Tensor input, int dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
    public static Tensor gather(Tensor input, long dim, Tensor index, bool sparse_grad = false) =>
        sparse_grad ? throw new ArgumentException("Sparse gradients are not supported.") : input.gather(dim, index);
    public static Tensor norm(Tensor input) => input.norm();
    public static Tensor real(Tensor input) => input.real;
    public static Tensor imag(Tensor input) => input.imag;
    public static Tensor negative_(Tensor input) => input.neg_();
    public static Tensor multiply_(Tensor left, Tensor right) => left.mul_(right);
    public static Tensor multiply_(Tensor left, Scalar right) => left.mul_(right);
    public static Tensor divide_(Tensor left, Scalar right) => left.div_(right);
    public static Tensor cholesky(Tensor input) => input.cholesky();
    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
    public static Tensor movedim(Tensor input, long source, long destination) => input.movedim([source], [destination]);
    public static Tensor moveaxis(Tensor input, long source, long destination) => input.movedim([source], [destination]);
    public static Tensor moveaxis(Tensor input, (long, long) source, (long, long) destination) =>
        input.movedim([source.Item1, source.Item2], [destination.Item1, destination.Item2]);
    public static Tensor moveaxis(Tensor input, (long, long, long) source, (long, long, long) destination) =>
        input.movedim([source.Item1, source.Item2, source.Item3], [destination.Item1, destination.Item2, destination.Item3]);
    public static Tensor trapz(Tensor y, double dx = 1, long dim = -1) => y.trapezoid(dx, dim);
    public static Tensor trapz(Tensor y, Tensor x, long dim = -1) => y.trapezoid(x, dim);
    public static (Tensor sign, Tensor logabsdet) slogdet(Tensor A) => linalg.slogdet(A);
    public static Tensor polar(Tensor abs, Tensor angle)
    {
        using Tensor c = angle.cos(), s = angle.sin(), re = abs * c, im = abs * s;
        return complex(re, im);
    }

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Native.ToTensor(Native.tb_searchsorted(sorted_sequence.Handle, values.Handle, Native.Flag(out_int32), Native.Flag(right), Native.HandleOrNull(sorter)), sorted_sequence, values, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor? sorter)
    {
        using var v = full([], values, sorted_sequence.dtype);
        return searchsorted(sorted_sequence, v, out_int32, right, sorter);
    }

    public static Tensor FloatTensor(Tensor t) => t.to(ScalarType.Float32);
    public static Tensor DoubleTensor(Tensor t) => t.to(ScalarType.Float64);
    public static Tensor LongTensor(Tensor t) => t.to(ScalarType.Int64);
    public static Tensor IntTensor(Tensor t) => t.to(ScalarType.Int32);
    public static Tensor ShortTensor(Tensor t) => t.to(ScalarType.Int16);
    public static Tensor ByteTensor(Tensor t) => t.to(ScalarType.Byte);
    public static Tensor BoolTensor(Tensor t) => t.to(ScalarType.Bool);

    public static void _assert(bool condition, string message)
    {
        if (!condition) throw new InvalidOperationException(message);
    }

    public static void _assert(Func<bool> condition, string message) => _assert(condition(), message);

    /// libtorch's own archive; Tensor.Save writes the other format.
    public static void save(Tensor t, string location) => t.save(location);

    public static Tensor load(string location)
    {
        fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(location + '\0')) return Native.ToTensor(Native.tb_load(path));
    }

    public unsafe partial class Tensor
    {
        public void save(string location)
        {
            fixed (byte* path = System.Text.Encoding.UTF8.GetBytes(location + '\0')) InPlace(Native.tb_save(Handle, path));
        }

        public static Tensor load(string location) => torch.load(location);
        public static Tensor block_diag(params Tensor[] tensors) => torch.block_diag(tensors);

        /// Splits at the second dimension, or at the only one.
        public Tensor[] hsplit(long size) => tensor_split(size, ndim == 1 ? 0 : 1);
        public Tensor[] hsplit(params long[] sizes) => tensor_split(sizes, ndim == 1 ? 0 : 1);
        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, ndim == 1 ? 0 : 1);
        public Tensor[] vsplit(long size) => tensor_split(size);
        public Tensor[] vsplit(params long[] sizes) => tensor_split(sizes);
        public Tensor[] vsplit(Tensor indices) => tensor_split(indices);
    }
}
