using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Measures shape, colour and edges of pictures, as features for ML.NET's own trainers. It learns nothing.</summary>
/// <remarks>
/// Input: an <see cref="MLImage"/> of one size, or a vector of float with height, width and channels, one plane after the other. Output: a
/// vector of float whose slots have names: Area, Perimeter, Hu1 …, Red0 …, Hog1 ….
/// </remarks>
public sealed class ImageDescriptorsEstimator : IEstimator<ImageDescriptorsTransformer>
{
    private readonly IHost _host;
    private readonly ImageDescriptorsOptions _options;
    private readonly string _output;
    private readonly string _input;

    internal ImageDescriptorsEstimator(IHostEnvironment environment, string output, string? input, ImageDescriptorsOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("ImageDescriptors");
        (_options, _output, _input) = (options, output, input ?? output);
    }

    private ImageColumn Pictures => new(_input, "input", _options.Format);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Pictures]);
        var names = SchemaShapes.Column(
            AnnotationNames.SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);
        return SchemaShapes.With(inputSchema, [SchemaShapes.Column(
            _output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false, [names])]);
    }

    /// <summary>Checks the pictures' size.</summary>
    /// <param name="input">Data with the pictures; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">The pictures have no size, or are too small for the squares of directions.</exception>
    public ImageDescriptorsTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start("Fitting");
        var device = TrainingDevice.Of(_host, channel);
        var format = Pictures.SizedBy(input).Format;
        var architecture = _options.ArchitectureFor(format);
        return new ImageDescriptorsTransformer(
            _host, new DescriptorDescription(_output, _input, format, architecture), new DescriptorNetwork(architecture), device);
    }
}
