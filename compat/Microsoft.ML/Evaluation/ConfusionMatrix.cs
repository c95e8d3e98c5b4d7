using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

public sealed class ConfusionMatrix
{
    private readonly string[] _names;
    private readonly bool _isBinary;

    internal ConfusionMatrix(double[][] counts, string[] names, bool isBinary)
    {
        _names = names;
        _isBinary = isBinary;
        Counts = counts;
        PerClassRecall = Enumerable.Range(0, counts.Length).Select(i => Share(counts[i][i], counts[i].Sum())).ToArray();
        PerClassPrecision = Enumerable.Range(0, counts.Length).Select(i => Share(counts[i][i], counts.Sum(row => row[i]))).ToArray();
    }

    public IReadOnlyList<double> PerClassPrecision { get; }

    public IReadOnlyList<double> PerClassRecall { get; }

    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    public int NumberOfClasses => Counts.Count;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex)
    {
        CheckIndex(predictedClassIndicatorIndex, nameof(predictedClassIndicatorIndex));
        CheckIndex(actualClassIndicatorIndex, nameof(actualClassIndicatorIndex));
        return Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];
    }

    public string GetFormattedConfusionTable()
    {
        var columnWidth = NumberOfClasses == 2 ? 8 : 5;
        var longestName = _names.Max(name => name.Length);
        // Names that do not fit above a column give way to class numbers, which the row titles then explain.
        var numbered = longestName > columnWidth;
        var digits = (NumberOfClasses - 1).ToString(CultureInfo.InvariantCulture).Length;
        var titleWidth = Math.Max("PREDICTED".Length, numbered ? longestName + digits + 2 : longestName);
        var rule = "||" + string.Concat(Enumerable.Repeat(NumberOfClasses > 2 ? "========" : "===========", NumberOfClasses));
        string Title(string text) => text.PadRight(titleWidth + 1);

        var table = new StringBuilder();
        if (_isBinary)
        {
            var (positives, negatives) = (Counts[0].Sum(), Counts[1].Sum());
            table.Append(CultureInfo.InvariantCulture, $"TEST {_names[0].ToUpperInvariant()} RATIO:\t{positives / (positives + negatives):N4} ");
            table.Append(CultureInfo.InvariantCulture, $"({positives:F1}/({positives:F1}+{negatives:F1}))");
        }
        table.AppendLine().AppendLine("Confusion table");
        table.AppendLine(Title("") + rule);
        table.Append(Title("PREDICTED")).Append("||");
        for (var i = 0; i < NumberOfClasses; i++)
            table.Append(' ').Append((numbered ? i.ToString(CultureInfo.InvariantCulture) : _names[i]).PadLeft(columnWidth)).Append(" |");
        table.AppendLine(" Recall").AppendLine(Title("TRUTH") + rule);
        for (var i = 0; i < NumberOfClasses; i++)
        {
            table.Append(numbered
                ? i.ToString(CultureInfo.InvariantCulture).PadLeft(digits) + ". " + _names[i].PadLeft(titleWidth - digits - 2)
                : _names[i].PadLeft(titleWidth)).Append(" ||");
            foreach (var count in Counts[i])
                table.Append(' ').Append(count.ToString("N0", CultureInfo.InvariantCulture).PadLeft(columnWidth)).Append(" |");
            table.Append(' ').AppendLine(PerClassRecall[i].ToString("F4", CultureInfo.InvariantCulture));
        }
        table.AppendLine(Title("") + rule);
        table.Append(Title("Precision")).Append("||");
        foreach (var precision in PerClassPrecision)
            table.Append(precision.ToString("N4", CultureInfo.InvariantCulture).PadLeft(columnWidth + 1)).Append(" |");
        return table.AppendLine().ToString();
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;

    private void CheckIndex(int index, string name)
    {
        if (index < 0 || index >= NumberOfClasses)
            throw new ArgumentOutOfRangeException(name, index, $"The class index must be in [0, {NumberOfClasses})");
    }
}
