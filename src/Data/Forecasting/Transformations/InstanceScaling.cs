namespace DeepML;

/// <summary>What is taken off each window before the network reads it, and given back to the forecast.</summary>
public enum InstanceScaling
{
    /// <summary>The last value or the mean of the window: whichever lies nearer to the values that follow in the training data.</summary>
    Auto,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>The window's last value is subtracted: good for series that trend.</summary>
    LastValue,

    /// <summary>The window's mean is subtracted: good for series that swing around a level.</summary>
    Mean,

    /// <summary>The mean is subtracted and the rest divided by the window's standard deviation (Kim et al., ICLR 2022).</summary>
    MeanAndDeviation,
}
