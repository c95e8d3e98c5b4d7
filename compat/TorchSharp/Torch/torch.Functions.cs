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
    public static Tensor cholesky(Tensor input) => input.cholesky();
    public static Tensor[] unbind(Tensor input, long dim = 0) => input.unbind(dim);
    public static Tensor[] unbind(Tensor tensor, int dim = 0) => tensor.unbind(dim);
    public static (Tensor sign, Tensor logabsdet) slogdet(Tensor A) => linalg.slogdet(A);

    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false, Tensor? sorter = null) =>
        Native.ToTensor(Native.tb_searchsorted(sorted_sequence.Handle, values.Handle, Native.Flag(out_int32), Native.Flag(right), Native.HandleOrNull(sorter)), sorted_sequence, values, sorter);

    public static Tensor searchsorted(Tensor sorted_sequence, Scalar values, bool out_int32, bool right, Tensor? sorter)
    {
        using var v = full([], values, sorted_sequence.dtype);
        return searchsorted(sorted_sequence, v, out_int32, right, sorter);
    }

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
    }
}
