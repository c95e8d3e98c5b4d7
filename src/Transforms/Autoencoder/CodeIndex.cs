namespace DeepML;

/// <summary>Codes of many rows, among which those nearest to a row are found: search by meaning instead of by values.</summary>
/// <remarks>For a few thousand rows, without a chain. <c>ml.Transforms.NearestCases</c> searches a million, and is saved.</remarks>
public sealed class CodeIndex
{
    private readonly Func<IReadOnlyList<float[]>, IReadOnlyList<float[]>> _encode;

    internal CodeIndex(float[][] codes, Func<IReadOnlyList<float[]>, IReadOnlyList<float[]>> encode)
    {
        Codes = codes;
        _encode = encode;
    }

    /// <summary>The codes, in the order of the data.</summary>
    public IReadOnlyList<float[]> Codes { get; }

    /// <summary>The rows whose codes lie nearest to that of a row, the nearest first; every code is looked at.</summary>
    /// <param name="row">A row as the autoencoder reads it; it need not be one of the index.</param>
    /// <param name="count">Rows wanted; at least 1. Fewer come back if the index holds fewer.</param>
    /// <returns>
    /// The number of each row in the data, from 0, and its Euclidean distance in the space of codes. Rows whose code is not a number,
    /// as that of a row with missing values, are near to nothing.
    /// </returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public IReadOnlyList<(int Row, float Distance)> Nearest(float[] row, int count)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var code = _encode([row])[0];
        var distances = Codes.Select((other, i) => (Row: i, Distance: Distance(code, other)));
        return [.. distances.Where(d => !float.IsNaN(d.Distance)).OrderBy(d => d.Distance).ThenBy(d => d.Row).Take(count)];
    }

    /// <summary>The label that most of the rows with the nearest codes have: diagnosis by similar cases.</summary>
    /// <param name="row">A row as the autoencoder reads it.</param>
    /// <param name="labels">The label of each row of the data, in their order.</param>
    /// <param name="count">Rows that vote; at least 1.</param>
    /// <returns>
    /// The label with the most votes, of several the one whose nearest row is nearest, and its share of the votes in (0, 1]; null and 0 if
    /// no row is near.
    /// </returns>
    /// <exception cref="ArgumentException">There is not one label for each code, or the row has another length.</exception>
    public (string? Label, double Share) Vote(float[] row, IReadOnlyList<string> labels, int count = 5)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != Codes.Count)
            throw new ArgumentException($"There are {labels.Count} labels for {Codes.Count} codes; each needs one.", nameof(labels));
        var nearest = Nearest(row, count);
        var winner = nearest.Select((found, place) => (Label: labels[found.Row], place)).GroupBy(vote => vote.Label)
            .OrderByDescending(votes => votes.Count()).ThenBy(votes => votes.Min(vote => vote.place)).FirstOrDefault();
        return winner is null ? (null, 0) : (winner.Key, (double)winner.Count() / nearest.Count);
    }

    private static float Distance(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return (float)Math.Sqrt(sum);
    }
}
