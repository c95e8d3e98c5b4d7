namespace DeepML.Bench;

/// <summary>What goes wrong with a sensor of the simulated plant.</summary>
internal enum PlantFault
{
    /// <summary>One value far off.</summary>
    Spike,

    /// <summary>An offset that grows.</summary>
    Drift,

    /// <summary>The last value, again and again.</summary>
    Frozen,

    /// <summary>Values that would be right at another time: each by itself is ordinary, but not beside the other sensors.</summary>
    Correlation,
}
