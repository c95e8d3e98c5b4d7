using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The sizes and functions that rebuild a <see cref="MultilayerPerceptronNetwork"/>.</summary>
/// <param name="InputSize">Numbers per row.</param>
/// <param name="HiddenSizes">Widths of the hidden layers; none gives a linear network.</param>
/// <param name="OutputSize">Numbers in the answer.</param>
/// <param name="HiddenActivation">Function of the hidden layers.</param>
/// <param name="ActivationSlope">Parameter of that function; null for the usual value.</param>
/// <param name="Dropout">Share of hidden values dropped in training.</param>
/// <param name="BatchNormalization">Whether hidden sums are normalized over the batch.</param>
/// <param name="Scaling">What is done with the inputs first.</param>
/// <param name="ReadsSparse">Whether most inputs are 0 and the first layer reads the others only.</param>
/// <param name="Table">How the inputs become numbers for the first layer; null where they are these.</param>
internal sealed record MultilayerPerceptronArchitecture(
    int InputSize, int[] HiddenSizes, int OutputSize, Activation HiddenActivation, double? ActivationSlope = null, double Dropout = 0,
    bool BatchNormalization = false, ScalingForm Scaling = ScalingForm.None, bool ReadsSparse = false, TableArchitecture? Table = null);

/// <summary>Fully connected layers; the last one is linear, so that its answers are logits or numbers.</summary>
internal sealed class MultilayerPerceptronNetwork
    : Module<Tensor, Tensor>, IHasArchitecture, ICountsWork, IKnowsLargestProduct, ILayeredNetwork, IFeatureNetwork, IDenseNetwork
{
    private readonly MultilayerPerceptronArchitecture _architecture;
    [ComponentName(Name = "table")] private readonly TableLayer? table;
    [ComponentName(Name = "scaling")] private readonly ColumnScaling? scaling;
    [ComponentName(Name = "layers")] private readonly Sequential layers;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public MultilayerPerceptronNetwork(MultilayerPerceptronArchitecture architecture) : base("MultilayerPerceptron")
    {
        _architecture = architecture;
        if (architecture.Table is not null)
            table = new TableLayer(architecture.Table, architecture.Scaling);
        else if (architecture.Scaling != ScalingForm.None)
            scaling = new ColumnScaling(architecture.InputSize, architecture.Scaling);
        int[] sizes = [architecture.Table?.OutputSize ?? architecture.InputSize, .. architecture.HiddenSizes, architecture.OutputSize];
        layers = DenseStack.Create(
            sizes, architecture.HiddenActivation, Activation.Identity, architecture.ActivationSlope, architecture.Dropout,
            architecture.BatchNormalization, architecture.ReadsSparse);
        RegisterComponents();
    }

    // A number that is met where it lies, and a row of weights that is moved for it, take so much longer than one among many in a row.
    private const int CostOfSparse = 24;

    /// <inheritdoc/>
    public object Architecture => _architecture;

    /// <summary>What is done with the inputs first; null for nothing.</summary>
    public ColumnScaling? Scaling => table is null ? scaling : table.Scaling;

    /// <summary>What makes numbers of the columns of a table; null where rows are numbers.</summary>
    public TableLayer? Table => table;

    /// <summary>The linear layers, from the input inwards.</summary>
    public IReadOnlyList<Linear> Layers => [.. layers.children().OfType<Linear>()];

    /// <summary>The layers by their parts, from the input inwards.</summary>
    public IReadOnlyList<DenseStackLayer> Parts => DenseStack.Layers(layers);

    /// <summary>The modules that end the hidden layers.</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> HiddenEnds => DenseStack.EndsOf(layers);

    /// <inheritdoc/>
    public long LargestProduct => Layers.Select(layer => layer.weight!.numel()).DefaultIfEmpty(1).Max();

    /// <inheritdoc/>
    public double MultiplicationsPerRow(Tensor sample)
    {
        var all = (double)parameters().Sum(weight => weight.numel());
        foreach (var category in _architecture.Table?.Categories ?? [])
            all -= (category.Count + 1.0) * category.Size; // a row of them is looked up
        if (!sample.is_sparse)
            return all;
        using var values = sample.SparseValues;
        var outputs = (double)(_architecture.HiddenSizes is [var first, ..] ? first : _architecture.OutputSize);
        return all - (outputs * (_architecture.InputSize - (CostOfSparse * values.numel() / sample.size(0))));
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> LayerNames => DenseStack.NamesOf(_architecture.HiddenSizes.Length);

    /// <inheritdoc/>
    public int FeatureLayer => Math.Max(0, _architecture.HiddenSizes.Length - 1);

    /// <inheritdoc/>
    public Tensor OutputOf(IReadOnlyList<Tensor> inputs, int layer) => DenseStack.OutputOf(layers, Read(inputs[0]), layer);

    /// <inheritdoc/>
    public IReadOnlyList<Sequential>? Stacks => table is null ? [layers] : null;

    /// <inheritdoc/>
    public Tensor ReadByLayers(Tensor input) => Read(input);

    /// <inheritdoc/>
    public int? FeatureCount => _architecture.HiddenSizes is [.., var last] ? last : null;

    /// <inheritdoc/>
    public Tensor FeaturesOf(Tensor rows, Tensor? lengths) => DenseStack.OutputOf(layers, Read(rows), FeatureLayer);

    /// <inheritdoc/>
    public Tensor AnswerTo(Tensor features) => Layers[^1].call(features);

    /// <summary>The answer to each row.</summary>
    /// <param name="input">(batch, input), sparse or not.</param>
    /// <returns>(batch, output).</returns>
    public override Tensor forward(Tensor input) => layers.call(Read(input));

    private Tensor Read(Tensor input) => (table ?? (Module<Tensor, Tensor>?)scaling)?.call(input) ?? input;
}
