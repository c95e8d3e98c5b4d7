using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Learns from the cells of columns how each becomes numbers, and makes compact rows of them.</summary>
/// <param name="most">Largest number of Gaussians per number column, and of places per category.</param>
/// <param name="vectors">Learns how vectors are scaled.</param>
/// <param name="random">Draws modes and samples.</param>
internal sealed class TableColumns((int Modes, int Places) most, VectorShape vectors, Random random)
{
    /// <summary>What a column teaches.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="column">The column.</param>
    /// <param name="mayIdentify">Whether it is taken for an identifier if every row has another value.</param>
    public TableColumn Learn(ColumnCells cells, DataViewSchema.Column column, bool mayIdentify = false) => cells switch
    {
        _ when mayIdentify && Identifiers.Are(cells, column.Type) =>
            new TableColumn(column.Name, TableColumnKind.Identifier, column.Type.ToString()!, 0, [])
            {
                Maximum = cells is NumberCells ids ? ids.Numbers.Max() : 0,
            },
        VectorCells numbers => vectors.Learn(numbers, column),
        NumberCells numbers => LearnNumber(numbers, column),
        _ => LearnCategory((CategoryCells)cells, column),
    };

    /// <summary>The rows as numbers: see <see cref="TableColumn.CompactSize"/>.</summary>
    /// <returns>(rows, sum of the compact sizes), row by row.</returns>
    public float[] Compact(IReadOnlyList<ColumnCells> cells, IReadOnlyList<TableColumn> columns)
    {
        var rows = cells[0].Rows;
        var width = columns.Sum(column => column.CompactSize);
        var compact = new float[(long)rows * width];
        var start = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            Fill(cells[i], columns[i], compact, start, width);
            start += columns[i].CompactSize;
        }
        return compact;
    }

    /// <summary>The columns with the labels of their categories counted.</summary>
    /// <param name="columns">The columns, the label last.</param>
    /// <param name="compact">The rows: see <see cref="Compact"/>.</param>
    public static TableColumn[] CountLabels(IReadOnlyList<TableColumn> columns, float[] compact)
    {
        var width = columns.Sum(column => column.CompactSize);
        var counted = columns.ToArray();
        var start = 0;
        for (var i = 0; i < counted.Length; start += counted[i++].CompactSize)
        {
            if (counted[i].Kind != TableColumnKind.Category || i == counted.Length - 1)
                continue;
            var counts = Enumerable.Range(0, counted[i].Places).Select(_ => new long[columns[^1].Places]).ToArray();
            for (var row = 0L; row < compact.Length; row += width)
                counts[(int)compact[row + start]][(int)compact[row + width - 1]]++;
            counted[i] = counted[i] with { LabelCounts = counts };
        }
        return counted;
    }

    private void Fill(ColumnCells cells, TableColumn column, float[] compact, int start, int width)
    {
        switch (cells)
        {
            case var _ when column.Kind == TableColumnKind.Identifier:
                break;
            case VectorCells vector:
                var size = column.Offsets.Length;
                for (var row = 0; row < vector.Rows; row++)
                {
                    var read = CollectionsMarshal.AsSpan(vector.Numbers).Slice(row * size, size);
                    var written = compact.AsSpan((row * width) + start, size);
                    for (var slot = 0; slot < size; slot++)
                        written[slot] = column.Scaled(slot, read[slot]);
                }
                break;
            case NumberCells numbers:
                for (var row = 0; row < numbers.Numbers.Count; row++)
                {
                    var isMissing = double.IsNaN(numbers.Numbers[row]);
                    var (mode, place) = isMissing
                        ? (column.Modes - 1, 0)
                        : column.Mixture!.Encode(column.Bent(numbers.Numbers[row]), random);
                    compact[((long)row * width) + start] = (float)place;
                    compact[((long)row * width) + start + 1] = mode;
                }
                break;
            case CategoryCells categories:
                var places = categories.Values.Select(value => Math.Max(Array.IndexOf(column.Values, value), -1)).ToArray();
                for (var row = 0; row < categories.Numbers.Count; row++)
                {
                    var number = categories.Numbers[row];
                    compact[((long)row * width) + start] = number >= 0 && places[number] >= 0 ? places[number] : column.Values.Length;
                }
                break;
        }
    }

    private TableColumn LearnNumber(NumberCells cells, DataViewSchema.Column column)
    {
        var present = cells.Numbers.Where(number => !double.IsNaN(number)).ToArray();
        if (present.Length == 0)
            throw new InvalidOperationException($"Column '{column.Name}' is missing in every row; leave it out.");
        var learned = new TableColumn(column.Name, TableColumnKind.Number, column.Type.ToString()!, 0, [])
        {
            Minimum = present.Min(),
            Maximum = present.Max(),
            IsWhole = Array.TrueForAll(present, double.IsInteger),
            HasMissing = present.Length < cells.Numbers.Count,
        };
        return new NumberShape(most.Modes, random).Learn(learned, present);
    }

    // The most frequent values get a place each. The rest share the last one; the most frequent of them are kept to be drawn from.
    private TableColumn LearnCategory(CategoryCells cells, DataViewSchema.Column column)
    {
        var counts = new long[cells.Values.Count];
        var late = 0L;
        foreach (var number in cells.Numbers)
            if (number >= 0)
                counts[number]++;
            else
                late++;
        var key = column.Type as KeyDataViewType;
        var order = Enumerable.Range(0, counts.Length)
            .OrderByDescending(i => counts[i]).ThenBy(i => cells.Values[i], StringComparer.Ordinal).ToArray();
        var hasRare = late > 0 || order.Length > most.Places;
        var own = hasRare ? order[..Math.Min(order.Length, most.Places - 1)] : order;
        if (key is not null)
            own = [.. own.OrderBy(i => ulong.Parse(cells.Values[i], CultureInfo.InvariantCulture))];
        var rare = order.Length > own.Length ? order[own.Length..Math.Min(order.Length, own.Length + most.Places)] : order[^1..];
        var rest = cells.Numbers.Count - own.Sum(i => counts[i]);
        return new TableColumn(
            column.Name, TableColumnKind.Category, (key is null ? column.Type.ToString() : RawNumber(key))!, key?.Count ?? 0, [])
        {
            Values = [.. own.Select(i => cells.Values[i])],
            Counts = hasRare ? [.. own.Select(i => counts[i]), rest] : [.. own.Select(i => counts[i])],
            RareValues = hasRare ? [.. rare.Select(i => cells.Values[i])] : [],
            RareCounts = hasRare ? [.. rare.Select(i => counts[i])] : [],
        };
    }

    private static string RawNumber(KeyDataViewType key) => key.RawType.Name;
}
