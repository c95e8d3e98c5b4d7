using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>Refuses values that visible units of bits or counts cannot have.</summary>
internal static class BitValues
{
    /// <summary>Looks at what was read, and for the row only if something is wrong.</summary>
    /// <param name="units">What the column is to hold.</param>
    /// <param name="data">The data, in which the row is looked for.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">What was read of it, as features; null for what there is not.</param>
    /// <exception cref="ArgumentException">A value lies outside [0, 1], or below 0: column, row and value are named.</exception>
    public static void Check(VisibleUnits units, IReadOnlyList<IDataView> data, SizedColumn column, params IBatchSource?[] rows)
    {
        if (units == VisibleUnits.Counts && rows.Any(r => r?.Range(BatchMember.Features).Minimum < 0))
        {
            var negative = data.Select(view => ValueFaults.First(view, column, value => value < 0))
                .FirstOrDefault(fault => fault is not null);
            throw new ArgumentException(
                $"VisibleUnits is Counts, but column '{column.Name}' holds {negative ?? "values below 0"}; words are counted from 0. Count "
                    + "them (ProduceWordBags) or choose VisibleUnits.Gaussian.");
        }
        if (units != VisibleUnits.Bernoulli
            || rows.All(r => r is null || r.Range(BatchMember.Features) is { Minimum: >= 0, Maximum: <= 1 }))
            return;
        var found = data.Select(view => ValueFaults.First(view, column, value => value is < 0 or > 1)).FirstOrDefault(
            fault => fault is not null);
        throw new ArgumentException(
            $"VisibleUnits is Bernoulli, but column '{column.Name}' holds {found ?? "values outside [0, 1]"}; bits need values in [0, 1]. "
            + "Scale the column (NormalizeMinMax) or choose VisibleUnits.Gaussian.");
    }
}
