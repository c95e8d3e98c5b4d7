#nullable disable
using static TorchSharp.torch;

namespace TorchSharp
{
    /// The numbers of a convolution, one of each a dimension. Without `padding`, as much as keeps the size.
    internal sealed record Window(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation, long Groups, PaddingModes Mode, long[] OutputPadding)
    {
        internal Window(long[] kernel, long[] stride, long[] padding, long[] dilation, long groups, PaddingModes mode)
            : this(kernel, stride, padding, dilation, groups, mode, null) { }

        internal Window(long[] kernel, long[] stride, Padding padding, long[] dilation, long groups, PaddingModes mode)
            : this(kernel, stride, padding == TorchSharp.Padding.Same ? null : new long[kernel.Length], dilation, groups, mode, null) { }

        internal int Dimensions => Kernel.Length;
    }
}

namespace TorchSharp.Modules
{
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        protected readonly long input_channels;
        private protected Parameter _weight, _bias;
        readonly Window _window;
        readonly bool _transposed;

        internal Convolution(string name, long inputs, long outputs, Window window, bool bias, bool transposed) : base(name)
        {
            SealComponents();
            (input_channels, _window, _transposed) = (inputs, window, transposed);
            if (inputs % window.Groups != 0) throw new ArgumentException("in_channels must be divisible by groups");
            if (outputs % window.Groups != 0) throw new ArgumentException("out_channels must be divisible by groups");
            long[] shape = transposed ? [inputs, outputs / window.Groups, .. window.Kernel] : [outputs, inputs / window.Groups, .. window.Kernel];
            var fan = window.Kernel.Aggregate(shape[1], (product, k) => product * k);
            Own("weight", LayerTools.Uniform(LayerTools.KaimingBound(fan), shape));
            if (bias) Own("bias", LayerTools.Uniform(1 / Math.Sqrt(fan), outputs));
            Refresh();
        }

        internal override void Refresh() => (_weight, _bias) = (Registered("weight"), Registered("bias"));

        /// Batched or not, with the channels of this layer.
        protected bool ValidateShape(Tensor input, long dimensions)
        {
            var rank = input.Rank();
            return (rank == dimensions + 2 && input.Size(1) == input_channels) || (rank == dimensions + 1 && input.Size(0) == input_channels);
        }

        private protected unsafe Tensor Convolve(Tensor x)
        {
            Parameter w = _weight, b = _bias;
            var n = _window;
            fixed (long* stride = n.Stride, padding = n.Padding, dilation = n.Dilation, output = n.OutputPadding)
            {
                var result = _transposed
                    ? Native.tb_nn_conv_transpose(n.Dimensions, x.Handle, w.Handle, Native.HandleOrNull(b), stride, padding, output, dilation, n.Groups)
                    : Native.tb_nn_conv(n.Dimensions, x.Handle, w.Handle, Native.HandleOrNull(b), stride, padding, (n.Padding is null).Int(), dilation, n.Groups, (int)n.Mode);
                return Native.ToTensor(result, x, w, b);
            }
        }
    }
}
