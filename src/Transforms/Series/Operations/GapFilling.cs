using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML;

/// <summary>Fills missing values (NaN) of evenly spaced rows, and marks what was filled.</summary>
[SavedAs("gap-filling")]
public sealed record GapFilling : SeriesOperation
{
    /// <summary>What is filled in.</summary>
    /// <value>The default is <see cref="GapFillMethod.Linear"/>.</value>
    public GapFillMethod Method { get; init; } = GapFillMethod.Linear;

    /// <summary>Rows on end that are filled at most: what stays missing was missing for long.</summary>
    /// <value>In [1, 1,000,000]; the default is 12.</value>
    public int Limit { get; init; } = 12;

    /// <summary>Rows of a season.</summary>
    /// <value>In [1, 1,000,000]; needed for <see cref="GapFillMethod.Seasonal"/>, and only there; null (the default) otherwise.</value>
    public int? Period { get; init; }

    /// <summary>Name of a column that tells which values were filled: of the output's type, 1 for filled, 0 for others.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? MarkColumnName { get; init; }

    internal override bool LooksAhead => Method == GapFillMethod.Linear;

    internal override IEnumerable<string?> FurtherColumns => [MarkColumnName];

    internal override void Validate(PartFaults faults)
    {
        faults.Defined(Method, nameof(Method));
        faults.InRange(Limit, 1, SeriesLimits.MostRows, nameof(Limit));
        if (Period is { } period)
            faults.InRange(period, 1, SeriesLimits.MostRows, nameof(Period));
        if ((Period is null) == (Method == GapFillMethod.Seasonal))
            faults.Add(nameof(Period), Period, Period is null ? "given for Seasonal" : $"null for {Method}");
        SeriesLimits.Name(faults, MarkColumnName, nameof(MarkColumnName));
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector) =>
        MarkColumnName is null ? [Like(output, slots, isVector)] : [Like(output, slots, isVector), Like(MarkColumnName, slots, isVector)];

    internal override SeriesSurvey Survey(int slots) => new MissingSurvey(slots);

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) =>
        Method == GapFillMethod.Linear ? new LineFilling(this, place.Slots) : new PastFilling(this, place.Slots);

    // Fills from what was: the value before, or that of a season before.
    private sealed class PastFilling(GapFilling options, int slots) : SeriesState
    {
        private readonly float[][] _past = [.. Enumerable.Range(0, slots).Select(_ => NaN(options.Period ?? 1))];
        private readonly int[] _missing = new int[slots];
        private long _rows;

        public override void Take(SeriesRow row)
        {
            var place = (int)(_rows++ % (options.Period ?? 1));
            for (var slot = 0; slot < slots; slot++)
            {
                var value = (float)row.Values[slot];
                var isMissing = float.IsNaN(value);
                _missing[slot] = isMissing ? _missing[slot] + 1 : 0;
                var isFilled = isMissing && _missing[slot] <= options.Limit && !float.IsNaN(_past[slot][place]);
                row.Answers[slot] = isFilled ? _past[slot][place] : value;
                if (!isMissing)
                    _past[slot][place] = value;
                if (options.MarkColumnName is not null)
                    row.Answers[slots + slot] = isFilled ? 1 : 0;
            }
            row.IsKnown = true;
        }

        private static float[] NaN(int count)
        {
            var values = new float[count];
            Array.Fill(values, float.NaN);
            return values;
        }
    }

    // Rows wait until every gap in them has its end, or is too long to be filled.
    private sealed class LineFilling(GapFilling options, int slots) : SeriesState
    {
        private readonly (SeriesRow? Row, long Number)[] _left = new (SeriesRow?, long)[slots];
        private readonly List<(SeriesRow Row, long Number)>[] _gaps =
            [.. Enumerable.Range(0, slots).Select(_ => new List<(SeriesRow, long)>())];

        private readonly bool[] _isTooLong = new bool[slots];
        private readonly Dictionary<SeriesRow, int> _waiting = [];
        private long _rows;

        public override void Take(SeriesRow row)
        {
            var number = _rows++;
            var open = 0;
            for (var slot = 0; slot < slots; slot++)
            {
                row.Answers[slot] = (float)row.Values[slot];
                if (!double.IsNaN(row.Values[slot]))
                    Close(slot, row, number);
                else if (_left[slot].Row is not null && !_isTooLong[slot])
                {
                    _gaps[slot].Add((row, number));
                    open++;
                }
            }
            if (open > 0)
                _waiting.Add(row, open);
            else
                row.IsKnown = true;
            for (var slot = 0; slot < slots; slot++)
                if (_gaps[slot].Count > options.Limit)
                {
                    _isTooLong[slot] = true;
                    Release(slot);
                }
        }

        public override void End()
        {
            for (var slot = 0; slot < slots; slot++)
                Release(slot);
        }

        private void Close(int slot, SeriesRow right, long number)
        {
            if (_left[slot] is ({ } left, var before))
                foreach (var (row, at) in _gaps[slot])
                {
                    var share = right.Ticks > left.Ticks
                        ? (row.Ticks - left.Ticks) / (double)(right.Ticks - left.Ticks)
                        : (at - before) / (double)(number - before);
                    row.Answers[slot] = (float)(left.Values[slot] + (share * (right.Values[slot] - left.Values[slot])));
                    if (options.MarkColumnName is not null)
                        row.Answers[slots + slot] = 1;
                }
            Release(slot);
            _left[slot] = (right, number);
            _isTooLong[slot] = false;
        }

        private void Release(int slot)
        {
            foreach (var (row, _) in _gaps[slot])
                if (--_waiting[row] == 0)
                {
                    _waiting.Remove(row);
                    row.IsKnown = true;
                }
            _gaps[slot].Clear();
        }
    }
}
