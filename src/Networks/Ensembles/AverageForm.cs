namespace DeepML.Networks;

/// <summary>What comes of a mean of several models' answers, for the head that reads it.</summary>
internal enum AverageForm
{
    /// <summary>The mean itself: of numbers, and of scores that are no probabilities.</summary>
    Mean,

    /// <summary>Its logarithm: of the probabilities of classes, which a softmax brings back.</summary>
    Logarithm,

    /// <summary>Its log-odds: of the probability of a yes, which a sigmoid brings back.</summary>
    LogOdds,
}
