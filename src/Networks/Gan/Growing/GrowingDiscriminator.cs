using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// The discriminator of <see cref="ProgressiveGenerator"/> and <see cref="StyleGenerator"/>: it looks at pictures of the size that they
/// have grown to, and is always told how much those of a batch differ, of a class
/// where there are classes and rows are judged one by one (Karras et al., arXiv:1710.10196, sections 2 and 3).
/// </summary>
internal sealed class GrowingDiscriminator : Module<Tensor, Tensor, Tensor>, IGrowing
{
    private readonly DiscriminatorArchitecture _architecture;
    private readonly PictureShape _picture;
    [ComponentName(Name = "pictures")] private readonly ModuleList<Sequential> pictures;
    [ComponentName(Name = "halvings")] private readonly ModuleList<Sequential> halvings;
    [ComponentName(Name = "inner")] private readonly Sequential inner;
    [ComponentName(Name = "decision")] private readonly EqualizedLinear decision;
    [ComponentName(Name = "embedding")] private readonly EqualizedLinear? embedding;
    [ComponentName(Name = "grown")] private readonly Tensor grown;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public GrowingDiscriminator(DiscriminatorArchitecture architecture) : base("GrowingDiscriminator")
    {
        _architecture = architecture;
        _picture = architecture.Picture!;
        var innermost = _picture.Halvings;
        var filters = _picture.ChannelsAt(innermost);
        var conditions = architecture.ConditionSize * architecture.RowsPerDecision;
        var channels = (_picture.Channels * architecture.RowsPerDecision) + (Concatenates ? conditions : 0);
        pictures = new ModuleList<Sequential>([.. Enumerable.Range(0, innermost + 1).Select(doubling => Sequential(
            ("conv", new EqualizedConvolution(channels, _picture.ChannelsAt(innermost - doubling), 1, Math.Sqrt(2))),
            ("activation", Rectifier())))]);
        halvings = new ModuleList<Sequential>([.. Enumerable.Range(1, innermost).Select(doubling => Halving(innermost - doubling))]);
        inner = Layers(("conv", new EqualizedConvolution(filters + 1, filters, 3, Math.Sqrt(2))), ("activation", Rectifier()));
        var features = (long)filters * _picture.Inner.Height * _picture.Inner.Width;
        decision = new EqualizedLinear(features, 1, gain: 1);
        // The weights of a decision that each class has for itself; a class is a single 1.
        embedding = architecture.Conditioning == GanConditioning.Projection && conditions > 0
            ? new EqualizedLinear(conditions, features, Math.Sqrt((double)conditions / features), hasBias: false) : null;
        grown = zeros([], ScalarType.Int64);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Growth Growth
    {
        get => new(grown.Read<long>());
        set => grown.fill_(Numbers.Kept(value.Thousandths));
    }

    private bool Concatenates => _architecture.Conditioning == GanConditioning.Concatenation;

    /// <inheritdoc/>
    public override Tensor forward(Tensor rows, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var growth = Growth;
        var packed = GanNetworks.Pack(rows, _architecture.RowsPerDecision);
        var conditions = GanNetworks.Pack(condition, _architecture.RowsPerDecision); // (decisions, condition · pack)
        var decisions = packed.size(0);
        var shown = ImageResampling.Smaller(
            packed.reshape(decisions, _picture.Channels * _architecture.RowsPerDecision, _picture.Height, _picture.Width),
            1 << (_picture.Halvings - growth.Visible)); // (decisions, channels · pack, sides)
        if (Concatenates && conditions.size(1) > 0)
            shown = cat(
                [shown, conditions.unsqueeze(2).unsqueeze(3).expand(decisions, conditions.size(1), shown.size(2), shown.size(3))], 1);
        var hidden = pictures[growth.Visible].call(shown); // (decisions, filters, sides)
        for (var doubling = growth.Visible; doubling > 0; doubling--)
        {
            hidden = GrowingPictures.Halved(halvings[doubling - 1].call(hidden)); // (decisions, filters · 2, half the sides)
            if (doubling > growth.Doublings)
                hidden = GrowingPictures.Faded(
                    pictures[doubling - 1].call(GrowingPictures.Halved(shown)), hidden, growth.Share);
        }
        var spread = Spread(hidden.flatten(1), conditions) // (decisions, 1)
            .reshape(decisions, 1, 1, 1).expand(decisions, 1, hidden.size(2), hidden.size(3));
        var features = inner.call(cat([hidden, spread], 1)).flatten(1); // (decisions, filters · inner sides)
        var answer = decision.call(features); // (decisions, 1)
        if (embedding is not null)
            answer = answer.Plus((embedding.call(conditions) * features).sum(1, keepdim: true));
        return answer.MoveToOuterDisposeScope();
    }

    // A generator that makes one picture of each class differs as much as the real ones over all of them.
    private Tensor Spread(Tensor rows, Tensor conditions) => conditions.size(1) > 0 && _architecture.RowsPerDecision == 1
        ? GanNetworks.SpreadWithin(rows, conditions)
        : GanNetworks.Spread(rows);

    private static Module<Tensor, Tensor> Rectifier() => Activations.Create(Activation.LeakyReLU, GrowingPictures.Slope)!;

    private Sequential Halving(int away)
    {
        var (from, to) = (_picture.ChannelsAt(away), _picture.ChannelsAt(away + 1));
        return Layers(
            ("conv1", new EqualizedConvolution(from, from, 3, Math.Sqrt(2))), ("activation1", Rectifier()),
            ("conv2", new EqualizedConvolution(from, to, 3, Math.Sqrt(2))), ("activation2", Rectifier()));
    }

    private Sequential Layers(params (string, Module<Tensor, Tensor>)[] layers) => Sequential(
        _architecture.Dropout > 0 ? [.. layers, ("dropout", Dropout(_architecture.Dropout))] : layers);
}
