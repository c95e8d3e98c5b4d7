namespace DeepML.Data;

/// <summary>What a supervised network answers.</summary>
internal enum PredictionTask
{
    /// <summary>One of several classes: the label is a key.</summary>
    Multiclass,

    /// <summary>Yes or no: the label is a boolean.</summary>
    Binary,

    /// <summary>A number: the label is a float.</summary>
    Regression,
}
