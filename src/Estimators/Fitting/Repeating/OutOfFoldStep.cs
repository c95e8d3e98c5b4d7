using DeepML.Data;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Measures rows held out, each by the network that has not learned from it.</summary>
/// <param name="steps">Of the trained networks; the caller's.</param>
/// <param name="rows">The rows, which say whose they are.</param>
internal sealed class OutOfFoldStep(IReadOnlyList<SupervisedStep> steps, OutOfFoldRows rows) : TrainingStep, IAnsweringStep
{
    /// <summary>Each network with the rows that it has not learned from.</summary>
    public IEnumerable<HeldOutPart> Parts => steps.Select((step, network) => new HeldOutPart(step, rows.Parts[network], view =>
    {
        using var learned = rows.LearnedFrom(network);
        return PlainRows.Read(learned, int.MaxValue, view);
    }));

    /// <inheritdoc/>
    public override nn.Module Network => Current.Network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates => [];

    /// <inheritdoc/>
    public override object Identity => Current.Identity;

    private SupervisedStep Current => steps[rows.Network];

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) => Current.Answer(batch);

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums) => Current.Evaluate(batch, sums);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums) =>
        throw new InvalidOperationException("The networks have been trained, each by itself.");
}
