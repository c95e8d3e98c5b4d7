namespace DeepML;

/// <summary>What becomes of missing values (NaN) in a series.</summary>
public enum GapHandling
{
    /// <summary>Filled: in training on a straight line, with the season if there is one; later from the past alone.</summary>
    Fill,

    /// <summary>Filled as well, but the network is told which values are real, and learns nothing from the others.</summary>
    Mask,

    /// <summary>An error that names the row.</summary>
    Refuse,
}
