using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;

namespace DeepML;

/// <summary>How a Hopfield memory stores patterns and recalls them.</summary>
public sealed record HopfieldMemoryOptions
{
    /// <summary>How patterns are stored.</summary>
    /// <value>The default is <see cref="HopfieldRule.Hebb"/>.</value>
    public HopfieldRule Rule { get; init; } = HopfieldRule.Hebb;

    /// <summary>In which order units turn.</summary>
    /// <value>The default is <see cref="HopfieldUpdate.OneByOne"/>.</value>
    public HopfieldUpdate Update { get; init; } = HopfieldUpdate.OneByOne;

    /// <summary>Sweeps over all units after which a state is taken as it is.</summary>
    /// <value>In [1, 1,000,000]; the default is 100.</value>
    public int MaximumSweeps { get; init; } = 100;

    /// <summary>Name of a column with the sweeps in which something changed: a float.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? StepsColumnName { get; init; }

    /// <summary>Name of a column with the energy of what is recalled, -½aᵀWa: a float. Patterns that were stored lie low.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? EnergyColumnName { get; init; }

    internal void Validate(string output)
    {
        var faults = new OptionFaults();
        faults.Defined(Rule, nameof(Rule));
        faults.Defined(Update, nameof(Update));
        faults.InRange(MaximumSweeps, 1, SettledColumns.MostSteps, nameof(MaximumSweeps));
        SettledNames.Check(faults, output, StepsColumnName, EnergyColumnName);
        faults.ThrowIfAny("options");
    }
}
