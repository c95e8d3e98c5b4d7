using DeepML.Trainers;

namespace DeepML;

/// <summary>The rule that turns gradients into steps; one record per rule.</summary>
public abstract record OptimizerOptions
{
    // Only this library's rules: each must be known to checkpoints.
    private protected OptimizerOptions()
    {
    }

    internal abstract OptimizerRule Rule(double weightDecay);

    internal abstract void Validate(OptionFaults faults, string name);
}
