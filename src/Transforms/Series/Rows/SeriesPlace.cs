using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>How errors and remarks call a number of a series.</summary>
/// <param name="Column">The column that is read.</param>
/// <param name="Slots">Numbers of a row.</param>
/// <param name="Names">Their names; null if they have none.</param>
internal sealed record SeriesPlace(string Column, int Slots, string[]? Names)
{
    /// <summary>"Column 'Counters', slot 2 ('Starts'), of series 'A'".</summary>
    public string Of(int slot, string series)
    {
        var name = Slots > 1 && Names is not null ? $" ('{Names[slot]}')" : "";
        return $"Column '{Column}'{(Slots > 1 ? $", slot {slot}{name}" : "")}{(series.Length > 0 ? $", of series '{series}'" : "")}";
    }

    /// <summary>The error for a row whose time is not behind that of the row before it.</summary>
    public static InvalidOperationException Backwards(string timeColumn, string series, SeriesRow row, long before)
    {
        var of = series.Length > 0 ? $" of series '{series}'" : "";
        var (now, last) = (SeriesSteps.Print(row.Ticks), SeriesSteps.Print(before));
        return new InvalidOperationException(row.Ticks == before
            ? $"Time column '{timeColumn}' is {now} twice{of}, again in row {row.Number} (counted from 0). ml.Transforms.AlignSeries makes "
                + "one row of those at one time."
            : $"Time column '{timeColumn}' goes backwards{of}, from {last} to {now} in row {row.Number} (counted from 0). "
                + "ml.Transforms.AlignSeries puts rows in order; a clock that was set back needs times with an offset (DateTimeOffset).");
    }
}
