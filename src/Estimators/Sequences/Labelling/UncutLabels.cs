using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>Checks of labels that are learned from, before they are.</summary>
internal static class UncutLabels
{
    /// <summary>Refuses a row with a missing label, or with too few steps for its labels.</summary>
    /// <exception cref="InvalidOperationException">There is such a row: it is named, or every row is without labels.</exception>
    public static void Check(IDataView data, SequenceInput input, SequenceInput label)
    {
        SequencePairs.CheckKeys(data, label);
        var columns = new[] { data.Schema[input.Name], data.Schema[label.Name] };
        using var cursor = data.GetRowCursor(columns);
        var (steps, read) = (input.BindSteps(cursor, columns[0]), label.Bind(cursor, columns[1]));
        var block = new ColumnBlock(label, 1);
        while (cursor.MoveNext())
        {
            read(block, 0);
            var labels = block.Row<int>(0)[..(int)block.Lengths[0]];
            var (needed, there) = (TemporalClassification.StepsFor(labels), Math.Min(steps(), input.Shape.MaximumLength));
            if (needed > Math.Max(1, there))
                throw new InvalidOperationException(
                    $"Column '{input.Name}' has {there} steps to be read in row {cursor.Position}, and its {labels.Length} labels of "
                        + $"column '{label.Name}' need {needed}: one each, and one more between two that are the same. Give "
                        + "finer steps, raise "
                        + "MaximumLength if it cuts them off, or filter such rows.");
        }
    }
}
