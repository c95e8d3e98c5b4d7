namespace DeepML;

/// <summary>How an answer is explained.</summary>
public sealed record ExplanationOptions
{
    /// <summary>The method.</summary>
    public ExplanationMethod Method { get; init; }

    /// <summary>
    /// The class whose evidence is explained, from 0 (yes or no: 0 is no, 1 is yes); null takes the one predicted. Where numbers are
    /// predicted there is none.
    /// </summary>
    public int? ClassIndex { get; init; }

    /// <summary>
    /// The row that has nothing to say, as long as the rows of the feature column (for sequences: one step). Null takes what the network
    /// scales to 0, which is a usual row; 0 where it does not scale; of keys and categories a missing
    /// one; where no key was ever missing in training, give one that says nothing.
    /// </summary>
    public IReadOnlyList<float>? Baseline { get; init; }

    /// <summary>Occlusion of pictures: pixels on a side of what is covered at a time.</summary>
    /// <value>At least 1; null takes an eighth of the shorter side, at least 1.</value>
    public int? PatchSize { get; init; }
}
