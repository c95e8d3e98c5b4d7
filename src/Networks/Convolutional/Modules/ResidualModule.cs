using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>relu(F(x) + shortcut(x)), F being convolutions with batch normalization (He et al., arXiv:1512.03385).</summary>
internal sealed class ResidualModule : Module<Tensor, Tensor>, IResidualModule
{
    // Named as in published weights.
    [ComponentName(Name = "conv1")] private readonly Conv2d conv1;
    [ComponentName(Name = "bn1")] private readonly BatchNormalization bn1;
    [ComponentName(Name = "conv2")] private readonly Conv2d conv2;
    [ComponentName(Name = "bn2")] private readonly BatchNormalization bn2;
    [ComponentName(Name = "conv3")] private readonly Conv2d? conv3;
    [ComponentName(Name = "bn3")] private readonly BatchNormalization? bn3;
    [ComponentName(Name = "downsample")] private readonly ModuleFolder? downsample;
    private readonly (Conv2d Convolution, BatchNormalization Norm)? _shortcut; // a pair is not registered: the folder holds both

    public ResidualModule(ResidualBlock block, LayerShape input) : base("ResidualBlock")
    {
        int from = input.Channels, width = block.Filters, to = block.OutputChannels;
        conv1 = block.Bottleneck ? Convolutions.Plain(from, width, 1) : Convolutions.Plain(from, width, 3, block.Stride);
        bn1 = new BatchNormalization(width);
        conv2 = block.Bottleneck ? Convolutions.Plain(width, width, 3, block.Stride) : Convolutions.Plain(width, to, 3);
        bn2 = new BatchNormalization(block.Bottleneck ? width : to);
        if (block.Bottleneck)
        {
            conv3 = Convolutions.Plain(width, to, 1);
            bn3 = new BatchNormalization(to);
        }
        if (block.Projects(input))
        {
            var (shortcut, norm) = (Convolutions.Plain(from, to, 1, block.Stride), new BatchNormalization(to));
            downsample = new ModuleFolder([("0", shortcut), ("1", norm)]);
            _shortcut = (shortcut, norm);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public double SkipShare { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var inner = bn1.call(PixelProduct.Of(conv1, input)).relu_();
        inner = bn2.call(PixelProduct.Of(conv2, inner));
        if (conv3 is not null)
            inner = bn3!.call(conv3.call(inner.relu_())); // (batch, to, height / stride, width / stride)
        var shortcut = _shortcut is { } projection ? projection.Norm.call(projection.Convolution.call(input)) : input;
        if (training && SkipShare > 0)
            inner = StochasticDepth.Skip(inner, SkipShare);
        return inner.PlusInPlace(shortcut).relu_().MoveToOuterDisposeScope();
    }
}
