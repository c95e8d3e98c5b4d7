using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace DeepML;

/// <summary>Adds the output of a layer of a convolutional network as features. It learns nothing: the weights are given.</summary>
public sealed class ConvolutionalFeaturesEstimator : IEstimator<ConvolutionalFeaturesTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string _input;
    private readonly string? _layer;
    private readonly ConvolutionalNetworkTransformer? _model;
    private readonly ConvolutionalFeaturesOptions? _options;

    internal ConvolutionalFeaturesEstimator(
        IHostEnvironment environment, string output, string? input, ConvolutionalNetworkTransformer model, string? layer)
        : this(environment, output, input, layer)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (layer is not null)
            model.Plan.IndexOf(layer);
        _model = model;
    }

    internal ConvolutionalFeaturesEstimator(
        IHostEnvironment environment, string output, string? input, ConvolutionalFeaturesOptions options)
        : this(environment, output, input, Checked(options).LayerName) => _options = options;

    private ConvolutionalFeaturesEstimator(IHostEnvironment environment, string output, string? input, string? layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        _host = environment.Register("ConvolutionalFeatures");
        _output = output;
        _input = input ?? output;
        _layer = layer;
    }

    private ImageColumn Pictures => new(_input, "input", Format);

    private ImageFormat Format => _model?.Format ?? _options!.Network.Format;

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Pictures]);
        var features = SchemaShapes.Column(_output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);
        return SchemaShapes.With(inputSchema, [features]);
    }

    /// <summary>Checks the pictures' size and loads the network.</summary>
    /// <param name="input">Data with the pictures; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">A layer does not fit the pictures, or the weights belong to another network.</exception>
    /// <exception cref="FileNotFoundException">There is no such file of weights.</exception>
    /// <exception cref="FormatException">The file of weights is damaged.</exception>
    public ConvolutionalFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start("Loading");
        var device = TrainingDevice.Of(_host, channel);
        var column = Pictures.SizedBy(input);
        var network = _model is not null ? _model.CopyNetwork() : Load(column.Format);
        var layer = _layer ?? network.Plan.Layers[^2].Name;
        var description = new ConvolutionalFeaturesDescription(_output, column.Name, column.Format, layer, network.Plan.Architecture);
        return new ConvolutionalFeaturesTransformer(_host, description, network.to(device), device);
    }

    private ConvolutionalNetwork Load(ImageFormat format) => BackboneFile.Load(
        _options!.WeightsFile, answerSize => _options.Network.ArchitectureFor(format, answerSize).WithoutHeads());

    private static ConvolutionalFeaturesOptions Checked(ConvolutionalFeaturesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
