namespace DeepML;

/// <summary>What a task asks.</summary>
public enum TaskHeadKind
{
    /// <summary>One of several classes: a key, a text or a boolean.</summary>
    Multiclass,

    /// <summary>Yes or no: a boolean, which is never missing.</summary>
    Binary,

    /// <summary>A number: a float, missing where it is NaN.</summary>
    Regression,

    /// <summary>Several yes or no: a vector of boolean, or of float in [0, 1], where NaN is missing.</summary>
    Multilabel,

    /// <summary>Several numbers: a vector of float, where NaN is missing.</summary>
    VectorRegression,
}
