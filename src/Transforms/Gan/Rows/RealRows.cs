using System.Numerics.Tensors;
using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>
/// Makes rows out of real ones, as <see cref="AugmentationMethod.Oversampling"/> and <see cref="AugmentationMethod.Interpolation"/>
/// say.
/// </summary>
internal sealed class RealRows
{
    private const int Neighbours = 5;

    // Neighbours are looked for among so many rows of the class, drawn anew for each row: their number then does not matter.
    private const int Looked = 500;

    private readonly TableCodec _codec;
    private readonly float[] _compact;
    private readonly bool _interpolates;
    private readonly float[] _points = [];
    private readonly int _width;
    private readonly int[] _all;
    private readonly Dictionary<int, int[]> _rowsOf = [];

    /// <param name="codec">The layout.</param>
    /// <param name="compact">(rows, compact): the real rows.</param>
    /// <param name="interpolates">Whether rows are mixed; else they are copied.</param>
    /// <param name="hasLabel">Whether the last column is a label.</param>
    public RealRows(TableCodec codec, float[] compact, bool interpolates, bool hasLabel)
    {
        (_codec, _compact, _interpolates) = (codec, compact, interpolates);
        _all = [.. Enumerable.Range(0, compact.Length / codec.CompactSize)];
        if (hasLabel)
            _rowsOf = _all.GroupBy(row => (int)compact[((row + 1) * codec.CompactSize) - 1])
                .ToDictionary(rows => rows.Key, rows => rows.ToArray());
        if (!interpolates)
            return;
        var points = new RowPoints(codec, compact, hasLabel);
        (_points, _width) = (points.Of(compact), points.Width);
    }

    /// <summary>
    /// The learned columns of a view's rows; rows with a category that was not there when the augmenter was fitted are left out.
    /// </summary>
    public static RealRows Of(GanDescription description, IDataView data)
    {
        var label = description.LabelIndex;
        var known = label < 0 ? data : LabelledRows.Of(data, description.Label!, description.Table[label]);
        var cells = TableReader.Read(known, [.. description.Table.Select(column => column.Name)], long.MaxValue, CancellationToken.None);
        var codec = description.CreateCodec();
        // Nothing is learned here: the shape of vectors is that of the description's columns.
        var columns = new TableColumns((1, 1), new VectorShape(VectorRange.AsGiven), new Random(description.Seed));
        var compact = columns.Compact(cells, description.Table);
        var width = codec.CompactSize;
        float[] sound = [.. compact.Chunk(width).Where(row => HasPlaces(codec, row)).SelectMany(row => row)];
        return new RealRows(codec, sound, description.Method == AugmentationMethod.Interpolation, label >= 0);
    }

    /// <summary>Makes rows.</summary>
    /// <param name="asked">Per row: the class asked for, as a category of the label; null for any.</param>
    /// <param name="seed">Fixes the rows.</param>
    /// <returns>(rows, compact), row by row.</returns>
    /// <exception cref="InvalidOperationException">There is no real row of a class that is asked for.</exception>
    public float[] Draw(IReadOnlyList<(int Condition, int Place)?> asked, int seed)
    {
        var random = new Random(seed);
        var size = _codec.CompactSize;
        var made = new float[asked.Count * size];
        for (var i = 0; i < asked.Count; i++)
        {
            var rows = asked[i] is { } category ? _rowsOf.GetValueOrDefault(category.Place, []) : _all;
            if (rows.Length == 0)
                throw new InvalidOperationException("Rows of a class are to be made of its real rows, and there are none.");
            var first = rows[random.Next(rows.Length)];
            Row(first).CopyTo(made.AsSpan(i * size));
            if (_interpolates && rows.Length > 1)
                Mix(made.AsSpan(i * size, size), Row(Neighbour(first, rows, random)), random);
        }
        return made;
    }

    private static bool HasPlaces(TableCodec codec, float[] row)
    {
        for (var column = 0; column < codec.Columns.Count; column++)
            if (codec.Columns[column].Kind == TableColumnKind.Category && row[codec.CompactStart(column)] >= codec.Columns[column].Places)
                return false;
        return true;
    }

    private ReadOnlySpan<float> Row(int row) => _compact.AsSpan(row * _codec.CompactSize, _codec.CompactSize);

    private ReadOnlySpan<float> Point(int row) => _points.AsSpan(row * _width, _width);

    private int Neighbour(int row, int[] rows, Random random)
    {
        var nearest = new PriorityQueue<int, float>(); // the farthest first
        var looked = Math.Min(Looked, rows.Length);
        var start = random.Next(rows.Length);
        for (var i = 0; i < looked; i++)
        {
            var other = rows.Length <= Looked ? rows[(start + i) % rows.Length] : rows[random.Next(rows.Length)];
            if (other == row)
                continue;
            nearest.Enqueue(other, -TensorPrimitives.Distance(Point(row), Point(other)));
            if (nearest.Count > Neighbours)
                nearest.Dequeue();
        }
        var found = nearest.UnorderedItems.Select(item => item.Element).Order().ToArray();
        return found.Length == 0 ? row : found[random.Next(found.Length)];
    }

    private void Mix(Span<float> row, ReadOnlySpan<float> other, Random random)
    {
        var share = random.NextSingle();
        for (var c = 0; c < _codec.Columns.Count; c++)
        {
            var (column, at) = (_codec.Columns[c], _codec.CompactStart(c));
            if (column.Kind == TableColumnKind.Vector)
                for (var i = at; i < at + column.CompactSize; i++)
                    row[i] += share * (other[i] - row[i]);
            else if (column.Kind == TableColumnKind.Number)
                MixNumber(row.Slice(at, 2), other.Slice(at, 2), column, share, random);
            else if (column.Kind == TableColumnKind.Category && random.Next(2) == 0)
                row[at] = other[at];
        }
    }

    private static void MixNumber(Span<float> number, ReadOnlySpan<float> other, TableColumn column, float share, Random random)
    {
        var points = column.Mixture!.Weights.Length - column.Points.Length;
        if (number[1] >= points || other[1] >= points) // missing, or a number that many rows have
        {
            if (random.Next(2) == 0)
                other.CopyTo(number);
            return;
        }
        var (a, b) = (column.NumberAt((int)number[1], number[0]), column.NumberAt((int)other[1], other[0]));
        var (mode, place) = column.Mixture.Encode(column.Bent(a + (share * (b - a))), random);
        (number[0], number[1]) = ((float)place, mode);
    }
}
