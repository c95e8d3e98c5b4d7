#nullable disable
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Conv1d Conv1d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv1d(in_channels, out_channels, new(LayerTools.Repeat(kernelSize, 1), LayerTools.Repeat(stride, 1), LayerTools.Repeat(padding, 1), LayerTools.Repeat(dilation, 1), groups, padding_mode), bias).Placed(device, dtype);

            public static Conv1d Conv1d(long in_channels, long out_channels, long kernelSize, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv1d(in_channels, out_channels, new(LayerTools.Repeat(kernelSize, 1), LayerTools.Repeat(stride, 1), padding, LayerTools.Repeat(dilation, 1), groups, padding_mode), bias).Placed(device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, new(LayerTools.Repeat(kernelSize, 2), LayerTools.Repeat(stride, 2), LayerTools.Repeat(padding, 2), LayerTools.Repeat(dilation, 2), groups, padding_mode), bias).Placed(device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, long kernelSize, Padding padding, long stride = 1, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, new(LayerTools.Repeat(kernelSize, 2), LayerTools.Repeat(stride, 2), padding, LayerTools.Repeat(dilation, 2), groups, padding_mode), bias).Placed(device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, new(LayerTools.Array2(kernelSize), LayerTools.Array2(stride, 1), LayerTools.Array2(padding, 0), LayerTools.Array2(dilation, 1), groups, padding_mode), bias).Placed(device, dtype);

            public static Conv2d Conv2d(long in_channels, long out_channels, (long, long) kernelSize, Padding padding, (long, long)? stride = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new Conv2d(in_channels, out_channels, new(LayerTools.Array2(kernelSize), LayerTools.Array2(stride, 1), padding, LayerTools.Array2(dilation, 1), groups, padding_mode), bias).Placed(device, dtype);

            public static ConvTranspose1d ConvTranspose1d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new ConvTranspose1d(in_channels, out_channels, new(LayerTools.Repeat(kernelSize, 1), LayerTools.Repeat(stride, 1), LayerTools.Repeat(padding, 1), LayerTools.Repeat(dilation, 1), groups, padding_mode, LayerTools.Repeat(output_padding, 1)), bias).Placed(device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, long kernelSize, long stride = 1, long padding = 0, long output_padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new ConvTranspose2d(in_channels, out_channels, new(LayerTools.Repeat(kernelSize, 2), LayerTools.Repeat(stride, 2), LayerTools.Repeat(padding, 2), LayerTools.Repeat(dilation, 2), groups, padding_mode, LayerTools.Repeat(output_padding, 2)), bias).Placed(device, dtype);

            public static ConvTranspose2d ConvTranspose2d(long in_channels, long out_channels, (long, long) kernelSize, (long, long)? stride = null, (long, long)? padding = null, (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new ConvTranspose2d(in_channels, out_channels, new(LayerTools.Array2(kernelSize), LayerTools.Array2(stride, 1), LayerTools.Array2(padding, 0), LayerTools.Array2(dilation, 1), groups, padding_mode, LayerTools.Array2(output_padding, 0)), bias).Placed(device, dtype);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class Conv1d : Convolution
    {
        internal Conv1d(long inputs, long outputs, Window window, bool bias) : base(nameof(Conv1d), inputs, outputs, window, bias, false) { }

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor input)
        {
            if (!ValidateShape(input, 1))
                throw new ArgumentException($"Expected 2D (unbatched) or 3D (batched) input with {input_channels} channels to Conv1d.");
            return Convolve(input);
        }
    }

    public sealed class Conv2d : Convolution
    {
        internal Conv2d(long inputs, long outputs, Window window, bool bias) : base(nameof(Conv2d), inputs, outputs, window, bias, false) { }

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor input)
        {
            if (!ValidateShape(input, 2))
                throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {input_channels} channels to Conv2d.");
            return Convolve(input);
        }
    }

    public sealed class ConvTranspose1d : Convolution
    {
        internal ConvTranspose1d(long inputs, long outputs, Window window, bool bias) : base(nameof(ConvTranspose1d), inputs, outputs, window, bias, true) { }

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor input)
        {
            if (!ValidateShape(input, 1))
                throw new ArgumentException($"Expected 2D (unbatched) or 3D (batched) input with {input_channels} channels to ConvTranspose1d.");
            return Convolve(input);
        }
    }

    public sealed class ConvTranspose2d : Convolution
    {
        internal ConvTranspose2d(long inputs, long outputs, Window window, bool bias) : base(nameof(ConvTranspose2d), inputs, outputs, window, bias, true) { }

        public Parameter weight { get => _weight.Share(); set => Replace(nameof(weight), value); }
        public Parameter bias { get => _bias?.Share(); set => Replace(nameof(bias), value); }

        public override Tensor forward(Tensor input)
        {
            if (!ValidateShape(input, 2))
                throw new ArgumentException($"Expected 3D (unbatched) or 4D (batched) input with {input_channels} channels to ConvTranspose2d.");
            return Convolve(input);
        }
    }
}
