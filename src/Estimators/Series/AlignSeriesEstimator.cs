using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Brings rows of many metrics, which come at any time, onto one clock. It learns nothing.</summary>
/// <remarks>
/// Input: date and time, with or without an offset; on request the series; numbers and booleans, one a row. Output: time, series and these
/// columns alone, a row for each step of each series from its first to its last; NaN (of a boolean: no) where a step has no value.
/// </remarks>
public sealed class AlignSeriesEstimator : IEstimator<AlignSeriesTransformer>
{
    private readonly IHost _host;
    private readonly AlignSeriesOptions _options;

    internal AlignSeriesEstimator(IHostEnvironment environment, AlignSeriesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _host = environment.Register("AlignSeries");
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var description = Describe(inputSchema);
        SchemaFaults.Check(inputSchema, description.Inputs());
        var columns = new List<SchemaShape.Column> { inputSchema.Last(column => column.Name == description.Time) };
        if (description.Series is { } series)
            columns.Add(inputSchema.Last(column => column.Name == series));
        columns.AddRange(description.Columns.Select(column => SchemaShapes.Column(column.Name, column.Type)));
        return new SchemaShape(columns);
    }

    /// <summary>Checks the columns.</summary>
    /// <param name="input">Data with the columns; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public AlignSeriesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var channel = _host.Start("Fitting");
        var shape = new SchemaShape(input.Schema.Where(column => !column.IsHidden).Select(c => SchemaShapes.Column(c.Name, c.Type)));
        var description = Describe(shape);
        SchemaFaults.Check(input.Schema, description.Inputs());
        return new AlignSeriesTransformer(_host, description, description.CreateNetwork(), CPU);
    }

    private AlignDescription Describe(SchemaShape shape)
    {
        var columns = _options.MetricColumnName is null
            ? Names(shape).Select(name => Column(name, shape.FirstOrDefault(column => column.Name == name)))
            : _options.Metrics.Select(name => Column(name, shape.FirstOrDefault(column => column.Name == _options.ColumnNames[0])));
        AlignedColumn[] aligned = [.. columns];
        if (_options.Aggregates.Keys.FirstOrDefault(name => !aligned.Any(column => column.Name == name)) is { } unknown)
            throw new ArgumentException(
                $"{nameof(AlignSeriesOptions.Aggregates)} names '{unknown}', which is no column of the clock: "
                + $"those are {string.Join(", ", aligned.Select(column => column.Name))}.");
        return new AlignDescription(
            _options.TimeColumnName, _options.SeriesColumnName, _options.MetricColumnName,
            _options.MetricColumnName is null ? null : _options.ColumnNames[0], _options.Every.Ticks, aligned, _options.Order,
            _options.EqualTimes, _options.MaximumGap);
    }

    private AlignedColumn Column(string name, SchemaShape.Column found) => AlignedColumn.Of(
        name, found.ItemType ?? NumberDataViewType.Single,
        _options.Aggregates.TryGetValue(name, out var asked) ? asked : null, _options.Aggregate);

    private IReadOnlyList<string> Names(SchemaShape shape)
    {
        if (_options.ColumnNames.Count > 0)
            return _options.ColumnNames;
        var any = new SeriesNumbersColumn("", "input", single: true, booleans: true);
        string?[] others = [_options.TimeColumnName, _options.SeriesColumnName];
        var names = shape.Where(any.Accepts).Select(column => column.Name).Except(others.OfType<string>()).ToArray();
        return names.Length > 0 ? names : throw new ArgumentOutOfRangeException(
            nameof(shape), $"Could not find input columns of numbers or booleans beside '{_options.TimeColumnName}': there are "
                + $"{string.Join(", ", shape.Select(column => column.Name))}.");
    }
}
