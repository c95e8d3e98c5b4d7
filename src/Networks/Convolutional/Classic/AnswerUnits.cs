namespace DeepML;

/// <summary>The units that give the answer of a convolutional network.</summary>
public enum AnswerUnits
{
    /// <summary>Weighted sums, one for each class.</summary>
    Linear,

    /// <summary>
    /// Euclidean radial basis functions: the score of a class is -½‖x - w‖², x what the last layer gives and w a code of -1 and 1 for
    /// each class, drawn at random and never trained (LeCun et al., Proc. IEEE 86, 1998, section II.B). For classes only.
    /// </summary>
    RadialBasis,
}
