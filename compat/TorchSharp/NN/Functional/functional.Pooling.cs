#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            static PoolWindow Max(int dims, long[] kernel, long[] strides, long[] padding, long[] dilation, bool ceil) =>
                new(LayerTools.Sized(kernel, dims), LayerTools.Sized(strides ?? kernel, dims), LayerTools.Sized(padding ?? [0], dims),
                    LayerTools.Sized(dilation ?? [1], dims), ceil);

            // In array form the stride is 1 unless given.
            static PoolWindow Average(int dims, long[] kernel, long[] strides, long[] padding, bool ceil) =>
                new(LayerTools.Sized(kernel, dims), LayerTools.Sized(strides ?? [1], dims), LayerTools.Sized(padding ?? [0], dims), null, ceil);

            public static Tensor max_pool1d(Tensor input, long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Max(1, [kernelSize], One(stride), One(padding), One(dilation), ceil_mode).Max(input);

            public static (Tensor output, Tensor indices) max_pool1d_with_indices(Tensor input, long kernelSize, long? stride = null, long? padding = null,
                long? dilation = null, bool ceil_mode = false) =>
                Max(1, [kernelSize], One(stride), One(padding), One(dilation), ceil_mode).MaxWithIndices(input);

            public static Tensor max_pool2d(Tensor input, long[] kernelSize, long[] strides = null, long[] padding = null, long[] dilation = null, bool ceil_mode = false) =>
                Max(2, kernelSize, strides, padding, dilation, ceil_mode).Max(input);

            public static Tensor max_pool2d(Tensor input, long kernelSize, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                Max(2, [kernelSize], One(stride), One(padding), One(dilation), ceil_mode).Max(input);

            public static Tensor max_pool2d(Tensor input, (long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? dilation = null, bool ceil_mode = false) =>
                Max(2, LayerTools.Array2(kernelSize), LayerTools.Array2(stride ?? kernelSize), LayerTools.Array2(padding, 0), LayerTools.Array2(dilation, 1), ceil_mode).Max(input);

            public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernelSize, long[] strides = null, long[] padding = null,
                long[] dilation = null, bool ceil_mode = false) =>
                Max(2, kernelSize, strides, padding, dilation, ceil_mode).MaxWithIndices(input);

            public static Tensor avg_pool1d(Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Average(1, [kernel_size], [stride ?? kernel_size], One(padding), ceil_mode).Average(input, count_include_pad, 0);

            public static Tensor avg_pool2d(Tensor input, long[] kernelSizes, long[] strides = null, long[] paddings = null, bool ceil_mode = false, bool count_include_pad = true) =>
                Average(2, kernelSizes, strides, paddings, ceil_mode).Average(input, count_include_pad, 0);

            public static Tensor avg_pool2d(Tensor input, long kernelSize, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) =>
                Average(2, [kernelSize], [stride ?? kernelSize], [padding], ceil_mode).Average(input, count_include_pad, 0);

            public static Tensor avg_pool2d(Tensor input, (long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null,
                bool ceil_mode = false, bool count_include_pad = true) =>
                Average(2, LayerTools.Array2(kernelSize), LayerTools.Array2(stride ?? kernelSize), LayerTools.Array2(padding, 0), ceil_mode).Average(input, count_include_pad, 0);

            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => LayerTools.AdaptiveAvg(input, [output_size]);
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size) => LayerTools.AdaptiveAvg(input, [output_size, output_size]);
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => LayerTools.AdaptiveAvg(input, LayerTools.Sized(output_size, 2));
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size) => LayerTools.AdaptiveAvg(input, LayerTools.Array2(output_size));
            public static Tensor adaptive_max_pool2d(Tensor x, long[] outputSize) => LayerTools.AdaptiveMax(x, LayerTools.Sized(outputSize, 2));
        }
    }
}
