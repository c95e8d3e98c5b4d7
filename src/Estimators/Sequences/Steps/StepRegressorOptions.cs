using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a network that predicts numbers at every step of a sequence.</summary>
public sealed record StepRegressorOptions : SequenceStepsOptions
{
    /// <summary>Numbers to predict at each step.</summary>
    /// <value>
    /// At least 1; null (the default) takes the last dimension of a label that is a vector of several dimensions, else 1.
    /// </value>
    public int? LabelSize { get; init; }

    /// <summary>
    /// Whether each number of the label is learned in a unit of its own, mean 0 and deviation 1, and predicted in the label's.
    /// </summary>
    /// <value>The default is true. What was chosen is in <see cref="TrainingHistory.Chosen"/>.</value>
    public bool ScaleLabel { get; init; } = true;

    /// <summary>By which loss numbers are learned.</summary>
    /// <value>
    /// Null (the default) for <see cref="SquaredLoss"/>; or <see cref="AbsoluteLoss"/>, <see cref="HuberLoss"/>,
    /// <see cref="QuantileLoss"/>, <see cref="PoissonLoss"/>.
    /// </value>
    public NumberLoss? Loss { get; init; }

    /// <summary>What is done with the last sums before they are the numbers that are predicted.</summary>
    /// <value>
    /// Null (the default) for <see cref="NumberFunction.Identity"/>, with <see cref="PoissonLoss"/> for
    /// <see cref="NumberFunction.Exponential"/>. Others than the identity predict numbers in their range only, outside of which no label
    /// may lie, and labels are learned in their own unit.
    /// </value>
    public NumberFunction? OutputFunction { get; init; }

    internal NumberRule Rule => NumberAnswer.Of(Loss, OutputFunction)?.Rule ?? NumberRule.Plain;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        if (LabelSize is { } size)
            faults.AtLeast(size, 1, nameof(LabelSize));
        NumberAnswer.Of(Loss, OutputFunction)?.Validate(faults, ofNumbers: true);
    }
}
