using DeepML.Trainers;

namespace DeepML;

/// <summary>How the learning rate moves while a network is trained; one record per rule. Derive a record for a rule of your own.</summary>
/// <remarks>A schedule scales <see cref="TrainingOptions.LearningRate"/> and holds no state: the rate at any moment follows from the
/// position and the losses so far, so an interrupted training that is taken up again meets the same rates. Checkpoints compare name and
/// members of the record, and only a training with an equal one goes on from them.</remarks>
public abstract record LearningRateSchedule
{
    /// <summary>A rule whose members say everything about it.</summary>
    protected LearningRateSchedule()
    {
    }

    /// <summary>What is wrong with the members, a sentence each, for the one error that names every fault; none by default.</summary>
    protected virtual IEnumerable<string> Faults => [];

    /// <summary>Whether the rate moves from batch to batch, not only from epoch to epoch.</summary>
    public virtual bool MovesWithinEpoch => false;

    /// <summary>The rate as a multiple of the options' learning rate.</summary>
    /// <param name="epoch">Epochs done, in [0, <paramref name="epochs"/>); 2.5 is the middle of the third.</param>
    /// <param name="epochs">Epochs planned.</param>
    /// <param name="losses">Monitored loss of each finished epoch: of the rows held out if there are any, else of the training
    /// rows.</param>
    /// <returns>At least 0.</returns>
    public abstract double Factor(double epoch, int epochs, IReadOnlyList<double> losses);

    internal virtual void Validate(OptionFaults faults, string name) => faults.Add(name, Faults);
}
