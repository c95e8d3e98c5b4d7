namespace DeepML;

/// <summary>How an elimination finds out what a feature is worth to its trainer.</summary>
public enum EliminationImportance
{
    /// <summary>
    /// By the model's weights, where it has them: |w| times the deviation of the feature, of several classes the root of the sum of their
    /// squares; of trees the gain of their splits. By <see cref="Permutation"/> where it has none.
    /// </summary>
    Weights,

    /// <summary>
    /// By how much the error on held-out rows grows when the feature's values are shuffled among them (Breiman, Machine Learning 45, 2001).
    /// </summary>
    Permutation,
}
