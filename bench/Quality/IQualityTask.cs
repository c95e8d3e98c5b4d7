namespace DeepML.Bench;

/// <summary>A learning task of the issues' tables, with the baseline it must beat.</summary>
internal interface IQualityTask
{
    /// <summary>Start of the names of its results.</summary>
    string Name { get; }

    /// <summary>Learns and measures.</summary>
    /// <returns>Results as they become known, each with its full name; baselines beside them.</returns>
    IEnumerable<(string Name, double Value)> Run();
}
