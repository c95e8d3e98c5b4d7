using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>Rows beside those that a chain was fitted to, column by column.</summary>
/// <param name="TrainingRows">Rows that it was fitted to.</param>
/// <param name="Rows">Rows that are set beside them.</param>
/// <param name="Columns">The columns, in the order in which they were asked for; of vectors the slots.</param>
public sealed record DriftReport(long TrainingRows, long Rows, IReadOnlyList<ColumnDrift> Columns)
{
    /// <summary>The worst of the verdicts.</summary>
    public DriftVerdict Verdict => Columns.Max(column => column.Verdict);

    /// <summary>The columns that are not stable, the worst first.</summary>
    public IEnumerable<ColumnDrift> Moved => Columns.Where(column => column.Verdict != DriftVerdict.Stable)
        .OrderByDescending(column => column.Verdict).ThenByDescending(column => column.StabilityIndex);

    /// <summary>A line for each column, the worst first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(
            CultureInfo.InvariantCulture, $"{Rows} rows beside {TrainingRows} of the training: {Verdict}");
        foreach (var column in Moved.Concat(Columns.Where(column => column.Verdict == DriftVerdict.Stable)))
            text.AppendLine(CultureInfo.InvariantCulture, $"{column}");
        return text.ToString();
    }
}
