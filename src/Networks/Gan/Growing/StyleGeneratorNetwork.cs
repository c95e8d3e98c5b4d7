using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The generator of <see cref="StyleGenerator"/>; what it makes is enlarged to full size as long as it is smaller.</summary>
internal sealed class StyleGeneratorNetwork : Module<Tensor, Tensor, Tensor>, IGrowing, ILearnsByLevels, IDrawsNoise
{
    // The paper's hundredth is for trainings a thousand times as long.
    private const double MappingPace = 0.1;

    private readonly GeneratorArchitecture _architecture;
    private readonly PictureShape _picture;
    private readonly double _mixing;
    [ComponentName(Name = "embedding")] private readonly EqualizedLinear? embedding;
    [ComponentName(Name = "mapping")] private readonly Sequential mapping;
    [ComponentName(Name = "constant")] private readonly Parameter constant;
    [ComponentName(Name = "layers")] private readonly ModuleList<StyleLayer> layers;
    [ComponentName(Name = "pictures")] private readonly ModuleList<EqualizedConvolution> pictures;
    [ComponentName(Name = "grown")] private readonly Tensor grown;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public StyleGeneratorNetwork(GeneratorArchitecture architecture, StyleGenerator form) : base("StyleGenerator")
    {
        _architecture = architecture;
        _picture = architecture.Picture!;
        _mixing = form.StyleMixing;
        var (size, halvings) = (architecture.LatentSize, _picture.Halvings);
        embedding = architecture.ConditionSize == 0 ? null : new EqualizedLinear(architecture.ConditionSize, size, gain: 1, hasBias: false);
        mapping = Sequential(Enumerable.Range(0, form.MappingLayers).SelectMany(layer => ((string, Module<Tensor, Tensor>)[])
        [
            ($"linear{layer}", new EqualizedLinear(
                layer == 0 && embedding is not null ? 2L * size : size, size, Math.Sqrt(2), pace: MappingPace)),
            ($"activation{layer}", Activations.Create(Activation.LeakyReLU, GrowingPictures.Slope)!),
        ]).ToArray());
        constant = new Parameter(WeightRoom.Ones(1, _picture.ChannelsAt(halvings), _picture.Inner.Height, _picture.Inner.Width));
        layers = new ModuleList<StyleLayer>([.. Enumerable.Range(0, 2 * (halvings + 1)).Select(CreateLayer)]);
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

    /// <summary>Layers that have a style: two for each size.</summary>
    public int StyleLayers => layers.Count;

    /// <inheritdoc/>
    public Tensor Shown(Tensor rows) => GrowingPictures.AtGrowth(rows, _picture, Growth);

    /// <inheritdoc/>
    public Tensor Try(Tensor noise, Tensor condition, Tensor shown) => call(noise, condition);

    /// <summary>
    /// Pictures of noise. In training some of them have two styles, and the noise of the layers is drawn anew; in scoring it is the
    /// saved one.
    /// </summary>
    public override Tensor forward(Tensor noise, Tensor condition)
    {
        if (!training)
            return Draw(noise, condition, random: null);
        using var scope = NewDisposeScope();
        var style = Style(noise, condition);
        var styles = _mixing > 0
            ? Mixed(style, Style(Latents.Draw(_architecture, noise.size(0), device: noise.device), condition))
            : _ => style;
        return Paint(styles, layer => Fresh(layer, noise.size(0), null)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Draw(Tensor noise, Tensor condition, Generator? random)
    {
        using var scope = NewDisposeScope();
        var style = Style(noise, condition);
        return Paint(_ => style, random).MoveToOuterDisposeScope();
    }

    /// <summary>The style that noise and condition are mapped to.</summary>
    /// <param name="noise">(batch, latent).</param>
    /// <param name="condition">(batch, condition).</param>
    /// <returns>(batch, latent).</returns>
    public Tensor Style(Tensor noise, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var input = GrowingPictures.Normalized(noise);
        if (embedding is not null)
            input = cat([input, GrowingPictures.Normalized(embedding.call(condition))], 1); // (batch, 2 · latent)
        return mapping.call(input).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures in styles, before their last function.</summary>
    /// <param name="styleOf">The style of each layer, counted from 0: (batch, latent).</param>
    /// <param name="random">Draws the noise of the layers; null takes the saved one.</param>
    /// <returns>(batch, row).</returns>
    public Tensor Paint(Func<int, Tensor> styleOf, Generator? random) => Paint(
        styleOf, layer => random is null ? layers[layer].Noise : Fresh(layer, styleOf(layer).size(0), random));

    private Tensor Paint(Func<int, Tensor> styleOf, Func<int, Tensor> noiseOf)
    {
        using var scope = NewDisposeScope();
        var growth = Growth;
        var rows = styleOf(0).size(0);
        Tensor Layer(int layer, Tensor input) => layers[layer].call(input, styleOf(layer), noiseOf(layer));
        var hidden = Layer(1, Layer(0, constant.expand(rows, -1, -1, -1))); // (batch, filters, inner sides)
        var before = hidden;
        for (var layer = 2; layer < 2 * (growth.Visible + 1); layer += 2)
        {
            before = hidden;
            hidden = Layer(layer + 1, Layer(layer, GrowingPictures.Doubled(hidden))); // (batch, filters / 2, doubled sides)
        }
        var made = pictures[growth.Visible].call(hidden); // (batch, channels, sides)
        if (growth.Share > 0)
            made = GrowingPictures.Faded(
                GrowingPictures.Doubled(pictures[growth.Doublings].call(before)), made, growth.Share);
        return GrowingPictures.Enlarged(made, 1 << (_picture.Halvings - growth.Visible)) // (batch, channels, height, width)
            .reshape(rows, -1).MoveToOuterDisposeScope(); // (batch, row)
    }

    // (batch, 1, height, width) of a layer
    private Tensor Fresh(int layer, long rows, Generator? random)
    {
        var saved = layers[layer].Noise;
        return randn([rows, 1, saved.size(2), saved.size(3)], generator: random).to(saved.device);
    }

    // Each row has the other style from some layer on, of those that are seen; or from none.
    private Func<int, Tensor> Mixed(Tensor style, Tensor other)
    {
        var rows = style.size(0);
        var last = (2 * (Growth.Visible + 1)) - 1;
        var first = rand(rows, 1, device: style.device).mul_(Numbers.Kept(last)).floor_().add_(Numbers.One, Numbers.One); // in [1, last]
        var isWhole = rand(rows, 1, device: style.device).ge(Numbers.Kept(_mixing)); // (batch, 1)
        return layer => where(first.gt(Numbers.Kept(layer)).logical_or(isWhole), style, other);
    }

    private StyleLayer CreateLayer(int layer)
    {
        var away = _picture.Halvings - (layer / 2);
        var to = _picture.ChannelsAt(away);
        int? from = layer == 0 ? null : _picture.ChannelsAt(away + (layer % 2 == 0 ? 1 : 0));
        return new StyleLayer(from, to, _picture.Height >> away, _picture.Width >> away, _architecture.LatentSize);
    }
}
