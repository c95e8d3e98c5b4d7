using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Stops trials that are among the worse after some epochs (asynchronous successive halving, Li et al., MLSys 2020): after the first rung
/// of epochs, and each time as many epochs as <see cref="Factor"/> says are done, a trial goes on only if its loss is among the best 1 of
/// <see cref="Factor"/> of all trials that came so far, or the best.
/// </summary>
/// <remarks>
/// Compared are losses of the rows that the training holds out (<c>TrainingOptions.ValidationFraction</c>), else of those trained on; where
/// trials differ in loss function, smoothing or class weights, their losses do not compare. A trial that trains several times is compared
/// with others in each training.
/// </remarks>
public sealed record SuccessiveHalving
{
    /// <summary>Epochs of the first rung.</summary>
    /// <value>At least 1; the default is 5.</value>
    public int FirstEpochs { get; init; } = 5;

    /// <summary>How many times as many epochs each further rung has, and of how many trials one goes on.</summary>
    /// <value>At least 2; the default is 3.</value>
    public int Factor { get; init; } = 3;

    /// <summary>Whether trials are compared after an epoch.</summary>
    internal bool IsRung(int epoch)
    {
        var rung = (long)FirstEpochs;
        while (rung < epoch)
            rung *= Factor;
        return rung == epoch;
    }

    /// <summary>Whether a trial goes on.</summary>
    /// <param name="loss">Its loss.</param>
    /// <param name="others">Those of the other trials at the same rung.</param>
    internal bool GoesOn(double loss, IReadOnlyCollection<double> others) =>
        others.Count(other => other < loss) < Math.Max(1, (others.Count + 1) / Factor);

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(FirstEpochs, 1, $"{name}.{nameof(FirstEpochs)}");
        faults.AtLeast(Factor, 2, $"{name}.{nameof(Factor)}");
    }
}
