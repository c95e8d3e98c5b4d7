namespace DeepML;

/// <summary>How a <see cref="BatchedScorer{TSrc, TDst}"/> gathers rows.</summary>
public sealed record BatchedScorerOptions
{
    /// <summary>Rows that are scored together at most.</summary>
    /// <value>At least 1; the default is 256.</value>
    public int MaximumRows { get; init; } = 256;

    /// <summary>How long the first row of a batch waits for others.</summary>
    /// <value>At least zero, which takes those that are there; the default is 2 milliseconds.</value>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Rows that may wait; who brings more waits until there is room.</summary>
    /// <value>At least 1; the default is 4,096.</value>
    public int Capacity { get; init; } = 4096;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1);
        if (MaximumWait < TimeSpan.Zero || MaximumWait > TimeSpan.FromHours(1))
            throw new ArgumentOutOfRangeException(
                nameof(MaximumWait), MaximumWait, "MaximumWait must be at least zero and at most an hour.");
    }
}
