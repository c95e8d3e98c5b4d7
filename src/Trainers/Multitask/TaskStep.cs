using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>One task of a trained network, to be measured: it does not learn.</summary>
/// <param name="network">The trained network.</param>
/// <param name="task">The task, with labels of its own in the batches.</param>
internal sealed class TaskStep(MultitaskNetwork network, TaskLoss task) : TrainingStep, IAnsweringStep
{
    /// <inheritdoc/>
    public override nn.Module Network => network;

    /// <inheritdoc/>
    public override IReadOnlyList<WeightUpdate> Updates => [];

    /// <inheritdoc/>
    public override object Identity => task.Name;

    /// <inheritdoc/>
    public Tensor Answer(TensorBatch batch) =>
        network.Answer(batch.Features, batch.LengthsIfAny).narrow(1, task.Start, task.Size);

    /// <inheritdoc/>
    public override void Train(TensorBatch batch, RowSums sums) => throw new NotSupportedException("A task is learned with the others.");

    /// <inheritdoc/>
    public override void Evaluate(TensorBatch batch, RowSums sums)
    {
        var answer = Answer(batch);
        sums.Add(task.Loss.Mean(answer, batch).Read<float>() * task.Loss.Unit, batch.Rows);
        task.Loss.Measure(answer, batch, sums);
    }
}
