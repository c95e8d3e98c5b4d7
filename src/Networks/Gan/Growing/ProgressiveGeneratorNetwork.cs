using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The generator of <see cref="ProgressiveGenerator"/>; what it makes is enlarged to full size as long as it is smaller.</summary>
internal sealed class ProgressiveGeneratorNetwork : Module<Tensor, Tensor, Tensor>, IGrowing, ILearnsByLevels
{
    private readonly PictureShape _picture;
    private readonly double _conditionScale;
    [ComponentName(Name = "project")] private readonly EqualizedLinear project;
    [ComponentName(Name = "inner")] private readonly Sequential inner;
    [ComponentName(Name = "doublings")] private readonly ModuleList<Sequential> doublings;
    [ComponentName(Name = "pictures")] private readonly ModuleList<EqualizedConvolution> pictures;
    [ComponentName(Name = "grown")] private readonly Tensor grown;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public ProgressiveGeneratorNetwork(GeneratorArchitecture architecture) : base("ProgressiveGenerator")
    {
        _picture = architecture.Picture!;
        var halvings = _picture.Halvings;
        var filters = _picture.ChannelsAt(halvings);
        // A condition is one number beside many of noise: it counts as much as all of them.
        _conditionScale = Math.Sqrt(architecture.LatentSize);
        project = new EqualizedLinear(
            (long)architecture.LatentSize + architecture.ConditionSize, (long)filters * _picture.Inner.Height * _picture.Inner.Width,
            Math.Sqrt(2));
        inner = Sequential(
            ("activation1", Rectifier()), ("norm1", new PixelNormalization()),
            ("conv2", new EqualizedConvolution(filters, filters, 3, Math.Sqrt(2))), ("activation2", Rectifier()),
            ("norm2", new PixelNormalization()));
        doublings = new ModuleList<Sequential>([.. Enumerable.Range(1, halvings).Select(doubling => Doubling(halvings - doubling))]);
        pictures = new ModuleList<EqualizedConvolution>([.. Enumerable.Range(0, halvings + 1).Select(doubling =>
            new EqualizedConvolution(_picture.ChannelsAt(halvings - doubling), _picture.Channels, 1, gain: 1))]);
        grown = zeros([], ScalarType.Int64);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Growth Growth
    {
        get => new(grown.Read<long>());
        set => grown.fill_(Numbers.Kept(value.Thousandths));
    }

    /// <inheritdoc/>
    public Tensor Shown(Tensor rows) => GrowingPictures.AtGrowth(rows, _picture, Growth);

    /// <inheritdoc/>
    public Tensor Try(Tensor noise, Tensor condition, Tensor shown) => call(noise, condition);

    /// <inheritdoc/>
    public override Tensor forward(Tensor noise, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var growth = Growth;
        var input = cat([GrowingPictures.Normalized(noise), condition.Times(_conditionScale)], 1); // (batch, latent + condition)
        var hidden = inner.call(
            project.call(input).reshape(noise.size(0), -1, _picture.Inner.Height, _picture.Inner.Width)); // (batch, filters, inner sides)
        var before = hidden;
        for (var doubling = 0; doubling < growth.Visible; doubling++)
            (before, hidden) = (hidden, doublings[doubling].call(GrowingPictures.Doubled(hidden))); // (batch, filters / 2, doubled sides)
        var made = pictures[growth.Visible].call(hidden); // (batch, channels, sides)
        if (growth.Share > 0)
            made = GrowingPictures.Faded(
                GrowingPictures.Doubled(pictures[growth.Doublings].call(before)), made, growth.Share);
        return GrowingPictures.Enlarged(made, 1 << (_picture.Halvings - growth.Visible)) // (batch, channels, height, width)
            .reshape(noise.size(0), -1).MoveToOuterDisposeScope(); // (batch, row)
    }

    private static Module<Tensor, Tensor> Rectifier() => Activations.Create(Activation.LeakyReLU, GrowingPictures.Slope)!;

    private Sequential Doubling(int halvings)
    {
        var (from, to) = (_picture.ChannelsAt(halvings + 1), _picture.ChannelsAt(halvings));
        return Sequential(
            ("conv1", new EqualizedConvolution(from, to, 3, Math.Sqrt(2))), ("activation1", Rectifier()),
            ("norm1", new PixelNormalization()),
            ("conv2", new EqualizedConvolution(to, to, 3, Math.Sqrt(2))), ("activation2", Rectifier()),
            ("norm2", new PixelNormalization()));
    }
}
