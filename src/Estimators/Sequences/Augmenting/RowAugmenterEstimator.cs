using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds changed copies of rows to training data. It learns nothing.</summary>
/// <remarks>
/// Input: texts, or vectors of float of known size or not. Output: no column, but more rows (and a column that marks them on request).
/// Append it with <c>TransformerScope.Training</c>, or without: only the rows that it is fitted to get company.
/// </remarks>
public sealed class RowAugmenterEstimator : IEstimator<RowAugmenterTransformer>
{
    private readonly IHost _host;
    private readonly string _column;
    private readonly RowAugmentation _augmentation;

    internal RowAugmenterEstimator(IHostEnvironment environment, string columnName, RowAugmentation augmentation)
    {
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        (_column, _augmentation) = (columnName, augmentation);
        var faults = new OptionFaults();
        augmentation.Validate(new PartFaults(augmentation.GetType().Name, faults.Add));
        if (augmentation.MarkerColumnName == columnName)
            faults.Add(
                $"{augmentation.GetType().Name}.{nameof(augmentation.MarkerColumnName)}", $"\"{columnName}\"",
                "another name than that of the column that is changed");
        faults.ThrowIfAny("options");
        _host = environment.Register("RowAugmenter");
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [_augmentation.Column(_column)]);
        return _augmentation.MarkerColumnName is { } marker
            ? SchemaShapes.With(inputSchema, [SchemaShapes.Column(marker, BooleanDataViewType.Instance)])
            : inputSchema;
    }

    /// <summary>Notes the view, whose rows get copies.</summary>
    /// <param name="input">The training rows; none is read before copies are asked for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of another type.</exception>
    public RowAugmenterTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [_augmentation.Column(_column)]);
        var description = new RowAugmenterDescription(_column, _augmentation, _augmentation.Seed ?? _host.Rand.Next());
        return new RowAugmenterTransformer(_host, description, description.CreateNetwork(), CPU, input);
    }
}
