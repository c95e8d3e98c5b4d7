namespace DeepML;

/// <summary>How a language model draws what it writes.</summary>
public sealed record GenerationOptions
{
    /// <summary>How bold: 0 takes the likeliest token, 1 draws by the model's probabilities, more evens them out.</summary>
    /// <value>At least 0; the default is 1.</value>
    public double Temperature { get; init; } = 1;

    /// <summary>Only so many of the likeliest tokens are drawn from (Fan et al., arXiv:1805.04833).</summary>
    /// <value>At least 1; null (the default) for all.</value>
    public int? TopK { get; init; }

    /// <summary>
    /// Only the likeliest tokens that together have this share of the probability are drawn from, at least one (nucleus sampling: Holtzman
    /// et al., arXiv:1904.09751).
    /// </summary>
    /// <value>In (0, 1]; null (the default) for all.</value>
    public double? TopP { get; init; }

    /// <summary>Fixes the draws.</summary>
    /// <value>Null (the default) draws it from the environment.</value>
    public int? Seed { get; init; }

    /// <summary>Refuses numbers out of their range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    internal void Check()
    {
        if (!(Temperature >= 0 && double.IsFinite(Temperature)))
            throw new ArgumentOutOfRangeException("temperature", Temperature, "The temperature must be a number of at least 0.");
        if (TopK < 1)
            throw new ArgumentOutOfRangeException(nameof(TopK), TopK, "TopK must be at least 1, or null for all tokens.");
        if (TopP is { } share && !(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(TopP), TopP, "TopP must be in (0, 1], or null for all tokens.");
    }
}
