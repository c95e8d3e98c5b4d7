using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>
/// Compact rows as points: numbers at deviation 1 (a missing one at the mean, and said beside), categories one-hot; the label left out.
/// </summary>
internal sealed class RowPoints
{
    // Two categories that differ are then 1 apart, as two numbers that differ by a deviation.
    private const float OneHot = 0.70710678f;

    private readonly TableCodec _codec;
    private readonly bool _hasLabel;
    private readonly double[] _means;
    private readonly double[] _scales;

    /// <summary>Learns the scales from rows.</summary>
    /// <param name="codec">The layout.</param>
    /// <param name="compact">(rows, compact).</param>
    /// <param name="hasLabel">Whether the last column is a label.</param>
    public RowPoints(TableCodec codec, float[] compact, bool hasLabel)
    {
        (_codec, _hasLabel) = (codec, hasLabel);
        Width = Columns().Sum(column => column.Kind switch
        {
            TableColumnKind.Vector => column.CompactSize,
            TableColumnKind.Number => 2,
            TableColumnKind.Category => column.Places,
            _ => 0,
        });
        (_means, _scales) = (new double[Width], new double[Width]);
        Array.Fill(_scales, 1);
        Learn(Of(compact));
    }

    /// <summary>Numbers in a point.</summary>
    public int Width { get; }

    /// <summary>The points of rows.</summary>
    /// <param name="compact">(rows, compact).</param>
    /// <returns>(rows, width), row by row.</returns>
    public float[] Of(float[] compact)
    {
        var rows = compact.Length / _codec.CompactSize;
        var points = new float[(long)rows * Width];
        for (var row = 0; row < rows; row++)
            Fill(compact.AsSpan(row * _codec.CompactSize, _codec.CompactSize), points.AsSpan(row * Width, Width));
        return points;
    }

    private IEnumerable<TableColumn> Columns() => _hasLabel ? _codec.Columns.SkipLast(1) : _codec.Columns;

    private void Fill(ReadOnlySpan<float> row, Span<float> point)
    {
        var (from, at) = (0, 0);
        foreach (var column in Columns())
        {
            switch (column.Kind)
            {
                case TableColumnKind.Vector:
                    for (var i = 0; i < column.CompactSize; i++, at++)
                        point[at] = Scaled(row[from + i], at);
                    break;
                case TableColumnKind.Number:
                    var number = column.NumberAt((int)row[from + 1], row[from]);
                    point[at] = double.IsNaN(number) ? 0 : Scaled(column.Bent(number), at);
                    point[at + 1] = double.IsNaN(number) ? OneHot : 0;
                    at += 2;
                    break;
                case TableColumnKind.Category:
                    point[at + (int)row[from]] = OneHot;
                    at += column.Places;
                    break;
            }
            from += column.CompactSize;
        }
    }

    private float Scaled(double number, int at) => (float)((number - _means[at]) * _scales[at]);

    // One-hot places and marks of missing numbers are never scaled: Fill asks for the scale of numbers only.
    private void Learn(float[] points)
    {
        var rows = points.Length / Width;
        for (var at = 0; at < Width; at++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var row = 0; row < rows; row++)
                sum += points[(row * Width) + at];
            var mean = sum / Math.Max(1, rows);
            for (var row = 0; row < rows; row++)
                squares += (points[(row * Width) + at] - mean) * (points[(row * Width) + at] - mean);
            var deviation = Math.Sqrt(squares / Math.Max(1, rows));
            (_means[at], _scales[at]) = (mean, deviation > 0 ? 1 / deviation : 0);
        }
    }
}
