using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Copies its input through a code: h = f(x), r = g(h) (Hinton and Salakhutdinov, Science 313, 2006).</summary>
/// <remarks>
/// A variational one (Kingma and Welling, arXiv:1312.6114) answers with the mean of each code; the training step draws from the rest.
/// </remarks>
internal sealed class AutoencoderNetwork : Module<Tensor, Tensor>, IHasArchitecture, IKnowsLargestProduct, ILayeredNetwork, IDenseNetwork
{
    private AutoencoderArchitecture _architecture;
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "convolutions")] private readonly Sequential? convolutions; // (batch, input) → (batch, feature maps)
    [ComponentName(Name = "encoder")] private readonly Sequential? encoder; // → (batch, code), or (batch, means and log-variances)
    [ComponentName(Name = "decoder")] private readonly Module<Tensor, Tensor>? decoder; // (batch, code) → (batch, feature maps or target)
    [ComponentName(Name = "deconvolutions")] private readonly Sequential? deconvolutions; // → (batch, target)
    [ComponentName(Name = "fill")] private readonly Tensor? fill; // (input): what stands for a missing value; saved with the weights
    [ComponentName(Name = "normal")] private NormalFill? normal;
    [ComponentName(Name = "neighbours")] private NeighbourDistances? neighbours;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public AutoencoderNetwork(AutoencoderArchitecture architecture) : base("Autoencoder")
    {
        var a = _architecture = architecture;
        var inner = a.Convolution?.LayerSizes()[^1];
        if (a.Scaling != ScalingForm.None)
            scaling = new ColumnScaling(a.InputSize, a.Scaling);
        if (a.Convolution is not null)
            convolutions = ConvolutionStacks.Down(a);
        if (a.Convolution is null or { DenseCode: true })
        {
            int[] down = [inner ?? a.InputSize, .. a.HiddenSizes, a.CodeSize * (a.LogVarianceLimit is null ? 1 : 2)];
            int[] up = [a.CodeSize, .. a.DecoderSizes ?? [.. a.HiddenSizes.Reverse()], inner ?? a.OutputSize];
            var last = inner is null ? a.OutputActivation : a.HiddenActivation;
            encoder = DenseStack.Create(down, a.HiddenActivation, a.CodeActivation, a.ActivationSlope, a.Dropout, a.BatchNormalization);
            decoder = a.TiedWeights
                ? new TransposedStack(Linears(encoder), a.HiddenActivation, last, a.ActivationSlope)
                : DenseStack.Create(up, a.HiddenActivation, last, a.ActivationSlope, a.Dropout, a.BatchNormalization);
        }
        if (a.Convolution is not null)
            deconvolutions = ConvolutionStacks.Up(a);
        if (a.FillsMissing)
            fill = WeightRoom.Zeros(a.InputSize).DetachFromDisposeScope();
        if (a.FillsByNormal)
            normal = new NormalFill(a.InputSize);
        if (a.Neighbours is not null)
            neighbours = new NeighbourDistances(a.Neighbours, a.InputSize);
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <inheritdoc/>
    public long LargestProduct => Math.Max(
        _architecture.Convolution?.LargestProduct() ?? 0,
        parameters().Where(weight => weight.dim() == 2).Select(weight => weight.numel()).DefaultIfEmpty(1).Max());

    /// <summary>What it was built from.</summary>
    public AutoencoderArchitecture Architecture => _architecture;

    /// <summary>What is done with the inputs first, and undone in reconstructions; null for nothing.</summary>
    public ColumnScaling? Scaling => scaling;

    /// <summary>What stands for a missing value in each place, (input); null if missing values are not expected.</summary>
    public Tensor? Fill => fill;

    /// <summary>How far rows lie from those known, in a detector of anomalies; null if it goes by the reconstruction alone.</summary>
    public NeighbourDistances? Neighbours => neighbours;

    /// <summary>The linear layers of the encoder, from the input inwards; none before a code of feature maps.</summary>
    public IReadOnlyList<Linear> EncoderLayers => encoder is null ? [] : Linears(encoder);

    /// <summary>The linear layers of the decoder, from the code outwards; none if the weights are tied.</summary>
    public IReadOnlyList<Linear> DecoderLayers => decoder is Sequential stack ? Linears(stack) : [];

    /// <summary>The biases of a decoder with tied weights, from the code outwards; none if the weights are its own.</summary>
    public IReadOnlyList<Parameter> TiedBiases =>
        decoder is TransposedStack stack ? [.. stack.named_parameters().Select(p => p.parameter)] : [];

    /// <inheritdoc/>
    public IReadOnlyList<Sequential>? Stacks =>
        _architecture is { Convolution: null, CodesKept: null, LogVarianceLimit: null } && decoder is Sequential stack
            ? [encoder!, stack] : null;

    /// <inheritdoc/>
    public Tensor ReadByLayers(Tensor input) => Scaled(Filled(input));

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => [.. DenseStack.NamesOf(FeatureLayer)[..^1], "code", "reconstruction"];

    /// <inheritdoc/>
    public int FeatureLayer => _architecture.LayerSizes().Length;

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer) => layer < FeatureLayer ? Layers(inputs[0])[layer]
        : layer == FeatureLayer ? Encode(inputs[0]) : call(inputs[0]);

    /// <summary>
    /// The layers alone, without what was learned of missing values and of rows; of a variational code the means, without log-variances.
    /// </summary>
    public IEnumerable<KeyValuePair<string, Tensor>> TransferableWeights()
    {
        var code = $"encoder.linear{_architecture.HiddenSizes.Length + 1}.";
        foreach (var (name, weight) in state_dict())
            if (name != "fill" && !name.StartsWith("normal.", StringComparison.Ordinal)
                && !name.StartsWith("neighbours.", StringComparison.Ordinal))
                yield return new(name, _architecture.LogVarianceLimit is not null && name.StartsWith(code, StringComparison.Ordinal)
                    ? weight.narrow(0, 0, _architecture.CodeSize) : weight);
    }

    /// <summary>Makes a trained network know rows.</summary>
    /// <param name="distances">Has learned them; the network's from now on.</param>
    public void Know(NeighbourDistances distances)
    {
        neighbours = distances;
        register_module("neighbours", distances);
        _architecture = _architecture with { Neighbours = distances.Architecture };
    }

    /// <summary>Makes a trained network fill what is missing from a distribution.</summary>
    /// <param name="distribution">Of the scaled rows; the network's from now on.</param>
    public void Know(NormalFill distribution)
    {
        normal = distribution;
        register_module("normal", distribution);
        _architecture = _architecture with { FillsByNormal = true };
    }

    /// <summary>Rows with what is missing filled in.</summary>
    /// <param name="input">(batch, input), NaN for what is missing.</param>
    /// <returns>(batch, input).</returns>
    public Tensor Complete(Tensor input)
    {
        if (normal is null)
            return where(input.isnan(), Decode(Encode(input)), input);
        var filled = normal.call(Scaled(input));
        return where(input.isnan(), scaling is null ? filled : scaling.Restore(filled), input);
    }

    /// <summary>The code of each row: for a variational network its mean.</summary>
    /// <param name="input">(batch, input).</param>
    /// <returns>(batch, code).</returns>
    public Tensor Encode(Tensor input)
    {
        var code = Project(input);
        return _architecture.LogVarianceLimit is null ? Keep(code) : code.narrow(1, 0, _architecture.CodeSize);
    }

    /// <summary>The normal distribution of each row's code.</summary>
    /// <param name="input">(batch, input).</param>
    /// <returns>Means and clamped log-variances, each (batch, code).</returns>
    public (Tensor Mean, Tensor LogVariance) EncodeDistribution(Tensor input)
    {
        var both = Project(input); // (batch, 2 · code)
        var limit = _architecture.LogVarianceLimit!.Value;
        var size = _architecture.CodeSize;
        return (both.narrow(1, 0, size), both.narrow(1, size, size).clamp(Numbers.Kept(-limit), Numbers.Kept(limit)));
    }

    /// <summary>What each layer before the code answers, from the input inwards.</summary>
    /// <param name="input">(batch, input).</param>
    /// <returns>Per layer (batch, width).</returns>
    public IReadOnlyList<Tensor> Layers(Tensor input)
    {
        var layers = new List<Tensor>();
        var current = Follow(convolutions, Scaled(Filled(input)), layers);
        Follow(encoder, current, layers);
        layers.RemoveAt(layers.Count - 1); // the code
        return layers;
    }

    /// <summary>Rows as the network compares them: brought to like size, if it does that.</summary>
    /// <param name="rows">(batch, input), as in the data; with NaN for what is missing.</param>
    public Tensor Scaled(Tensor rows) => scaling is null ? rows : scaling.call(rows);

    /// <summary>The reconstruction that belongs to each code.</summary>
    /// <param name="code">(batch, code).</param>
    /// <returns>(batch, target), as in the data.</returns>
    public Tensor Decode(Tensor code) => scaling is null ? DecodeScaled(code) : scaling.Restore(DecodeScaled(code));

    /// <summary>The reconstruction as the network compares it: see <see cref="Scaled"/>.</summary>
    /// <param name="code">(batch, code).</param>
    /// <returns>(batch, target).</returns>
    public Tensor DecodeScaled(Tensor code)
    {
        if (decoder is null)
            return deconvolutions!.call(code);
        var inner = decoder.call(code);
        return deconvolutions is null ? inner : deconvolutions.call(inner);
    }

    /// <summary>The input with missing values replaced.</summary>
    /// <param name="input">(batch, input), with NaN for what is missing.</param>
    public Tensor Filled(Tensor input) => fill is null ? input : where(input.isnan(), fill, input);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var code = Encode(input); // (batch, code)
        return Decode(code); // (batch, target)
    }

    private static Linear[] Linears(Sequential stack) => [.. stack.children().OfType<Linear>()];

    private Tensor Project(Tensor input)
    {
        var current = Scaled(Filled(input));
        if (convolutions is not null)
            current = convolutions.call(current); // (batch, feature maps)
        return encoder is null ? current : encoder.call(current);
    }

    // Makhzani and Frey, arXiv:1312.5663: only the largest numbers of a code survive, in training and after.
    private Tensor Keep(Tensor code)
    {
        if (_architecture.CodesKept is not { } count || count >= _architecture.CodeSize)
            return code;
        var (largest, places) = code.topk(count, 1); // (batch, kept) each; of equal numbers no more than there is room for
        return zeros_like(code).scatter(1, places, largest); // (batch, code)
    }

    // The modules of a layer end in its number.
    private static Tensor Follow(Sequential? stack, Tensor input, List<Tensor> layers)
    {
        var current = input;
        var layer = '\0';
        foreach (var (name, module) in stack?.named_children() ?? [])
        {
            var number = char.IsAsciiDigit(name[^1]) ? name[^1] : layer;
            if (layer != '\0' && number != layer)
                layers.Add(current.flatten(1));
            layer = number;
            current = ((Module<Tensor, Tensor>)module).call(current);
        }
        if (stack is not null)
            layers.Add(current.flatten(1));
        return current;
    }
}
