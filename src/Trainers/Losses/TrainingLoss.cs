using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>What a module of the program's own is trained to make small. Derive a record for a loss of your own.</summary>
/// <remarks>
/// The numbers of a loss are members of its record: checkpoints compare name and members, and only a training with an equal loss goes on
/// from them. A member whose content cannot be told from outside (a function, a tensor, a module) is refused as soon as checkpoints
/// are written.
/// </remarks>
public abstract record TrainingLoss
{
    /// <summary>A loss whose members say everything about it.</summary>
    protected TrainingLoss()
    {
    }

    /// <summary>What is wrong with the members, a sentence each, for the one error that names every fault; none by default.</summary>
    protected virtual IEnumerable<string> Faults => [];

    /// <summary>The mean loss of a batch. Called with gradients while the module learns, and without where it is measured.</summary>
    /// <param name="answer">
    /// What the module answered: (batch, classes) for classes, (batch) for yes or no and for numbers, (batch, outputs) of a transform.
    /// </param>
    /// <param name="target">
    /// What it should answer: the class of each row, (batch), int64; 0 or 1, or the number of each row, (batch), float32; (batch, targets),
    /// float32, of a transform.
    /// </param>
    /// <returns>0-d, with a graph that reaches <paramref name="answer"/>.</returns>
    public abstract Tensor Mean(Tensor answer, Tensor target);

    internal void Validate(OptionFaults faults, string name) => faults.Add(name, Faults);
}
