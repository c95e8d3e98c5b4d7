namespace DeepML;

/// <summary>When a perceptron has answered a row wrongly, and which weights then move.</summary>
public enum PerceptronRule
{
    /// <summary>
    /// When the largest score is not that of the row's class: the row is added to the weights of its class and taken off those of the
    /// class answered (Crammer and Singer, JMLR 3, 2003).
    /// </summary>
    Winner,

    /// <summary>
    /// Each output by itself, towards 1 for the row's class and -1 for all others: it answers 1 above
    /// <see cref="PerceptronOptions.Threshold"/>, -1 below its negative and 0 between; where that is not what it should, the row times what
    /// it should is added to its weights (Rosenblatt 1958). Learning ends when an epoch moves nothing.
    /// </summary>
    PerOutput,
}
