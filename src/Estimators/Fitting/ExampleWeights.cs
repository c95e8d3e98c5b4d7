using DeepML.Data;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The column that says how much each row counts.</summary>
internal static class ExampleWeights
{
    private const int BatchRows = 4096;

    /// <summary>The column as it is read: a float.</summary>
    public static SizedColumn Column(string name) => ScalarInput.Number(name, "weight");

    /// <summary>Refuses weights that mean nothing.</summary>
    /// <param name="rows">The rows that were read.</param>
    /// <param name="column">The column.</param>
    /// <exception cref="InvalidOperationException">A weight is negative, or all are 0.</exception>
    public static void Check(FitRows rows, SizedColumn column)
    {
        Check(rows.Training, rows.Data[0], column, "training row");
        if (rows.Validation is { } validation)
            Check(validation, rows.Data[^1], column, "row held out");
    }

    /// <summary>The mean over all rows.</summary>
    public static double Mean(IBatchSource rows)
    {
        var sum = 0.0;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            sum += Trainers.RowWeights.Sum(batch, mean: 1);
        }
        return sum / rows.RowCount;
    }

    private static void Check(IBatchSource rows, IDataView data, SizedColumn column, string row)
    {
        var (smallest, largest) = rows.Range(BatchMember.Weights);
        if (smallest < 0)
        {
            var first = ValueFaults.First(data, column, weight => weight < 0) ?? FormattableString.Invariant($"{smallest} in a row");
            throw new InvalidOperationException($"Weight column '{column.Name}' is {first}; a row counts 0 or more.");
        }
        if (largest == 0)
            throw new InvalidOperationException($"Weight column '{column.Name}' is 0 in every {row}; at least one must count.");
    }
}
