#nullable disable
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// Pairs of numbers, before and after, the last dimension first.
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => functional.pad(input, (ReadOnlySpan<long>)pad, mode, value);

            public static unsafe Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                fixed (long* p = pad) return Native.ToTensor(Native.tb_nn_pad(input.Handle, p, pad.Length, (int)mode, value), input);
            }

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)[pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)[pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, (ReadOnlySpan<long>)[pad, pad], mode, value);

            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64) throw new ArgumentException("one_hot input tensor must be of type Int64");
                return Native.ToTensor(Native.tb_nn_one_hot(x.Handle, num_classes), x);
            }

            public static Tensor pixel_shuffle(Tensor x, long upscaleFactor) => Native.ToTensor(Native.tb_nn_pixel_shuffle(x.Handle, upscaleFactor), x);

            public static Tensor interpolate(Tensor x, long[] size = null, double[] scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false) =>
                LayerTools.Interpolate(x, size, scale_factor, (int)mode, align_corners, recompute_scale_factor);

            public static Tensor upsample(Tensor x, long[] size = null, double[] scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                LayerTools.Interpolate(x, size, scale_factor, (int)mode, mode == UpsampleMode.Nearest ? null : align_corners, false);

            public static Tensor upsample_nearest(Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                LayerTools.Interpolate(x, size, scale_factor, (int)UpsampleMode.Nearest, null, false);

            public static Tensor upsample_bilinear(Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                LayerTools.Interpolate(x, size, scale_factor, (int)UpsampleMode.Bilinear, align_corners, false);

            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                var padding = padding_mode switch { GridSamplePaddingMode.Border => 1, GridSamplePaddingMode.Reflection => 2, _ => 0 };
                return Native.ToTensor(Native.tb_nn_grid_sample(input.Handle, grid.Handle, mode == GridSampleMode.Nearest ? 1 : 0, padding,
                    (align_corners ?? false).Int()), input, grid);
            }

            public static unsafe Tensor affine_grid(Tensor theta, long[] size = null, bool align_corners = false)
            {
                fixed (long* s = size) return Native.ToTensor(Native.tb_nn_affine_grid(theta.Handle, s, size.Length, align_corners.Int()), theta);
            }

            public static unsafe Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor attn_mask = null, double p = 0.0, bool is_casual = false)
            {
                if (p < 0) throw new ArgumentException("Dropout probability must be greater than or equal to zero.");
                if (is_casual && attn_mask is not null) throw new ArgumentException("Casual attention masking cannot pass a mask.");
                var result = Native.tb_nn_scaled_dot_product_attention(query.Handle, key.Handle, value.Handle, Native.HandleOrNull(attn_mask), p, is_casual.Int());
                GC.KeepAlive(attn_mask);
                return Native.ToTensor(result, query, key, value);
            }
        }
    }
}
