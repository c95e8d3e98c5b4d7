namespace DeepML.Bench;

/// <summary>A learning task of the issues' tables, with the baseline it must beat.</summary>
internal interface IQualityTask
{
    /// <summary>Start of the names of its results.</summary>
    string Name { get; }

    /// <summary>Learns and measures.</summary>
    /// <returns>Results as they become known, each with its full name; baselines beside them.</returns>
    IEnumerable<(string Name, double Value)> Run();

    /// <summary>The same for a part of the task; tasks that have no parts do everything.</summary>
    /// <param name="asked">The names on the command line, prefixes of results; none asks for all.</param>
    IEnumerable<(string Name, double Value)> Run(string[] asked) => Run();
}
