using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Strided convolutions that halve the sides from layer to layer; the discriminator of Radford et al., arXiv:1511.06434.</summary>
internal sealed class ConvolutionalDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private readonly DiscriminatorArchitecture _architecture;
    private readonly PictureShape _picture;
    [ComponentName(Name = "layers")] private readonly Sequential layers;
    [ComponentName(Name = "decision")] private readonly Conv2d decision;
    [ComponentName(Name = "embedding")] private readonly Linear? embedding;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public ConvolutionalDiscriminator(DiscriminatorArchitecture architecture) : base("ConvolutionalDiscriminator")
    {
        _architecture = architecture;
        _picture = architecture.Picture!;
        var conditions = architecture.ConditionSize * architecture.RowsPerDecision;
        var channels = (_picture.Channels * architecture.RowsPerDecision)
            + (architecture.Conditioning == GanConditioning.Concatenation ? conditions : 0);
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        for (var halvings = 1; halvings <= _picture.Halvings; halvings++)
        {
            var filters = _picture.FiltersAt(halvings);
            WeightRoom.Take(filters, channels, 4, 4);
            modules.Add(($"halve{halvings}", Conv2d(channels, filters, 4, stride: 2, padding: 1)));
            channels = filters;
            if (architecture.LayerNormalization)
                modules.Add(($"norm{halvings}", LayerNorm([filters, _picture.Height >> halvings, _picture.Width >> halvings])));
            else if (halvings > 1)
                modules.Add(($"norm{halvings}", new BatchNormalization(filters))); // not next to the picture, as in the paper
            modules.Add(($"activation{halvings}", GanNetworks.Rectifier()));
            if (architecture.Dropout > 0)
                modules.Add(($"dropout{halvings}", Dropout(architecture.Dropout)));
        }
        layers = GanNetworks.Small(Sequential(modules.ToArray()));
        decision = GanNetworks.Small(
            Conv2d(channels + (architecture.BatchStatistics ? 1 : 0), 1, (_picture.Inner.Height, _picture.Inner.Width)));
        embedding = architecture.Conditioning == GanConditioning.Projection && conditions > 0
            ? GanNetworks.Small(
                WeightRoom.Linear(conditions, (long)channels * _picture.Inner.Height * _picture.Inner.Width, hasBias: false)) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor rows, Tensor condition)
    {
        var packed = GanNetworks.Pack(rows, _architecture.RowsPerDecision);
        var conditions = GanNetworks.Pack(condition, _architecture.RowsPerDecision); // (decisions, condition · pack)
        var decisions = packed.size(0);
        var pictures = packed.reshape(decisions, _picture.Channels * _architecture.RowsPerDecision, _picture.Height, _picture.Width);
        if (_architecture.Conditioning == GanConditioning.Concatenation && conditions.size(1) > 0)
            pictures = cat(
                [pictures, conditions.unsqueeze(2).unsqueeze(3).expand(decisions, conditions.size(1), _picture.Height, _picture.Width)], 1);
        var hidden = layers.call(PixelLayout.Together(pictures)); // (decisions, filters, inner height, inner width)
        var judged = _architecture.BatchStatistics
            ? cat([hidden, GanNetworks.Spread(packed).reshape(decisions, 1, 1, 1).expand(decisions, 1, hidden.size(2), hidden.size(3))], 1)
            : hidden;
        var answer = Decided(judged); // (decisions, 1)
        if (embedding is null)
            return answer;
        using var features = hidden.flatten(1); // not a sum over places: classes differ in where a stroke is
        return answer.Plus((embedding.call(conditions) * features).sum(1, keepdim: true));
    }

    // The convolution whose kernel is the whole picture is a product, which takes a tenth of the time; pixel by pixel, as both lie.
    private Tensor Decided(Tensor judged)
    {
        using var pixels = judged.permute(0, 2, 3, 1);
        using var rows = pixels.flatten(1); // (decisions, inner height · inner width · channels)
        using var taps = decision.weight.permute(0, 2, 3, 1);
        using var weights = taps.flatten(1); // (1, inner height · inner width · channels)
        return functional.linear(rows, weights, decision.bias);
    }
}
