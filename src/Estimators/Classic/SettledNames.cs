using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>Names of the columns that a network adds which is left to itself.</summary>
internal static class SettledNames
{
    /// <summary>Notes empty names, and names that are used twice.</summary>
    public static void Check(OptionFaults faults, string output, string? steps, string? energy)
    {
        Name(faults, steps, nameof(SettlingNetworkOptions.StepsColumnName), output);
        Name(faults, energy, nameof(SettlingNetworkOptions.EnergyColumnName), output, steps);
    }

    private static void Name(OptionFaults faults, string? name, string option, params string?[] others)
    {
        if (name is "")
            faults.Add(option, "\"\"", "a name, or null for no such column");
        else if (name is not null && others.Contains(name))
            faults.Add(option, $"\"{name}\"", "another name than those of the other columns that are added");
    }
}
