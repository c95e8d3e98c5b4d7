namespace DeepML;

/// <summary>What is made least, of the distance e of the measured value from the set point.</summary>
public enum TuningCriterion
{
    /// <summary>∫ t |e| dt: long tails count most.</summary>
    Itae,

    /// <summary>∫ |e| dt.</summary>
    Iae,

    /// <summary>∫ e² dt: large distances count most.</summary>
    Ise,
}
