using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Squared or another error of a number; the metric is the mean absolute error. A censored label, the least that the number can be, is in
/// error only where less is predicted.
/// </summary>
/// <param name="options">Label noise: the standard deviation of what is added.</param>
/// <param name="centre">What is taken off the labels before the network meets them.</param>
/// <param name="spread">What the rest is divided by, above 0.</param>
/// <param name="rule">The loss, and the function of the answer; null for squared errors of the answer itself.</param>
internal sealed class RegressionLoss(TrainingOptions options, double centre = 0, double spread = 1, NumberRule? rule = null) : HeadLoss
{
    private readonly NumberRule _rule = rule ?? NumberRule.Plain;

    /// <inheritdoc/>
    public override object Identity => _rule.IsPlain
        ? new { Head = "regression", Centre = centre, Spread = spread }
        : new { Head = "regression", Centre = centre, Spread = spread, Rule = _rule };

    /// <summary>
    /// The square of a unit of the network's answer where losses are squared errors of labels; other losses are in the unit learned in.
    /// </summary>
    public override double Unit => _rule.Loss is SquaredLoss ? spread * spread : 1;

    /// <summary>What is wrong with options for this loss: none of them may be without effect.</summary>
    public static void Validate(TrainingOptions options, OptionFaults faults)
    {
        if (options.LabelSmoothing != 0)
            faults.Add("Training.LabelSmoothing", options.LabelSmoothing, "0 for regression");
        if (options.ClassWeights is not null)
            faults.Add("Training.ClassWeights", $"a list of {options.ClassWeights.Count}", "null for regression");
    }

    /// <inheritdoc/>
    public override Tensor Training(Tensor answer, TensorBatch batch) => Loss(answer, Noisy(batch), batch);

    /// <inheritdoc/>
    public override AnswerLoss? Known(TensorBatch batch) => batch.Weights is null && batch.Censored is null && _rule.IsPlain
        ? new NumberErrors<NumberError.Squared>(Scaled(Noisy(batch))) : null;

    /// <inheritdoc/>
    public override Tensor Noisy(TensorBatch batch) =>
        options.LabelNoise == 0 ? batch.Targets : TrainingNoise.OnNumbers(batch.Targets, options.LabelNoise);

    /// <inheritdoc/>
    public override Tensor Mean(Tensor answer, TensorBatch batch) => Loss(answer, batch.Targets, batch);

    /// <inheritdoc/>
    public override void Measure(Tensor answer, TensorBatch batch, RowSums sums)
    {
        var (predicted, labels) = (_rule.Predicted(answer.squeeze(1)), Scaled(batch.Targets));
        var errors = Uncensored((predicted - labels).abs_(), predicted, labels, batch);
        if (batch.Weights is null)
            sums.Add(MetricNames.AbsoluteError, errors.mean().Read<float>() * spread, batch.Rows);
        else
            AddWeighted(sums, MetricNames.AbsoluteError, errors, batch, spread);
    }

    private Tensor Loss(Tensor answer, Tensor targets, TensorBatch batch)
    {
        var (said, labels) = (answer.squeeze(1), Scaled(targets));
        return batch.Weights is null && batch.Censored is null && _rule.IsPlain
            ? nn.functional.mse_loss(said, labels)
            : MeanOfRows(Uncensored(_rule.Each(said, labels), _rule.Predicted(said), labels, batch), batch);
    }

    // What is predicted above a censored label may be right, and costs nothing.
    private static Tensor Uncensored(Tensor each, Tensor predicted, Tensor labels, TensorBatch batch) => batch.Censored is { } censored
        ? each.masked_fill(censored.gt(Numbers.Zero).logical_and(predicted.ge(labels)), Numbers.Zero)
        : each;

    private Tensor Scaled(Tensor targets) => centre == 0 && spread == 1 ? targets : targets.Minus(centre).Over(spread);
}
