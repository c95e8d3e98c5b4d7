namespace DeepML;

/// <summary>How the numbers of a feature vector are scaled for the networks; generated ones are scaled back.</summary>
public enum GanScaling
{
    /// <summary>
    /// To [-1, 1], each number by its own range, or all by one range if the rows are pictures; generated numbers stay inside.
    /// </summary>
    Range,

    /// <summary>To mean 0 and standard deviation 1; generated numbers may be of any size.</summary>
    Deviation,
}
