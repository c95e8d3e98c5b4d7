namespace DeepML;

/// <summary>How many lags a process model has.</summary>
public enum ProcessOrder
{
    /// <summary>Two where the rows tell them from one (Akaike's criterion, lower by more than 6), else one.</summary>
    Automatic,

    /// <summary>One lag and a dead time.</summary>
    First,

    /// <summary>Two lags and a dead time.</summary>
    Second,
}
