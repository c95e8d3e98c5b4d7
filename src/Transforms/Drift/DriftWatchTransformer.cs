using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Knows how the columns were distributed that the chain it stands in was fitted to, and sets other rows beside them. Rows pass as they
/// are.
/// </summary>
[ArchiveKind("DriftWatch", version: 1)]
public sealed class DriftWatchTransformer : NetworkTransformer, IArchived<DriftWatchTransformer, DriftDescription, NoWeights>
{
    private readonly DriftDescription _description;

    internal DriftWatchTransformer(IHostEnvironment environment, DriftDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => _description = description;

    /// <summary>True: rows pass as they are.</summary>
    public override bool IsRowToRowMapper => true;

    private protected override string InsteadOfOnnx => "It serves reports only: convert a chain without it, and keep it with ml.Model.Save";

    /// <summary>Sets rows beside those of the training.</summary>
    /// <param name="data">Rows as they come to this place of the chain; they are read once.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that is watched is missing or of another kind.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a number is infinite.</exception>
    public DriftReport Compare(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckAlive();
        Check(data.Schema);
        var columns = _description.Columns.Select(column => data.Schema[column.Name]).ToArray();
        using var cursor = data.GetRowCursor(columns);
        var tallies = _description.Columns.Select(column => Array.ConvertAll(column.Profiles, profile => profile.Tally())).ToArray();
        var readers = columns.Select((column, i) => Reader(cursor, column, tallies[i])).ToArray();
        var rows = 0L;
        for (; cursor.MoveNext(); rows++)
            foreach (var read in readers)
                read();
        if (rows == 0)
            throw new InvalidOperationException("There are no rows to compare with those of the training.");
        var drifts = _description.Columns.SelectMany(
            (column, i) => column.Profiles.Zip(tallies[i], (then, now) => DriftMeasures.Compare(then, now, _description.Options)));
        return new DriftReport(_description.Columns[0].Profiles[0].Counts.Sum(), rows, [.. drifts]);
    }

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Check(inputSchema);
        return inputSchema;
    }

    /// <summary>The same rows.</summary>
    /// <param name="input">Rows with the columns that are watched.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that is watched is missing or of another kind.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive();
        Check(input.Schema);
        return WithoutOnnx(input, input);
    }

    /// <inheritdoc/>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        CheckAlive();
        return new SameRows(GetOutputSchema(inputSchema));
    }

    /// <summary>What counts the values of a row.</summary>
    internal static Action Reader(DataViewRow row, DataViewSchema.Column column, DriftTally[] tallies)
    {
        if (DriftColumn.IsCategory(column.Type))
        {
            var text = DriftColumn.Text(row, column);
            return () => tallies[0].Add(text());
        }
        var read = SeriesNumbersColumn.Reader(row, column);
        var values = new double[tallies.Length];
        return () =>
        {
            read(values);
            for (var slot = 0; slot < values.Length; slot++)
                tallies[slot].Add(values[slot]);
        };
    }

    static DriftWatchTransformer IArchived<DriftWatchTransformer, DriftDescription, NoWeights>.From(
        DriftDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    private void Check(DataViewSchema schema) => SchemaFaults.Check(schema, _description.Columns.Select(
        column => column.Profiles[0].Categories is null
            ? (InputColumn)new SeriesNumbersColumn(column.Name, "input", single: false, booleans: true, column.Profiles.Length)
            : new SeriesNameColumn(column.Name)));

    private sealed class SameRows(DataViewSchema schema) : IRowToRowMapper
    {
        public DataViewSchema InputSchema => schema;

        public DataViewSchema OutputSchema => schema;

        public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) => dependingColumns;

        public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => input;
    }
}
