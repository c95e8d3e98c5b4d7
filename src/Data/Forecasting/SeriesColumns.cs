using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>The columns that a forecaster reads.</summary>
/// <param name="Value">The values: float.</param>
/// <param name="Series">Which series a row belongs to: text or a key of uint; null if there is only one.</param>
/// <param name="Time">When: date and time, with or without an offset; null to trust the order of the rows.</param>
/// <param name="Past">Further columns whose future is not known: float.</param>
/// <param name="Future">Further columns whose future is known: float.</param>
/// <param name="Clock">
/// Of times with an offset: the ticks from UTC to the clock by which all are read; null reads each by the clock of its own offset.
/// </param>
/// <param name="Names">
/// The values behind the series' keys in training, in key order; null if there are no keys, or no values that tell them apart.
/// </param>
internal sealed record SeriesColumns(
    string Value, string? Series, string? Time, string[] Past, string[] Future, string[]? Names = null, long? Clock = null)
{
    /// <summary>Further columns, in the order in which observations hold them.</summary>
    public IEnumerable<string> Extras => Past.Concat(Future);

    /// <summary>Every column read.</summary>
    public IEnumerable<string> All => new[] { Value, Series, Time }.OfType<string>().Concat(Extras);

    /// <summary>Why a horizon beyond the trained one cannot be forecast; null if it can.</summary>
    /// <param name="horizon">The horizon wanted.</param>
    /// <param name="trained">The horizon trained.</param>
    public string? TooFar(int horizon, int trained) => Past.Length == 0 || horizon <= trained
        ? null
        : $"The horizon is {horizon}; it must be in [1, {trained}], as trained, for a model with past columns ({string.Join(", ", Past)}): "
            + "beyond it their future would be needed.";

    /// <summary>The same columns, with the values behind the series' keys as the names of the series.</summary>
    /// <param name="schema">The schema of the training data, checked.</param>
    public SeriesColumns Named(DataViewSchema schema)
    {
        var names = Series is null ? null : SeriesCells.NamesOf(schema[Series]);
        return this with
        {
            Names = names is not null
            && names.All(name => name.Length > 0) && names.Distinct().Count() == names.Length ? names : null
        };
    }

    /// <summary>The same columns, with the clock by which times with an offset are read.</summary>
    /// <remarks>
    /// Days, months and longer steps are those of the clock on the wall, so a change to summer time between them is none; where several
    /// times lie in a day, an hour that the wall's clock shows twice must not come twice.
    /// </remarks>
    /// <param name="data">The training data, checked.</param>
    public SeriesColumns Clocked(IDataView data)
    {
        if (Time is null || data.Schema[Time].Type is not DateTimeOffsetDataViewType)
            return this;
        using var cursor = data.GetRowCursor([data.Schema[Time]]);
        var time = cursor.GetGetter<DateTimeOffset>(data.Schema[Time]);
        var first = default(DateTimeOffset?);
        while (cursor.MoveNext())
        {
            var value = default(DateTimeOffset);
            time(ref value);
            first ??= value;
            if (value.TimeOfDay != first.Value.TimeOfDay)
                return this with { Clock = first.Value.Offset.Ticks };
        }
        return this with { Clock = null };
    }

    /// <summary>Checks a concrete schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Columns are missing or of another type; each is named.</exception>
    public void Check(DataViewSchema schema) => Check(schema.Where(c => !c.IsHidden).Select(c => c.Name), name =>
        schema.GetColumnOrNull(name) is { } column
            ? (IsNumber(column.Type), SeriesCells.IsTime(column.Type), SeriesCells.IsSeries(column.Type), column.Type.ToString()!)
            : null);

    /// <summary>Checks the shape of a schema.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Columns are missing or of another type; each is named.</exception>
    public void Check(SchemaShape shape) => Check(shape.Select(c => c.Name), name =>
    {
        var matches = shape.Where(column => column.Name == name).ToArray();
        if (matches.Length == 0)
            return null;
        var text = SchemaShapes.Describe(matches[^1]);
        var scalar = matches[^1].Kind == SchemaShape.Column.VectorKind.Scalar;
        var type = matches[^1].ItemType;
        var plain = scalar && !matches[^1].IsKey;
        return (
            plain && IsNumber(type), plain && SeriesCells.IsTime(type), (plain && type is TextDataViewType) || text == "Key<UInt32>", text);
    });

    /// <summary>Goes once over the data and hands out the observations in the order of the rows.</summary>
    public IEnumerable<SeriesObservation> Read(IDataView data)
    {
        using var cursor = data.GetRowCursor(All.Distinct().Select(name => data.Schema[name]));
        var read = Reader(cursor);
        while (cursor.MoveNext())
            yield return read();
    }

    /// <summary>A function that reads the observation at the row's current position.</summary>
    /// <exception cref="InvalidOperationException">
    /// A value is infinite, a further column or a series is missing, or a key is beyond those of training.
    /// </exception>
    public Func<SeriesObservation> Reader(DataViewRow row)
    {
        var value = row.GetGetter<float>(row.Schema[Value]);
        var series = Series is null ? () => "" : SeriesCells.Name(row, row.Schema[Series], Names);
        var time = Time is null ? null : SeriesCells.Ticks(row, row.Schema[Time], Clock);
        var names = Extras.ToArray();
        var extras = Array.ConvertAll(names, name => row.GetGetter<float>(row.Schema[name]));
        return () =>
        {
            var number = 0f;
            value(ref number);
            if (float.IsInfinity(number))
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Column '{Value}' is {number} in row {row.Position} (counted from 0). Filter or clip such rows first."));
            float[] further = extras.Length == 0 ? [] : new float[extras.Length];
            for (var i = 0; i < further.Length; i++)
            {
                extras[i](ref further[i]);
                if (!float.IsFinite(further[i]))
                    throw new InvalidOperationException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"Column '{names[i]}' is {further[i]} in row {row.Position} (counted from 0). Fill it first "
                            + $"(ReplaceMissingValues)."));
            }
            return new SeriesObservation(series(), number, time?.Invoke(), further, row.Position);
        };
    }

    private void Check(IEnumerable<string> present, Func<string, (bool Number, bool Time, bool Series, string Actual)?> find)
    {
        var faults = new SchemaFaults();
        Require("input", Value, "Single", found => found.Number);
        if (Series is not null)
            Require("series", Series, "String or Key<UInt32>", found => found.Series);
        if (Time is not null)
            Require("time", Time, "DateTime or DateTimeOffset", found => found.Time);
        foreach (var name in Extras)
            Require("feature", name, "Single", found => found.Number);
        faults.ThrowIfAny();

        void Require(string role, string name, string expected, Func<(bool Number, bool Time, bool Series, string Actual), bool> fits)
        {
            if (find(name) is not { } found)
                faults.Missing(role, name, present);
            else if (!fits(found))
                faults.Mismatch(role, name, expected, found.Actual, role switch
                {
                    "series" => SchemaRemedies.Conversion(name, found.Actual, DataKind.String),
                    "time" => SchemaRemedies.Conversion(name, found.Actual, DataKind.DateTime),
                    _ => SchemaRemedies.Conversion(name, found.Actual, DataKind.Single),
                });
        }
    }

    private static bool IsNumber(DataViewType type) => type.Equals(NumberDataViewType.Single);
}
