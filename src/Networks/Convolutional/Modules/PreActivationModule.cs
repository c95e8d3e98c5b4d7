using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>F(a) + shortcut, with a = relu(norm(x)): the sum passes on untouched (He et al., arXiv:1603.05027).</summary>
internal sealed class PreActivationModule : Module<Tensor, Tensor>, IResidualModule
{
    [ComponentName(Name = "bn1")] private readonly BatchNormalization bn1;
    [ComponentName(Name = "conv1")] private readonly Conv2d conv1;
    [ComponentName(Name = "bn2")] private readonly BatchNormalization bn2;
    [ComponentName(Name = "conv2")] private readonly Conv2d conv2;
    [ComponentName(Name = "bn3")] private readonly BatchNormalization? bn3;
    [ComponentName(Name = "conv3")] private readonly Conv2d? conv3;
    [ComponentName(Name = "downsample")] private readonly Conv2d? downsample;

    public PreActivationModule(ResidualBlock block, LayerShape input) : base("PreActivationBlock")
    {
        int from = input.Channels, width = block.Filters, to = block.OutputChannels;
        bn1 = new BatchNormalization(from);
        conv1 = block.Bottleneck ? Convolutions.Plain(from, width, 1) : Convolutions.Plain(from, width, 3, block.Stride);
        bn2 = new BatchNormalization(width);
        conv2 = block.Bottleneck ? Convolutions.Plain(width, width, 3, block.Stride) : Convolutions.Plain(width, to, 3);
        if (block.Bottleneck)
        {
            bn3 = new BatchNormalization(width);
            conv3 = Convolutions.Plain(width, to, 1);
        }
        if (block.Projects(input))
            downsample = Convolutions.Plain(from, to, 1, block.Stride);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public double SkipShare { get; set; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var activated = bn1.call(input).relu_();
        var shortcut = downsample is null ? input : downsample.call(activated);
        var inner = PixelProduct.Of(conv2, bn2.call(PixelProduct.Of(conv1, activated)).relu_());
        if (conv3 is not null)
            inner = conv3.call(bn3!.call(inner).relu_()); // (batch, to, height / stride, width / stride)
        if (training && SkipShare > 0)
            inner = StochasticDepth.Skip(inner, SkipShare);
        return inner.PlusInPlace(shortcut).MoveToOuterDisposeScope();
    }
}
