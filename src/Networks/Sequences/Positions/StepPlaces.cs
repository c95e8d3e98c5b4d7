using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Numbers that stand for places in a sequence, to be added to those of the steps.</summary>
internal abstract class StepPlaces() : Module<Tensor, Tensor>("StepPlaces")
{
    /// <summary>Adds the places to a sequence from its start.</summary>
    /// <param name="steps">(batch, time, width).</param>
    /// <returns>(batch, time, width).</returns>
    public override Tensor forward(Tensor steps) => steps.Plus(At(0, steps.size(1), steps.device));

    /// <summary>The numbers of some places.</summary>
    /// <returns>(count, width).</returns>
    public abstract Tensor At(long start, long count, Device device);
}
