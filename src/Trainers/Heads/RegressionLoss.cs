using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Squared error of a number; the metric is the mean absolute error.</summary>
/// <param name="options">Label noise: the standard deviation of what is added.</param>
internal sealed class RegressionLoss(TrainingOptions options) : HeadLoss
{
    /// <inheritdoc/>
    public override object Identity => new { Head = "regression" };

    /// <summary>What is wrong with options for this loss: none of them may be without effect.</summary>
    public static void Validate(TrainingOptions options, OptionFaults faults)
    {
        if (options.LabelSmoothing != 0)
            faults.Add("Training.LabelSmoothing", options.LabelSmoothing, "0 for regression");
        if (options.ClassWeights is not null)
            faults.Add("Training.ClassWeights", $"a list of {options.ClassWeights.Count}", "null for regression");
    }

    /// <inheritdoc/>
    public override Tensor Training(Tensor answer, TensorBatch batch) => Loss(answer, Noisy(batch));

    /// <inheritdoc/>
    public override Tensor Noisy(TensorBatch batch) =>
        options.LabelNoise == 0 ? batch.Targets : TrainingNoise.OnNumbers(batch.Targets, options.LabelNoise);

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer, batch.Targets);

    /// <inheritdoc/>
    public override void Measure(Tensor answer, TensorBatch batch, RowSums sums) =>
        sums.Add(MetricNames.AbsoluteError, (answer.squeeze(1) - batch.Targets).abs_().mean().Read<float>(), batch.Rows);

    private static Tensor Loss(Tensor answer, Tensor targets) => nn.functional.mse_loss(answer.squeeze(1), targets);
}
