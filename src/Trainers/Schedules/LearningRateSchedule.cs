using DeepML.Trainers;

namespace DeepML;

/// <summary>How the learning rate moves while a network is trained; one record per rule.</summary>
/// <remarks>A schedule scales <see cref="TrainingOptions.LearningRate"/> and holds no state: the rate at any moment follows from the
/// position and the losses so far, so an interrupted training that is taken up again meets the same rates.</remarks>
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>Whether the rate moves from batch to batch, not only from epoch to epoch.</summary>
    internal virtual bool MovesWithinEpoch => false;

    /// <summary>The rate as a multiple of the options' learning rate.</summary>
    /// <param name="epoch">Epochs done, in [0, <paramref name="epochs"/>); 2.5 is the middle of the third.</param>
    /// <param name="epochs">Epochs planned.</param>
    /// <param name="losses">Monitored loss of each finished epoch.</param>
    internal abstract double Factor(double epoch, int epochs, IReadOnlyList<double> losses);

    internal abstract void Validate(OptionFaults faults, string name);
}
