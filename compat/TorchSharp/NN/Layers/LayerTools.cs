#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

/// What the built-in layers share.
internal static unsafe partial class LayerTools
{
    internal static int Int(this bool value) => value ? 1 : 0;

    /// A float32 weight drawn from U(-bound, bound); a parameter of a layer, outside any scope.
    internal static Parameter Uniform(double bound, params ReadOnlySpan<long> shape) => New(ScalarType.Float32, 0, -bound, bound, shape);
    internal static Parameter Normal(double mean, double deviation, params ReadOnlySpan<long> shape) => New(ScalarType.Float32, 1, mean, deviation, shape);
    internal static Parameter Constant(double value, params ReadOnlySpan<long> shape) => New(ScalarType.Float32, 2, value, 0, shape);
    internal static Parameter Constant(ScalarType dtype, double value, params ReadOnlySpan<long> shape) => New(dtype, 2, value, 0, shape);

    static Parameter New(ScalarType dtype, int kind, double a, double b, ReadOnlySpan<long> shape)
    {
        fixed (long* s = shape) return Parameter.Detached(Native.tb_nn_new(s, shape.Length, (int)dtype, kind, a, b));
    }

    internal static Tensor Buffer(ScalarType dtype, double value, params ReadOnlySpan<long> shape)
    {
        fixed (long* s = shape) return Native.ToTensor(Native.tb_nn_new(s, shape.Length, (int)dtype, 2, value, 0)).DetachFromDisposeScope();
    }

    /// U(±bound) of the default initialisation of linear and convolution weights: Kaiming with a = √5.
    internal static double KaimingBound(double fan) => Math.Sqrt(3) * (Math.Sqrt(2.0 / (1 + 5)) / Math.Sqrt(fan));

    /// Layers are made of float32 on the CPU, so the same seed gives the same weights everywhere, and moved afterwards.
    internal static T Placed<T>(this T module, Device device, ScalarType? dtype) where T : nn.Module
    {
        if (device is not null && dtype is { } both) module._to(device, both, false);
        else if (device is not null) module._to(device.type, device.index, false);
        else if (dtype is { } type) module._to(type, false);
        return module;
    }

    internal static int Rank(this Tensor t)
    {
        var rank = Native.tb_tensor_dim(t.Handle);
        GC.KeepAlive(t);
        return rank;
    }

    internal static long Size(this Tensor t, int dim)
    {
        var sizes = stackalloc long[Math.Max(1, t.Rank())];
        Native.tb_tensor_sizes(t.Handle, sizes);
        GC.KeepAlive(t);
        return sizes[dim];
    }

    /// kind: 0 elements, 1 whole channels.
    internal static Tensor Drop(Tensor x, int kind, double p, bool training, bool inplace) =>
        Native.ToTensor(Native.tb_nn_dropout(x.Handle, kind, p, training.Int(), inplace.Int()), x);

    internal static Tensor Alias(Tensor x) => Native.ToTensor(Native.tb_nn_alias(x.Handle), x);

    internal static long[] Repeat(long value, int count)
    {
        var result = new long[count];
        Array.Fill(result, value);
        return result;
    }

    internal static long[] Array2((long, long) pair) => [pair.Item1, pair.Item2];
    internal static long[] Array3((long, long, long) triple) => [triple.Item1, triple.Item2, triple.Item3];
    internal static long[] Array2((long, long)? pair, long otherwise) => pair is { } p ? Array2(p) : [otherwise, otherwise];
    internal static long[] Array3((long, long, long)? triple, long otherwise) => triple is { } t ? Array3(t) : [otherwise, otherwise, otherwise];
}
