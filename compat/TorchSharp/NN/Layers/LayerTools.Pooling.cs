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

    internal static Tensor Interpolate(Tensor x, long[] size, double[] scale, int mode, bool? align, bool recompute)
    {
        fixed (long* s = size)
        fixed (double* f = scale)
            return Native.ToTensor(Native.tb_nn_interpolate(x.Handle, s, size?.Length ?? 0, f, scale?.Length ?? 0, mode,
                align is { } a ? a.Int() : -1, recompute.Int()), x);
    }
}
