using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>How sparse a column of vectors is, in its first rows.</summary>
/// <param name="Width">Slots of a row.</param>
/// <param name="NumbersPerRow">Numbers other than 0 in a row, as a mean.</param>
/// <param name="Rows">Rows looked at.</param>
internal sealed record Sparseness(int Width, double NumbersPerRow, int Rows)
{
    /// <summary>Narrower rows are quicker whole.</summary>
    public const int FewestSlots = 1000;

    /// <summary>Largest share of numbers other than 0 of rows that are better read without the others.</summary>
    public const double MostShare = 0.05;

    private const int MostRows = 1000;

    /// <summary>Share of a row's numbers that are not 0.</summary>
    public double Share => NumbersPerRow / Width;

    /// <summary>Whether rows are wide, and so empty that only their numbers other than 0 should be read.</summary>
    public bool IsSparse => Rows > 0 && Width >= FewestSlots && Share <= MostShare;

    /// <summary>Looks at the first thousand rows; at none where they are not wide.</summary>
    /// <param name="data">The data; the column is a vector of float of known size.</param>
    /// <param name="name">Name of the column.</param>
    public static Sparseness Of(IDataView data, string name)
    {
        var column = data.Schema[name];
        var width = ((VectorDataViewType)column.Type).Size;
        if (width < FewestSlots)
            return new Sparseness(width, width, 0);
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        var buffer = default(VBuffer<float>);
        var (numbers, rows) = (0L, 0);
        while (rows < MostRows && cursor.MoveNext())
        {
            getter(ref buffer);
            numbers += NotZero(buffer.GetValues());
            rows++;
        }
        return new Sparseness(width, numbers / Math.Max(1.0, rows), rows);
    }

    private static int NotZero(ReadOnlySpan<float> values)
    {
        var count = 0;
        foreach (var value in values)
            if (value != 0)
                count++;
        return count;
    }
}
