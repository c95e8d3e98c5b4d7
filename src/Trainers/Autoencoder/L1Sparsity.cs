using DeepML.Networks;
using DeepML.Trainers;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Adds the absolute values of the code to the loss: weight · Σ|h|, averaged over rows.</summary>
public sealed record L1Sparsity : CodeSparsity
{
    /// <summary>Weight of the penalty.</summary>
    /// <value>Above 0; the default is 0.001.</value>
    public double Weight { get; init; } = 1e-3;

    internal override Tensor? Penalty(Tensor code) => code.abs().sum(dim: 1).mean().Times(Weight);

    internal override void Validate(OptionFaults faults, string name, int codeSize) =>
        faults.Above(Weight, 0, $"{name}.{nameof(Weight)}");
}
