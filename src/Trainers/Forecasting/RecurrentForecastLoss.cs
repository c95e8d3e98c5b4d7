using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss that belongs to what a forecasting network answers.</summary>
/// <param name="distribution">What it answers.</param>
/// <param name="level">Share of the values that the bounds are to hold.</param>
/// <param name="masked">Whether targets may be NaN, which then count nothing.</param>
internal sealed class RecurrentForecastLoss(ForecastDistribution distribution, double level, bool masked)
{
    /// <summary>What tells this loss from others.</summary>
    public object Identity => new { Distribution = distribution, Level = level, Masked = masked };

    /// <summary>Mean over members, steps and rows.</summary>
    /// <param name="answer">(batch, members, horizon, answers).</param>
    /// <param name="batch">Holds the targets, (batch, horizon).</param>
    /// <returns>0-d.</returns>
    public Tensor Mean(Tensor answer, TensorBatch batch)
    {
        var target = batch.Targets.unsqueeze(1); // (batch, 1, horizon)
        if (!masked)
            return distribution.Loss(answer, target, level).mean();
        var present = target.isnan().logical_not(); // (batch, 1, horizon)
        var errors = distribution.Loss(answer, where(present, target, zeros_like(target)), level); // (batch, members, horizon)
        var counted = where(present.expand(errors.shape), errors, zeros_like(errors)).sum();
        return counted / present.sum().to(ScalarType.Float32).mul_(Numbers.Kept(answer.size(1))).clamp_min_(Numbers.One);
    }
}
