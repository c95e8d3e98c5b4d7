using DeepML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss that belongs to a task, and the metric people read beside it.</summary>
/// <param name="task">Cross-entropy for classes and for yes or no, squared error for numbers.</param>
internal sealed class TaskLoss(PredictionTask task)
{
    /// <summary>Mean loss of a batch.</summary>
    /// <param name="answer">(batch, classes) logits, or (batch, 1).</param>
    /// <param name="batch">Holds the targets, (batch): classes as int64, else float32.</param>
    /// <returns>0-d.</returns>
    public Tensor Mean(Tensor answer, TensorBatch batch) => task switch
    {
        PredictionTask.Multiclass => nn.functional.cross_entropy(answer, batch.Targets),
        PredictionTask.Binary => nn.functional.binary_cross_entropy_with_logits(answer.squeeze(1), batch.Targets),
        _ => nn.functional.mse_loss(answer.squeeze(1), batch.Targets),
    };

    /// <summary>Adds the accuracy, or the mean absolute error of numbers.</summary>
    public void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        switch (task)
        {
            case PredictionTask.Multiclass:
                sums.Add("accuracy", answer.argmax(1).eq(batch.Targets).sum().ToDouble() / batch.Rows, batch.Rows);
                break;
            case PredictionTask.Binary:
                sums.Add("accuracy", answer.squeeze(1).gt(0).eq(batch.Targets.gt(0.5)).sum().ToDouble() / batch.Rows, batch.Rows);
                break;
            default:
                sums.Add("mean absolute error", (answer.squeeze(1) - batch.Targets).abs().mean().ToDouble(), batch.Rows);
                break;
        }
    }
}
