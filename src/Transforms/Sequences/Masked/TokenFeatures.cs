namespace DeepML;

/// <summary>What a network that has read a sequence of keys gives of it.</summary>
public enum TokenFeatures
{
    /// <summary>The mean of the vectors of its keys.</summary>
    Mean,

    /// <summary>The vector of its first key: of BERT that of [CLS].</summary>
    First,

    /// <summary>The vector of every key.</summary>
    PerToken,
}
