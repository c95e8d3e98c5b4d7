using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML;

/// <summary>
/// Makes rates of counters that only ever count up: by how much each has grown since it was last read, for a row or for a length of time.
/// </summary>
/// <remarks>
/// A counter that is lower than before has wrapped around, if it was within a tenth of its largest value and begins within a tenth of 0:
/// then what it has counted across the border is its growth. Otherwise it was reset, and has counted from 0: its growth is its value. The
/// first value of a series has nothing before it. A missing value (NaN) has no rate; the growth over a gap is shared by the rows, or by the
/// time, since the last value. A column of float holds whole numbers up to 16,777,216 only: read large counters as double.
/// </remarks>
[SavedAs("counter-differences")]
public sealed record CounterDifferences : SeriesOperation
{
    private const double NearBorder = 0.1;

    private static readonly double[] Borders = [.. new[] { 15, 16, 31, 32, 63, 64 }.Select(bits => Math.Pow(2, bits))];

    /// <summary>The time for which a rate is: a second makes growth per second.</summary>
    /// <value>Above 0, and needs a time column; null (the default) is the growth for a row.</value>
    public TimeSpan? Per { get; init; }

    /// <summary>The number at which a counter begins again at 0: 65,536 for one of 16 bits, 1,000,000 for a meter of six digits.</summary>
    /// <value>
    /// Above 0, or 0 for counters that never do, so that every fall is a reset; null (the default) finds it: 2 to the power of 15, 16, 31,
    /// 32, 63 or 64, the first that is above the value before.
    /// </value>
    public double? WrapsAt { get; init; }

    /// <summary>What stands in the first row of a series.</summary>
    /// <value>A finite number, or NaN (the default), which is missing.</value>
    public double Initial { get; init; } = double.NaN;

    /// <summary>
    /// Name of a column that tells where a counter fell: of the output's type, 1 for a reset, 2 for a wrap-around, 0 for others.
    /// </summary>
    /// <value>Null (the default) adds none.</value>
    public string? BreakColumnName { get; init; }

    internal override string? NeedsTimeFor => Per is null ? null : nameof(Per);

    internal override IEnumerable<string?> FurtherColumns => [BreakColumnName];

    internal override void Validate(PartFaults faults)
    {
        if (Per is { } per && per <= TimeSpan.Zero)
            faults.Add(nameof(Per), per, "above 0, or null for the growth for a row");
        if (WrapsAt is { } border && !(border >= 0 && double.IsFinite(border)))
            faults.Add(nameof(WrapsAt), border, "at least 0 and finite, or null to be found");
        if (double.IsInfinity(Initial))
            faults.Add(nameof(Initial), Initial, "a finite number or NaN");
        SeriesLimits.Name(faults, BreakColumnName, nameof(BreakColumnName));
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector) =>
        BreakColumnName is null ? [Like(output, slots, isVector)] : [Like(output, slots, isVector), Like(BreakColumnName, slots, isVector)];

    internal override SeriesSurvey Survey(int slots) => new CounterSurvey(this, slots);

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Counting(this, series, place);

    /// <summary>By how much a counter has grown, and whether it fell: 0 for no, 1 for a reset, 2 for a wrap-around.</summary>
    internal (double Growth, int Break) Growth(double before, double now)
    {
        if (now >= before)
            return (now - before, 0);
        var border = WrapsAt ?? Array.Find(Borders, border => border > before);
        return before < border && before >= (1 - NearBorder) * border && now <= NearBorder * border
            ? (border - before + now, 2)
            : (now, 1);
    }

    private sealed class Counting(CounterDifferences options, string series, SeriesPlace place) : SeriesState
    {
        private readonly (double Value, long Ticks, long Row)?[] _last = new (double, long, long)?[place.Slots];
        private long _rows;

        public override void Take(SeriesRow row)
        {
            var number = _rows++;
            for (var slot = 0; slot < place.Slots; slot++)
            {
                var value = row.Values[slot];
                row.Answers[slot] = double.IsNaN(value) ? float.NaN : (float)options.Initial;
                if (double.IsNaN(value))
                    continue;
                if (value < 0)
                    throw new InvalidOperationException(FormattableString.Invariant(
                        $"{place.Of(slot, series)} is {value} in row {row.Number} (counted from 0): a counter is never below 0. ")
                        + "Difference counters only; values that fall as well as rise need none (RollingStatistics has their slope).");
                if (_last[slot] is { } last)
                {
                    var (growth, fall) = options.Growth(last.Value, value);
                    var span = options.Per is { } per ? (row.Ticks - last.Ticks) / (double)per.Ticks : number - last.Row;
                    row.Answers[slot] = (float)(growth / span);
                    if (options.BreakColumnName is not null)
                        row.Answers[place.Slots + slot] = fall;
                }
                _last[slot] = (value, row.Ticks, number);
            }
            row.IsKnown = true;
        }
    }
}
