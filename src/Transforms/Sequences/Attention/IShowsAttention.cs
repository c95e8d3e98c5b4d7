namespace DeepML.Transforms;

/// <summary>A fitted network that may add a column of the weights by which it looks at what it reads.</summary>
internal interface IShowsAttention
{
    /// <summary>The column; null if it was not asked for.</summary>
    AttentionColumn? Attention { get; }
}
