using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace DeepML;

/// <summary>Makes one picture of another by classic operations. It learns nothing.</summary>
/// <remarks>
/// Input: an <see cref="MLImage"/> of one size, or a vector of float with height, width and channels, one plane after the other. Output:
/// the same kind of column; numbers outside [0, 1] are cut off where pictures come out, and kept where vectors do.
/// </remarks>
public sealed class FilterImageEstimator : IEstimator<FilterImageTransformer>
{
    private readonly IHost _host;
    private readonly FilterImageOptions _options;
    private readonly string _output;
    private readonly string _input;

    internal FilterImageEstimator(IHostEnvironment environment, string output, string? input, FilterImageOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("FilterImage");
        (_options, _output, _input) = (options, output, input ?? output);
    }

    private ImageColumn Pictures => new(_input, "input", _options.Format);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Pictures]);
        var column = inputSchema.Last(c => c.Name == _input);
        if (column.ItemType is not ImageDataViewType image)
            return SchemaShapes.With(inputSchema, [SchemaShapes.Column(
                _output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false)]);
        var shape = new LayerShape(
            Math.Max(_options.Channels, 1), Math.Max(_options.Height, image.Height), Math.Max(_options.Width, image.Width));
        var filtered = _options.Filters.Aggregate(shape, (before, filter) => filter.OutputOf(before));
        DataViewType type = filtered.Height > 0 && filtered.Width > 0
            ? new ImageDataViewType(filtered.Height, filtered.Width)
            : new ImageDataViewType();
        return SchemaShapes.With(inputSchema, [SchemaShapes.Column(_output, type)]);
    }

    /// <summary>Checks the pictures' size.</summary>
    /// <param name="input">Data with the pictures; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">The pictures have no size, or do not fit a filter.</exception>
    public FilterImageTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start("Fitting");
        var device = TrainingDevice.Of(_host, channel);
        var format = Pictures.SizedBy(input).Format;
        var architecture = new FilterArchitecture(format.Channels, format.Height, format.Width, [.. _options.Filters]);
        var isImage = input.Schema[_input].Type is ImageDataViewType;
        var description = new FilterDescription(_output, _input, format, isImage, architecture);
        return new FilterImageTransformer(_host, description, new FilterNetwork(architecture), device);
    }
}
