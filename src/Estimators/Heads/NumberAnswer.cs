using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>By which loss numbers are learned, and through which function they are predicted, as the options say.</summary>
/// <param name="Loss">The loss; null for squared errors.</param>
/// <param name="Function">The function; null for the one that belongs to the loss.</param>
internal sealed record NumberAnswer(NumberLoss? Loss, NumberFunction? Function)
{
    /// <summary>What the options ask for; null where they ask for nothing.</summary>
    public static NumberAnswer? Of(NumberLoss? loss, NumberFunction? function) =>
        loss is null && function is null ? null : new NumberAnswer(loss, function);

    /// <summary>What is learned by.</summary>
    public NumberRule Rule => new(
        Loss ?? new SquaredLoss(), Function ?? (Loss is PoissonLoss ? NumberFunction.Exponential : NumberFunction.Identity));

    /// <summary>Notes what is wrong.</summary>
    /// <param name="faults">Receives the faults.</param>
    /// <param name="ofNumbers">Whether numbers are predicted at all.</param>
    public void Validate(OptionFaults faults, bool ofNumbers)
    {
        if (!ofNumbers)
        {
            if (Loss is not null)
                faults.Add(nameof(Loss), Loss.GetType().Name, "null where classes are predicted");
            if (Function is not null)
                faults.Add("OutputFunction", Function, "null where classes are predicted");
            return;
        }
        Loss?.Validate(faults, nameof(Loss));
        if (Function is { } function)
            faults.Defined(function, "OutputFunction");
        if (Loss is PoissonLoss && Function is not (null or NumberFunction.Exponential))
            faults.Add("OutputFunction", Function, "Exponential or null for PoissonLoss");
    }

    /// <summary>Refuses labels that the function cannot reach.</summary>
    /// <param name="rule">How numbers are learned.</param>
    /// <param name="range">The smallest and the largest label.</param>
    /// <param name="everyRow">How an error begins that speaks of all rows.</param>
    /// <exception cref="InvalidOperationException">A label lies outside.</exception>
    public static void Check(NumberRule rule, (double Minimum, double Maximum) range, string everyRow)
    {
        var (smallest, largest) = NumberFunctions.Range(rule.Function);
        if (range.Minimum < smallest || range.Maximum > largest)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{everyRow} must hold numbers in [{smallest}, {largest}], as OutputFunction is {rule.Function}; they lie in ")
                + FormattableString.Invariant($"[{range.Minimum}, {range.Maximum}]."));
    }
}
