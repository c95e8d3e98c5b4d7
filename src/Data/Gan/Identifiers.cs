using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Recognises columns that name rows: nothing can be learned of them, and copies would name real ones.</summary>
internal static class Identifiers
{
    /// <summary>Fewer rows may well differ by chance.</summary>
    public const int FewestRows = 50;

    // Numbered rows, some of which are gone.
    private const double MostSpread = 3;

    /// <summary>
    /// Whether a text is another in every row, or a whole number is, and counts: it rises from row to row, or there are hardly more numbers
    /// between the least and the largest than rows.
    /// </summary>
    public static bool Are(ColumnCells cells, DataViewType type) => cells.Rows >= FewestRows && cells switch
    {
        CategoryCells texts when type is TextDataViewType => AllDiffer(texts),
        NumberCells numbers => Count(numbers.Numbers),
        _ => false,
    };

    /// <summary>Whether every row has another value of a category; values that came too late to be kept count as different.</summary>
    public static bool AllDiffer(CategoryCells cells) => cells.Values.Count + cells.Numbers.Count(number => number < 0) == cells.Rows;

    private static bool Count(List<double> numbers)
    {
        if (!numbers.TrueForAll(double.IsInteger) || numbers.ToHashSet().Count < numbers.Count)
            return false;
        return numbers.Max() - numbers.Min() < MostSpread * numbers.Count
            || numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
    }
}
