#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static unsafe Tensor Convolve(int dims, Tensor x, Tensor w, Tensor b, long[] strides, long[] padding, long[] dilation, long groups)
            {
                long[] s = strides ?? LayerTools.Repeat(1, dims), p = padding ?? new long[dims], d = dilation ?? LayerTools.Repeat(1, dims);
                fixed (long* sp = LayerTools.Sized(s, dims), pp = LayerTools.Sized(p, dims), dp = LayerTools.Sized(d, dims))
                    return Native.ToTensor(Native.tb_nn_conv(dims, x.Handle, w.Handle, Native.HandleOrNull(b), sp, pp, 0, dp, groups, 0), x, w, b);
            }

            static unsafe Tensor ConvolveTransposed(int dims, Tensor x, Tensor w, Tensor b, long[] strides, long[] padding, long[] output_padding, long[] dilation, long groups)
            {
                long[] s = strides ?? LayerTools.Repeat(1, dims), p = padding ?? new long[dims], o = output_padding ?? new long[dims],
                    d = dilation ?? LayerTools.Repeat(1, dims);
                fixed (long* sp = LayerTools.Sized(s, dims), pp = LayerTools.Sized(p, dims), op = LayerTools.Sized(o, dims), dp = LayerTools.Sized(d, dims))
                    return Native.ToTensor(Native.tb_nn_conv_transpose(dims, x.Handle, w.Handle, Native.HandleOrNull(b), sp, pp, op, dp, groups), x, w, b);
            }

            static long[] One(long? number) => number is { } n ? [n] : null;

            public static Tensor conv1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                Convolve(1, input, weight, bias, One(stride), One(padding), One(dilation), groups);

            public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null, long[] dilation = null, long groups = 1) =>
                Convolve(2, input, weight, bias, strides, padding, dilation, groups);

            public static Tensor conv_transpose1d(Tensor input, Tensor weight, Tensor bias = null, long? stride = null, long? padding = null,
                long? output_padding = null, long? dilation = null, long groups = 1) =>
                ConvolveTransposed(1, input, weight, bias, One(stride), One(padding), One(output_padding), One(dilation), groups);

            public static Tensor conv_transpose2d(Tensor input, Tensor weight, Tensor bias = null, long[] strides = null, long[] padding = null,
                long[] output_padding = null, long[] dilation = null, long groups = 1) =>
                ConvolveTransposed(2, input, weight, bias, strides, padding, output_padding, dilation, groups);
        }
    }
}
