using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;

namespace DeepML;

/// <summary>Weights and limits of a recurrent network that is left to itself.</summary>
public sealed record SettlingNetworkOptions
{
    /// <summary>W: the weights of each unit over all units, a list for each.</summary>
    /// <value>As many lists as units, each with as many finite numbers; must be given.</value>
    public IReadOnlyList<IReadOnlyList<float>> Weights { get; init; } = [];

    /// <summary>b: a number for each unit.</summary>
    /// <value>As many finite numbers as units; null (the default) is 0 for each.</value>
    public IReadOnlyList<float>? Biases { get; init; }

    /// <summary>f, applied to the weighted sums.</summary>
    /// <value>Any function without a weight of its own; the default is <see cref="Activation.HardTanh"/>, also known as satlins.</value>
    public Activation Function { get; init; } = Activation.HardTanh;

    /// <summary>Steps after which a state is taken as it is: a network need not settle.</summary>
    /// <value>In [1, 1,000,000]; the default is 1,000.</value>
    public int MaximumSteps { get; init; } = 1000;

    /// <summary>Largest change of a unit in one step that counts as none.</summary>
    /// <value>At least 0; the default is 1e-6.</value>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>
    /// Name of a column with the steps until nothing changed: a float; <see cref="MaximumSteps"/> if it never came to that.
    /// </summary>
    /// <value>Null (the default) adds none.</value>
    public string? StepsColumnName { get; init; }

    /// <summary>
    /// Name of a column with the energy of the state, -½aᵀWa - bᵀa + ½aᵀa: a float. It tells of symmetric weights where a state lies in
    /// its valley (Hopfield, PNAS 81, 1984).
    /// </summary>
    /// <value>
    /// Null (the default) adds none; must be null unless the function is its input between borders: HardTanh, Ramp, ReLU or Identity.
    /// </value>
    public string? EnergyColumnName { get; init; }

    internal void Validate(string output)
    {
        var faults = new OptionFaults();
        if (Weights is not { Count: > 0 })
            faults.Add(nameof(Weights), Weights is null ? null : "empty", "a list of weights for each unit");
        for (var unit = 0; unit < (Weights?.Count ?? 0); unit++)
            Numbers(faults, Weights![unit], Weights.Count, $"{nameof(Weights)}[{unit}]");
        if (Biases is not null)
            Numbers(faults, Biases, Weights?.Count ?? 0, nameof(Biases));
        faults.Defined(Function, nameof(Function));
        if (Function == Activation.ParametricReLU)
            faults.Add(nameof(Function), Function, "a function without a weight of its own");
        faults.InRange(MaximumSteps, 1, SettledColumns.MostSteps, nameof(MaximumSteps));
        faults.AtLeast(Tolerance, 0, nameof(Tolerance));
        SettledNames.Check(faults, output, StepsColumnName, EnergyColumnName);
        if (EnergyColumnName is not null && !SettlingNetwork.HasEnergy(Function))
            faults.Add(nameof(EnergyColumnName), $"\"{EnergyColumnName}\"", $"null for {Function}: its energy is not known");
        faults.ThrowIfAny("options");
    }

    private static void Numbers(OptionFaults faults, IReadOnlyList<float>? numbers, int count, string name)
    {
        if (numbers is null || numbers.Count != count)
            faults.Add(name, numbers is null ? null : $"a list of {numbers.Count}", $"a list of {count} numbers, one for each unit");
        else if (numbers.Any(number => !float.IsFinite(number)))
            faults.Add(name, numbers.First(number => !float.IsFinite(number)), "finite");
    }
}
