namespace DeepML.Networks;

/// <summary>The stored rows that are nearest to each row of a batch, the nearest first.</summary>
/// <param name="batch">Rows of the batch.</param>
/// <param name="count">Nearest rows of each.</param>
/// <param name="classes">Classes of labels.</param>
internal sealed class FoundCases(int batch, int count, int classes)
{
    // A vote more counts for more than all of these, which let the nearest decide between classes with as many votes.
    private const float Tie = 1e-4f;

    /// <summary>Nearest rows of each row.</summary>
    public int Count => count;

    /// <summary>Rows of the batch.</summary>
    public int Batch => batch;

    /// <summary>(batch, count): the classes of the nearest rows, from 0; -1 where fewer were found.</summary>
    public long[] Classes { get; } = new long[batch * count];

    /// <summary>(batch, count): which rows of the training they are, from 0; -1 where fewer were found.</summary>
    public long[] Rows { get; } = new long[batch * count];

    /// <summary>(batch, count): their Euclidean distances; NaN where fewer were found.</summary>
    public float[] Distances { get; } = new float[batch * count];

    /// <summary>(batch, classes): the share of the votes of each class.</summary>
    public float[] Votes { get; } = new float[batch * classes];

    /// <summary>Takes what was found for a row.</summary>
    /// <param name="row">The row of the batch.</param>
    /// <param name="nearest">What was found.</param>
    /// <param name="labels">Classes of the stored rows.</param>
    /// <param name="numbers">Their numbers.</param>
    public void Take(int row, NearestFew nearest, ReadOnlySpan<long> labels, ReadOnlySpan<long> numbers)
    {
        var votes = Votes.AsSpan(row * classes, classes);
        for (var rank = 0; rank < count; rank++)
        {
            var at = (row * count) + rank;
            if (rank >= nearest.Held)
            {
                (Classes[at], Rows[at], Distances[at]) = (-1, -1, float.NaN);
                continue;
            }
            var place = nearest.Place(rank);
            (Classes[at], Rows[at], Distances[at]) = (labels[place], numbers[place], MathF.Sqrt(nearest.Square(rank)));
            ref var vote = ref votes[(int)labels[place]];
            vote += (vote == 0 ? 1 + (Tie * (count - rank) / count) : 1) / nearest.Held;
        }
    }
}
