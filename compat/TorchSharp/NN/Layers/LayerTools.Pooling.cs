#nullable disable
using static TorchSharp.torch;

namespace TorchSharp;

internal static unsafe partial class LayerTools
{
    /// One number stands for all dimensions.
    internal static long[] Sized(long[] numbers, int dims) => numbers.Length == dims ? numbers : numbers.Length == 1 ? Repeat(numbers[0], dims)
        : throw new ArgumentException($"{dims} numbers are expected, one a dimension, but {numbers.Length} were given.");

    internal static Tensor AdaptiveAvg(Tensor x, long[] size)
    {
        fixed (long* s = size) return Native.ToTensor(Native.tb_nn_adaptive_avg_pool(size.Length, x.Handle, s), x);
    }

    internal static Tensor AdaptiveMax(Tensor x, long[] size)
    {
        fixed (long* s = size) return Native.ToTensor(Native.tb_nn_adaptive_max_pool(size.Length, x.Handle, s), x);
    }

    /// Without an output size, the smallest input the pooling could have had.
    internal static Tensor Unpool(Tensor x, Tensor indices, long[] output, long[] kernel, long[] stride, long[] padding)
    {
        var dims = kernel.Length;
        var size = output is null ? new long[dims] : output[^dims..];
        if (output is null)
            for (var d = 0; d < dims; d++)
                size[d] = (x.Size(x.Rank() - dims + d) - 1) * stride[d] + kernel[d] - 2 * padding[d];
        fixed (long* z = size, s = stride, p = padding)
            return Native.ToTensor(Native.tb_nn_max_unpool(dims, x.Handle, indices.Handle, z, s, p), x, indices);
    }

    internal static void CheckFractional(int dims, long[] size, double[] ratio)
    {
        if (size is null == ratio is null) throw new ArgumentException("Either an output size or an output ratio must be given, and not both.");
        if ((size?.Length ?? ratio.Length) != dims) throw new ArgumentException($"The output must have {dims} dimensions.");
    }

    internal static (Tensor Values, Tensor Indices) FractionalMax(Tensor x, long[] kernel, long[] size, double[] ratio)
    {
        var outputs = stackalloc IntPtr[2];
        fixed (long* k = kernel, s = size)
        fixed (double* r = ratio)
            Native.Check(Native.tb_nn_fractional_max_pool(kernel.Length, x.Handle, k, s, r, outputs));
        GC.KeepAlive(x);
        return (Native.ToTensor(outputs[0]), Native.ToTensor(outputs[1]));
    }

    internal static Tensor Interpolate(Tensor x, long[] size, double[] scale, int mode, bool? align, bool recompute)
    {
        fixed (long* s = size)
        fixed (double* f = scale)
            return Native.ToTensor(Native.tb_nn_interpolate(x.Handle, s, size?.Length ?? 0, f, scale?.Length ?? 0, mode,
                align is { } a ? a.Int() : -1, recompute.Int()), x);
    }
}
