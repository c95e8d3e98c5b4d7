using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>How sequences are handed to a network that learns from them; those that measure it get them as they are.</summary>
internal static class SequenceOrder
{
    /// <summary>The rows in batches of like length, or without some of their keys.</summary>
    /// <param name="rows">The rows of the fit.</param>
    /// <param name="column">The sequences.</param>
    /// <param name="bucketByLength">Whether a batch has sequences of like length.</param>
    /// <param name="keyDropout">Share of the keys that are missing in each batch.</param>
    /// <param name="frequentKeys">The share of all from which on a key is left out now and then; null for none.</param>
    /// <exception cref="ArgumentException">Keys are to be missing where there are none.</exception>
    public static FitRows Of(
        FitRows rows, SequenceInput column, bool bucketByLength, double keyDropout = 0, double? frequentKeys = null)
    {
        if (frequentKeys is { } share && column.Shape.KeyCount == 0)
            throw new ArgumentException(FormattableString.Invariant($"FrequentKeys is {share}; it must be null, as the steps of column ")
                + $"'{column.Name}' are numbers and no keys.");
        if (keyDropout > 0 && column.Shape.KeyCount == 0)
            throw new ArgumentException(FormattableString.Invariant($"KeyDropout is {keyDropout}; it must be 0, as the steps of column ")
                + $"'{column.Name}' are numbers and no keys.");
        var training = rows.Training;
        if (bucketByLength)
            training = new BucketedBatches(training, column.Width);
        if (frequentKeys is { } threshold)
            training = new FrequentKeysBatches(training, column.Shape.KeyCount, threshold);
        if (keyDropout > 0)
            training = new KeyDropoutBatches(training, keyDropout);
        return rows with { Training = training };
    }
}
