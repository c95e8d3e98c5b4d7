using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// The settings of the rule that turns gradients into steps; one record per rule. Derive a record for a rule of your own.
/// </summary>
/// <remarks>
/// Checkpoints compare name and members of the record, and only a training with an equal one goes on from them; what the rule
/// remembers from
/// step to step is kept in them (<see cref="OptimizerRule"/>). Learning rate, schedule, L1 penalty, accumulation and clipping of
/// gradients are
/// not the rule's business: they have been dealt with when it is called.
/// </remarks>
public abstract record OptimizerOptions
{
    /// <summary>Settings whose members say everything about the rule.</summary>
    protected OptimizerOptions()
    {
    }

    /// <summary>What is wrong with the members, a sentence each, for the one error that names every fault; none by default.</summary>
    protected virtual IEnumerable<string> Faults => [];

    /// <summary>Makes the rule.</summary>
    /// <param name="weightDecay"><see cref="TrainingOptions.WeightDecay"/>, which the rule applies in its own way; at least 0.</param>
    public abstract OptimizerRule Rule(double weightDecay);

    /// <summary>Whether the rule measures the loss of a batch of all rows several times to find its steps.</summary>
    internal virtual bool SearchesSteps => false;

    internal virtual void Validate(OptionFaults faults, string name) => faults.Add(name, Faults);
}
