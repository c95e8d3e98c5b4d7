using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted convolutional network: adds Score, PredictedLabel and Probability, and shows what it has learned.</summary>
[ArchiveKind("ConvolutionalNetwork", version: 1)]
public sealed class ConvolutionalNetworkTransformer
    : PredictionTransformer, IArchived<ConvolutionalNetworkTransformer, ConvolutionalDescription, ConvolutionalNetwork>
{
    private readonly ConvolutionalNetwork _network;
    private readonly ImageInput _input;
    private readonly Lazy<PicturePass?> _rowPass;

    internal ConvolutionalNetworkTransformer(
        IHostEnvironment environment, ConvolutionalDescription description, ConvolutionalNetwork network, Device device)
        : base(
            environment, description, network, device, description.Head,
            description.InputAs(null),
            network.call)
    {
        _input = (ImageInput)Inputs[0];
        _network = network;
        _rowPass = new Lazy<PicturePass?>(() => PicturePass.Of(network));
    }

    /// <summary>Names of the layers, from the pictures to the answer.</summary>
    public IReadOnlyList<string> LayerNames => [.. _network.Plan.Layers.Select(layer => layer.Name)];

    /// <summary>Number of blocks, the answer's included: freezing counts them.</summary>
    public int BlockCount => _network.Plan.BlockCount;

    internal override Func<ScoreRow>? CreateRowPass => _rowPass.Value is { } pass ? () => PredictionRow.Create(pass, Predictions) : null;

    internal ConvolutionalPlan Plan => _network.Plan;

    internal ImageFormat Format => _input.Format;

    /// <summary>A table of the layers: block, name, what it does, output shape, parameters.</summary>
    public override string Summary() => _network.Plan.Summary();

    /// <summary>Writes the weights in the safetensors format, to start other networks from.</summary>
    /// <param name="path">The file; one of the same name is replaced.</param>
    /// <param name="includeHead">Whether the layer that gives the answer goes with the others.</param>
    /// <exception cref="ObjectDisposedException">The transformer has been disposed.</exception>
    public void SaveWeights(string path, bool includeHead)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var use = Use();
        var head = LayerNames[^1] + ".";
        var kept = NamedWeights.Where(weight => includeHead || !weight.Key.StartsWith(head, StringComparison.Ordinal)).ToDictionary();
        using var file = new BinaryWriter(File.Create(path));
        SafeTensors.Write(file, kept);
    }

    /// <summary>What a layer makes of a picture, one grey picture per channel.</summary>
    /// <param name="data">Data with the feature column.</param>
    /// <param name="layerName">One of <see cref="LayerNames"/> whose output is a picture.</param>
    /// <param name="row">The row to look at, from 0.</param>
    /// <returns>One picture per channel, with the layer's own numbers: see <see cref="Picture.Stretched"/>.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or its output is no picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type, or there is no such row.</exception>
    /// <exception cref="InvalidOperationException">The picture cannot be read.</exception>
    public IReadOnlyList<Picture> FeatureMaps(IDataView data, string layerName, long row = 0)
    {
        using var use = Use();
        var layer = Plan.IndexOf(layerName);
        if (Plan.Layers[layer].Output.IsFlat)
            throw new ArgumentException(
                $"The output of layer '{layerName}' is {Plan.Layers[layer].Output} numbers, no picture.", nameof(layerName));
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return Picture.Channels(_network.OutputOf(Pixels(data, row), layer)[0]);
    }

    /// <summary>The filters of the first convolution: grey, or in colour where it reads three channels.</summary>
    /// <returns>One picture per filter, with the filter's own numbers: see <see cref="Picture.Stretched"/>.</returns>
    /// <exception cref="InvalidOperationException">The network has no convolution among its own layers.</exception>
    public IReadOnlyList<Picture> Filters()
    {
        using var use = Use();
        var layer = Plan.Layers.ToList().FindIndex(l => l.Layer is ConvolutionLayer { Transposed: false });
        if (layer < 0)
            throw new InvalidOperationException("The network has no convolution whose filters could be shown.");
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var weights = _network.ParametersOf(layer).First(p => p.Name.EndsWith("weight", StringComparison.Ordinal)).Parameter;
        return weights.size(1) == 3 ? Picture.Colours(weights) : Picture.Channels(weights.mean([1]));
    }

    /// <summary>
    /// Where in a picture the network sees a class: the last picture-shaped layer's channels, weighted by how much the class's score
    /// grows with each.
    /// </summary>
    /// <param name="data">Data with the feature column.</param>
    /// <param name="row">The row to look at, from 0.</param>
    /// <param name="classIndex">
    /// The class from 0 (yes or no: 0 is no, 1 is yes); null takes the one predicted. Where numbers are predicted there is none: the
    /// map shows what makes the number larger.
    /// </param>
    /// <returns>
    /// A grey picture of the input's size in [0, 1]: Zhou et al., arXiv:1512.04150; for any head Selvaraju et al., arXiv:1610.02391.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such class or row, or the feature column is missing or of another type.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The picture cannot be read, or no layer gives a picture of more than one pixel.
    /// </exception>
    public Picture ClassActivationMap(IDataView data, long row = 0, int? classIndex = null)
    {
        using var use = Use();
        if (classIndex is { } asked && (asked < 0 || asked >= Head.ClassCount))
            throw new ArgumentOutOfRangeException(nameof(classIndex), asked, $"There are {Head.ClassCount} classes, counted from 0.");
        using var scope = NewDisposeScope();
        var layer = Plan.Layers.ToList().FindLastIndex(l => l.Output is { IsFlat: false } and not { Height: 1, Width: 1 });
        if (layer < 0)
            throw new InvalidOperationException(
                "No layer of the network gives a picture of more than one pixel, so there is no place to show.");
        Tensor features;
        using (no_grad())
            features = _network.OutputOf(Pixels(data, row), layer).detach();
        features.requires_grad = true;
        var score = Head.Evidence(_network.AnswerFrom(features.clone(), layer)[0], classIndex); // 0-d, of (answers)
        var gradient = autograd.grad([score], [features])[0];
        using var gradientsOff = no_grad();
        var map = (gradient.mean([2, 3], keepdim: true) * features).sum([1], keepdim: true).relu(); // (1, 1, height, width)
        var large = nn.functional.interpolate(map, [Format.Height, Format.Width], mode: InterpolationMode.Bilinear, align_corners: false);
        return Picture.Channels(large[0])[0].Stretched(from: 0);
    }

    /// <summary>A network of its own with the same weights.</summary>
    internal ConvolutionalNetwork CopyNetwork()
    {
        using var use = Use();
        var copy = new ConvolutionalNetwork(Plan.Architecture);
        TransferredWeights.Copy(NamedWeights, copy, keepHead: true);
        return copy;
    }

    private Tensor Pixels(IDataView data, long row)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        SchemaFaults.Check(data.Schema, Inputs);
        using var cursor = data.GetRowCursor([data.Schema[FeatureColumnName]]);
        for (var i = 0L; i <= row; i++)
            if (!cursor.MoveNext())
                throw new ArgumentOutOfRangeException(nameof(row), row, $"The data have {i} rows.");
        var pixels = new ColumnBlock(_input, 1);
        if (!_input.Bind(cursor, data.Schema[FeatureColumnName])(pixels, 0))
            throw new InvalidOperationException(
                $"The picture of column '{FeatureColumnName}' in row {row} cannot be read: there is nothing to show.");
        var picture = pixels.Tensors(1, Device).Single().Tensor;
        return CurrentScope(picture);
    }

    private static Tensor CurrentScope(Tensor tensor)
    {
        using (tensor)
            return tensor.alias(); // a new tensor of the caller's scope
    }

    private protected override PredictionTransformer With(PredictionHead head) =>
        new ConvolutionalNetworkTransformer(
            Environment, (ConvolutionalDescription)Description with { Head = head }, (ConvolutionalNetwork)Network, Device);

    static ConvolutionalNetworkTransformer IArchived<ConvolutionalNetworkTransformer, ConvolutionalDescription, ConvolutionalNetwork>.From(
        ConvolutionalDescription description, ConvolutionalNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a convolutional network beside its weights.</summary>
internal sealed record ConvolutionalDescription(
    string FeatureColumn, ImageFormat Format, ConvolutionalArchitecture Architecture, PredictionHead Head, TrainingHistory History)
    : IModelDescription<ConvolutionalNetwork>, ILayeredDescription
{
    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) => new ImageInput(name ?? FeatureColumn, "feature", Format);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture, Format);
        Head.Check(Architecture.AnswerSize);
    }

    /// <inheritdoc/>
    public ConvolutionalNetwork CreateNetwork() => Rebuild(Architecture);

    /// <summary>The network of a saved architecture.</summary>
    /// <exception cref="FormatException">Its layers do not fit together.</exception>
    public static ConvolutionalNetwork Rebuild(ConvolutionalArchitecture architecture)
    {
        try
        {
            return new ConvolutionalNetwork(architecture);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The model's layers do not fit together: {e.Message}", e);
        }
    }
}
