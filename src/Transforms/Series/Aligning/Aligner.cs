using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>Brings rows onto a clock.</summary>
/// <param name="description">The clock.</param>
/// <param name="schema">The columns.</param>
internal sealed class Aligner(AlignDescription description, AlignedSchema schema)
{
    /// <summary>The steps of all series, those without a row among them.</summary>
    /// <param name="rows">The rows; stay the caller's.</param>
    /// <exception cref="InvalidOperationException">Rows are refused, or a time lies too far from the others.</exception>
    public IEnumerable<AlignedRow> Rows(DataViewRowCursor rows) =>
        description.Order == RowOrder.Sort ? Sorted(rows) : Streamed(rows);

    private IEnumerable<AlignedRow> Sorted(DataViewRowCursor rows)
    {
        var input = new AlignedInput(description, schema, rows);
        var all = new Dictionary<string, (uint Key, SortedDictionary<long, AlignedStep> Steps, HashSet<long> Times)>();
        var order = new List<string>();
        while (rows.MoveNext())
        {
            var ((name, key), time) = (input.ReadSeries(), input.ReadTime());
            if (!all.TryGetValue(name, out var series))
            {
                all.Add(name, series = (key, [], []));
                order.Add(name);
            }
            if (description.Twice == EqualTimes.Refuse && !series.Times.Add(time.Utc))
                throw Twice(name, input.Number, time);
            var start = Start(time);
            if (!series.Steps.TryGetValue(start, out var step))
                series.Steps.Add(start, step = Step(time));
            input.AddTo(step, time.Utc);
        }
        foreach (var name in order)
        {
            var before = default(AlignedRow);
            foreach (var (start, step) in all[name].Steps)
            {
                var row = new AlignedRow(name, all[name].Key, start, step);
                foreach (var absent in Absent(before, row))
                    yield return absent;
                yield return before = row;
            }
        }
    }

    private IEnumerable<AlignedRow> Streamed(DataViewRowCursor rows)
    {
        var input = new AlignedInput(description, schema, rows);
        var open = new Dictionary<string, (AlignedRow Row, (long Wall, long Utc) Last)>();
        var order = new List<string>();
        while (rows.MoveNext())
        {
            var ((name, key), time) = (input.ReadSeries(), input.ReadTime());
            var start = Start(time);
            var row = default(AlignedRow);
            if (open.TryGetValue(name, out var before))
            {
                if (time.Utc < before.Last.Utc || start < before.Row.Start)
                    throw new InvalidOperationException(
                        $"Time column '{description.Time}' goes backwards{Of(name)}, from {SeriesSteps.Print(before.Last.Wall)} to "
                            + $"{SeriesSteps.Print(time.Wall)} in row {input.Number} (counted from 0). Order = Sort puts rows in order; "
                            + "a clock that was set back needs times with an offset (DateTimeOffset).");
                if (description.Twice == EqualTimes.Refuse && time.Utc == before.Last.Utc)
                    throw Twice(name, input.Number, time);
                row = start == before.Row.Start ? before.Row : null;
            }
            else
                order.Add(name);
            if (row is null)
            {
                row = new AlignedRow(name, key, start, Step(time));
                if (before.Row is not null)
                {
                    yield return before.Row;
                    foreach (var absent in Absent(before.Row, row))
                        yield return absent;
                }
            }
            input.AddTo(row.Step, time.Utc);
            open[name] = (row, time);
        }
        foreach (var name in order)
            yield return open[name].Row;
    }

    // The steps between two rows of a series.
    private IEnumerable<AlignedRow> Absent(AlignedRow? before, AlignedRow after)
    {
        if (before is null)
            yield break;
        var count = ((after.Start - before.Start) / description.Every) - 1;
        var (from, to) = (SeriesSteps.Print(before.Start), SeriesSteps.Print(after.Start));
        if (count > description.MaximumGap)
            throw new InvalidOperationException(
                $"Time column '{description.Time}' leaps from {from} to {to}{Of(after.Series)}: {count} steps without a row, of at most "
                    + $"{description.MaximumGap} (MaximumGap). Is a time wrong? Filter such rows, allow longer gaps, or take a longer step "
                    + "(Every).");
        for (var i = 1; i <= count; i++)
            yield return new AlignedRow(
                after.Series, after.Key, before.Start + (i * description.Every),
                new AlignedStep(description.Columns.Length) { Offset = before.Step.Offset });
    }

    private long Start((long Wall, long Utc) time)
    {
        var ticks = description.IsByDay ? time.Wall : time.Utc;
        return ticks - (ticks % description.Every);
    }

    private AlignedStep Step((long Wall, long Utc) time) => new(description.Columns.Length) { Offset = time.Wall - time.Utc };

    private InvalidOperationException Twice(string name, long row, (long Wall, long Utc) time) => new(
        $"Time column '{description.Time}' is {SeriesSteps.Print(time.Wall)} twice{Of(name)}, again in row {row} (counted from 0). "
            + "EqualTimes = Aggregate takes both.");

    private static string Of(string series) => series.Length > 0 ? $" of series '{series}'" : "";
}
