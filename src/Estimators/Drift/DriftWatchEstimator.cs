using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Learns how columns are distributed, so that later rows can be set beside them (<see cref="DriftWatchTransformer.Compare"/>).
/// </summary>
/// <remarks>Input: numbers, one a row or vectors of known size, booleans, texts or keys. Nothing is added: rows pass as they are.</remarks>
public sealed class DriftWatchEstimator : IEstimator<DriftWatchTransformer>
{
    private readonly IHost _host;
    private readonly DriftOptions _options;
    private readonly string[] _columns;

    internal DriftWatchEstimator(IHostEnvironment environment, IReadOnlyList<string> columns, DriftOptions options)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults();
        if (columns.Count == 0 || columns.Any(string.IsNullOrEmpty) || columns.Distinct().Count() < columns.Count)
            faults.Add("columnNames", $"[{string.Join(", ", columns)}]", "a list of at least one name, each once");
        options.Validate(new PartFaults(nameof(options), faults.Add));
        faults.ThrowIfAny(nameof(options));
        (_columns, _options) = ([.. columns], options);
        _host = environment.Register("WatchDrift");
    }

    private IEnumerable<InputColumn> Inputs => _columns.Select(name => new DriftColumn(name));

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Inputs);
        return inputSchema;
    }

    /// <summary>Counts the values of each column; reads the rows once.</summary>
    /// <param name="input">The rows of the training; the columns that are watched are kept in memory while it runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a number is infinite.</exception>
    public DriftWatchTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Inputs);
        using var channel = _host.Start("Fitting");
        var columns = _columns.Select(name => input.Schema[name]).ToArray();
        using var cursor = input.GetRowCursor(columns);
        var readers = columns.Select(column => DriftValues.Of(cursor, column)).ToArray();
        var rows = 0L;
        for (; cursor.MoveNext(); rows++)
            foreach (var reader in readers)
                reader.Read();
        if (rows == 0)
            throw new InvalidOperationException("There are no rows to learn from: the data were read to their end without finding one.");
        var watched = columns.Select((column, i) => new DriftWatched(column.Name, readers[i].Profiles(_options)));
        var description = new DriftDescription([.. watched], _options);
        return new DriftWatchTransformer(_host, description, description.CreateNetwork(), CPU);
    }
}
