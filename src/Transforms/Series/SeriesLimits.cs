using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What the options of operations on series have in common.</summary>
internal static class SeriesLimits
{
    /// <summary>Most rows that an operation looks back on or ahead.</summary>
    public const int MostRows = 1_000_000;

    /// <summary>Notes an empty name of a column that may be left out.</summary>
    public static void Name(PartFaults faults, string? name, string option)
    {
        if (name is "")
            faults.Add(option, "\"\"", "a name, or null for no such column");
    }
}
