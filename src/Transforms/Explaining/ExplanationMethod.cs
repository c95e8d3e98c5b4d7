namespace DeepML;

/// <summary>How it is found what each number of a row has contributed to an answer.</summary>
public enum ExplanationMethod
{
    /// <summary>Integrated gradients for numbers and pictures, occlusion for keys and tables.</summary>
    Automatic,

    /// <summary>
    /// The gradient of the answer, averaged on the straight way from a baseline to the row, times the way (Sundararajan et al., ICML 2017,
    /// equation 1). The contributions add up to the difference of the two answers.
    /// </summary>
    IntegratedGradients,

    /// <summary>
    /// How much the answer falls when a number, a patch of a picture, a step of a sequence or a column of a table is replaced by the
    /// baseline's (Zeiler and Fergus, ECCV 2014). The contributions need not add up: what two numbers say together is counted twice or not.
    /// </summary>
    Occlusion,
}
