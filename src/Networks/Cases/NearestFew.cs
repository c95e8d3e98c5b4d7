using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>The few rows of many that are nearest to one, by squared Euclidean distance; of equals the one that was seen first.</summary>
/// <param name="count">How many.</param>
internal sealed class NearestFew(int count)
{
    private readonly float[] _distances = new float[count];
    private readonly int[] _places = new int[count];

    /// <summary>How many there are up to now.</summary>
    public int Held { get; private set; }

    /// <summary>Where one of them lies, the nearest first.</summary>
    public int Place(int rank) => _places[rank];

    /// <summary>Its squared distance.</summary>
    public float Square(int rank) => _distances[rank];

    /// <summary>Forgets all.</summary>
    public void Clear() => Held = 0;

    /// <summary>Looks at rows, one after the other.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="query">The row that is asked for.</param>
    /// <param name="from">The first that is looked at.</param>
    /// <param name="to">The one behind the last.</param>
    public void Look(ReadOnlySpan<float> rows, ReadOnlySpan<float> query, int from, int to)
    {
        var width = query.Length;
        var worst = Held < count ? float.PositiveInfinity : _distances[count - 1];
        for (var row = from; row < to; row++)
        {
            var square = Square(rows.Slice(row * width, width), query);
            if (!(square < worst) && Held == count)
                continue;
            Insert(row, square);
            if (Held == count)
                worst = _distances[count - 1];
        }
    }

    private void Insert(int row, float square)
    {
        var at = Held < count ? Held++ : count - 1;
        for (; at > 0 && _distances[at - 1] > square; at--)
            (_distances[at], _places[at]) = (_distances[at - 1], _places[at - 1]);
        (_distances[at], _places[at]) = (square, row);
    }

    private static float Square(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
        for (var i = 0; i < wideA.Length; i++)
        {
            var difference = wideA[i] - wideB[i];
            sum += difference * difference;
        }
        var square = Vector.Sum(sum);
        for (var i = wideA.Length * Vector<float>.Count; i < a.Length; i++)
            square += (a[i] - b[i]) * (a[i] - b[i]);
        return square;
    }
}
