using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// Windows over the rows of a series, with what follows each: 1 to 7 with a length of 3 are [1, 2, 3] → 4, [2, 3, 4] → 5, [3, 4, 5] → 6 and
/// [4, 5, 6] → 7.
/// </summary>
/// <remarks>
/// A window stands in the row that it ends with, and other columns are those of that row; rows that end no window, or are followed by too
/// few rows, are left out. Output: a vector of float, (length), or (length, numbers of a row) where the input is a vector. Target: a float
/// for a horizon of one row of one number, otherwise (horizon) or (horizon, numbers of a row).
/// </remarks>
[SavedAs("sliding-windows")]
public sealed record SlidingWindows : SeriesOperation
{
    /// <summary>Rows of a window.</summary>
    /// <value>In [1, 1,000,000]; the default is 12.</value>
    public int Length { get; init; } = 12;

    /// <summary>Rows that follow the window and make its target.</summary>
    /// <value>In [0, 1,000,000]; the default is 1. 0 has no target.</value>
    public int Horizon { get; init; } = 1;

    /// <summary>Rows from the begin of a window to that of the next.</summary>
    /// <value>In [1, 1,000,000]; the default is 1.</value>
    public int Step { get; init; } = 1;

    /// <summary>Name of the column with what follows.</summary>
    /// <value>Must be given with a horizon, and be null (the default) without.</value>
    public string? TargetColumnName { get; init; }

    /// <summary>
    /// Whether windows are kept whose target lies beyond the end of the series, with NaN for what is not known: those that a forecast is
    /// wanted for.
    /// </summary>
    /// <value>The default is false: rows to be trained on.</value>
    public bool KeepOpenWindows { get; init; }

    internal override bool LooksAhead => Horizon > 0;

    internal override bool DropsRows => true;

    internal override IEnumerable<string?> FurtherColumns => [TargetColumnName];

    internal override void Validate(PartFaults faults)
    {
        faults.InRange(Length, 1, SeriesLimits.MostRows, nameof(Length));
        faults.InRange(Horizon, 0, SeriesLimits.MostRows, nameof(Horizon));
        faults.InRange(Step, 1, SeriesLimits.MostRows, nameof(Step));
        SeriesLimits.Name(faults, TargetColumnName, nameof(TargetColumnName));
        if ((TargetColumnName is null) != (Horizon == 0))
            faults.Add(nameof(TargetColumnName), TargetColumnName, Horizon == 0 ? "null for a horizon of 0" : "given for a horizon");
    }

    internal override IReadOnlyList<SeriesOutput> Outputs(string output, int slots, bool isVector)
    {
        var window = new SeriesOutput(output, Rows(Length));
        if (TargetColumnName is null)
            return [window];
        return [window, new SeriesOutput(TargetColumnName, Horizon == 1 && !isVector ? NumberDataViewType.Single : Rows(Horizon))];

        DataViewType Rows(int count) => isVector
            ? new VectorDataViewType(NumberDataViewType.Single, count, slots)
            : new VectorDataViewType(NumberDataViewType.Single, count);
    }

    internal override SeriesState Start(string series, SeriesPlace place, SeriesScales? scales) => new Sliding(this, place.Slots);

    private sealed class Sliding(SlidingWindows options, int slots) : SeriesState
    {
        private readonly Queue<double[]> _window = new();
        private readonly Queue<(SeriesRow Row, long Number)> _waiting = new();
        private long _rows;

        public override void Take(SeriesRow row)
        {
            var number = _rows++;
            foreach (var (before, at) in _waiting)
                Write(row.Values, before, options.Length + (int)(number - at) - 1);
            while (_waiting.TryPeek(out var first) && number - first.Number >= options.Horizon)
                _waiting.Dequeue().Row.IsKnown = true;
            if (_window.Count == options.Length)
                _window.Dequeue();
            _window.Enqueue(row.Values);
            row.IsDropped = _window.Count < options.Length || (number + 1 - options.Length) % options.Step != 0;
            if (row.IsDropped || options.Horizon == 0)
                row.IsKnown = true;
            else
                _waiting.Enqueue((row, number));
            if (row.IsDropped)
                return;
            var place = 0;
            foreach (var values in _window)
                Write(values, row, place++);
        }

        public override void End()
        {
            while (_waiting.TryDequeue(out var open))
            {
                open.Row.IsDropped = !options.KeepOpenWindows;
                open.Row.Answers.AsSpan((options.Length + (int)(_rows - 1 - open.Number)) * slots).Fill(float.NaN);
                open.Row.IsKnown = true;
            }
        }

        private void Write(double[] values, SeriesRow row, int place)
        {
            for (var slot = 0; slot < slots; slot++)
                row.Answers[(place * slots) + slot] = (float)values[slot];
        }
    }
}
