using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The loss that belongs to what a forecasting network answers.</summary>
/// <param name="distribution">What it answers.</param>
/// <param name="level">Share of the values between the two quantiles.</param>
/// <param name="degreesOfFreedom">Of Student's t distribution.</param>
/// <param name="masked">Whether targets may be NaN, which then count nothing.</param>
internal sealed class RecurrentForecastLoss(ForecastDistribution distribution, double level, double degreesOfFreedom, bool masked)
{
    /// <summary>What tells this loss from others.</summary>
    public object Identity => new { Distribution = distribution, Level = level, DegreesOfFreedom = degreesOfFreedom, Masked = masked };

    /// <summary>Mean over members, steps and rows.</summary>
    /// <param name="answer">(batch, members, horizon, answers).</param>
    /// <param name="batch">Holds the targets, (batch, horizon).</param>
    /// <returns>0-d.</returns>
    public Tensor Mean(Tensor answer, TensorBatch batch)
    {
        var target = batch.Targets.unsqueeze(1); // (batch, 1, horizon)
        if (!masked)
            return Each(answer, target).mean();
        var present = target.isnan().logical_not(); // (batch, 1, horizon)
        var errors = Each(answer, where(present, target, zeros_like(target)));
        var counted = where(present.expand(errors.shape), errors, zeros_like(errors)).sum();
        return counted / present.sum().to(ScalarType.Float32).mul_(Numbers.Kept(answer.size(1))).clamp_min_(Numbers.One);
    }

    // (batch, members, horizon)
    private Tensor Each(Tensor answer, Tensor target)
    {
        var error = target - answer.select(3, 0);
        switch (distribution)
        {
            case ForecastDistribution.Quantile:
                var tail = (1 - level) / 2;
                return Pinball(error, 0.5)
                    .Plus(Pinball(target - answer.select(3, 1), tail))
                    .Plus(Pinball(target - answer.select(3, 2), 1 - tail));
            case ForecastDistribution.Gaussian:
                var deviation = ForecastAnswers.Deviation(answer.select(3, 1));
                return deviation.log().Plus((error / deviation).Squared(), 0.5); // ln σ + (e ÷ σ)² ÷ 2
            case ForecastDistribution.StudentT:
                var width = ForecastAnswers.Deviation(answer.select(3, 1));
                var excess = (error / width).Squared().Over(degreesOfFreedom).log1p();
                return width.log().Plus(excess, (degreesOfFreedom + 1) / 2); // ln σ + (ν + 1) ÷ 2 · ln(1 + (e ÷ σ)² ÷ ν)
            default:
                return error.Squared();
        }
    }

    // Koenker and Bassett 1978: q·e above the quantile, (q - 1)·e below it.
    private static Tensor Pinball(Tensor error, double quantile) => maximum(error.Times(quantile), error.Times(quantile - 1));
}
