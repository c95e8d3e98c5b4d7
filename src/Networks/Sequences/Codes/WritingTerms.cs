namespace DeepML.Networks;

/// <summary>On what terms sequences are written from their codes.</summary>
/// <param name="KeyDropout">Share of the keys before that the writer is not told, in [0, 1].</param>
/// <param name="Deviation">Standard deviation of numbers around those that are written, in the unit in which the network compares.</param>
internal sealed record WritingTerms(double KeyDropout, double Deviation)
{
    /// <summary>Everything is told.</summary>
    public static WritingTerms Plain { get; } = new(0, 1);
}
