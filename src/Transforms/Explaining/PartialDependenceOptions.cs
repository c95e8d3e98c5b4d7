namespace DeepML;

/// <summary>Of how many rows and values a partial dependence is made.</summary>
public sealed record PartialDependenceOptions
{
    /// <summary>
    /// Rows over which is averaged, at least 1: all, or if there are more, as many drawn from the first hundred thousand, always the same.
    /// The default is 500.
    /// </summary>
    public int MaximumRows { get; init; } = 500;

    /// <summary>
    /// Values that the feature is given, at least 2: all that are there, if there are no more, else as many at equal distances between the
    /// 5th and the 95th of a hundred equal parts of its values. Of categories all are taken. The default is 25.
    /// </summary>
    public int Points { get; init; } = 25;

    internal void Check()
    {
        if (MaximumRows < 1)
            throw new ArgumentOutOfRangeException(nameof(MaximumRows), MaximumRows, $"{nameof(MaximumRows)} must be at least 1.");
        if (Points < 2)
            throw new ArgumentOutOfRangeException(nameof(Points), Points, $"{nameof(Points)} must be at least 2.");
    }
}
