using System.Globalization;
using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>Finds what synthetic rows have lost of a column, that a mean over columns would hide.</summary>
internal static class GanCollapse
{
    // Shares below are left to chance.
    private const double Least = 0.02;
    private const double Kept = 0.25;
    private const int Tenths = 10;
    private const int MostNamed = 5;

    /// <summary>
    /// A sentence for each loss: tenths of a number column, a number that many rows have, or categories that hardly occur.
    /// </summary>
    public static IEnumerable<string> Of(IReadOnlyList<ColumnCells> real, IReadOnlyList<ColumnCells> made)
    {
        for (var c = 0; c < real.Count; c++)
        {
            var told = real[c] switch
            {
                NumberCells numbers => OfNumbers(numbers.Name, Present(numbers), Present((NumberCells)made[c])),
                CategoryCells categories => OfCategories(categories, (CategoryCells)made[c]),
                _ => [],
            };
            foreach (var sentence in told)
                yield return sentence;
        }
    }

    private static double[] Present(NumberCells cells) => [.. cells.Numbers.Where(number => !double.IsNaN(number)).Order()];

    private static IEnumerable<string> OfNumbers(string name, double[] real, double[] made)
    {
        if (real.Length == 0)
            yield break;
        foreach (var shared in real.GroupBy(number => number).Where(group => group.Count() > real.Length / 5.0))
            if (Lost(shared.Count() / (double)real.Length, made.Count(number => number == shared.Key), made.Length) is { } told)
                yield return Say(
                    $"column '{name}' is {shared.Key:G6} in {told.Real:P0} of the real rows and in {told.Made:P0} of the synthetic ones");
        // the lower and the upper tail: where a few large numbers stretch the scale, all small ones may be gone
        foreach (var tenths in new[] { 1, 2, 4 })
        {
            var (low, high) = (real[real.Length * tenths / Tenths], real[real.Length * (Tenths - tenths) / Tenths]);
            if (Lost(real.Count(number => number < low) / (double)real.Length, made.Count(number => number < low),
                made.Length) is { } below)
            {
                yield return Say($"{below.Real:P0} of the real numbers of column '{name}' are below {low:G6}, ")
                    + Say($"and {below.Made:P0} of the synthetic ones");
                break;
            }
            if (Lost(real.Count(number => number > high) / (double)real.Length, made.Count(number => number > high),
                made.Length) is { } above)
            {
                yield return Say($"{above.Real:P0} of the real numbers of column '{name}' are above {high:G6}, ")
                    + Say($"and {above.Made:P0} of the synthetic ones");
                break;
            }
        }
    }

    private static IEnumerable<string> OfCategories(CategoryCells real, CategoryCells made)
    {
        var found = made.Numbers.Where(number => number >= 0)
            .GroupBy(number => made.Values[number]).ToDictionary(group => group.Key, group => group.Count());
        var lost = real.Numbers.Where(number => number >= 0).GroupBy(number => real.Values[number])
            .Where(group => Lost(group.Count() / (double)real.Rows, found.GetValueOrDefault(group.Key), made.Rows) is not null)
            .OrderByDescending(group => group.Count()).Select(group => group.Key).ToArray();
        if (lost.Length > 0)
            yield return Say($"{lost.Length} values of column '{real.Name}' hardly occur in synthetic rows: ")
                + string.Join(", ", lost.Take(MostNamed)) + (lost.Length > MostNamed ? ", …" : "");
    }

    private static (double Real, double Made)? Lost(double real, int made, int rows)
    {
        var share = rows == 0 ? 0 : made / (double)rows;
        return real >= Least && share < Kept * real ? (real, share) : null;
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
