using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Mean and deviation of a normal distribution, by its likelihood (Salinas et al., arXiv:1704.04110).</summary>
[SavedAs("gaussian")]
public sealed record GaussianForecast : ForecastDistribution
{
    internal override int Answers => 2;

    // ln σ + (e ÷ σ)² ÷ 2
    internal override Tensor Loss(Tensor answer, Tensor target, double level)
    {
        var deviation = DeviationAnswers.Deviation(answer.select(3, 1));
        return deviation.log().Plus(((target - answer.select(3, 0)) / deviation).Squared(), 0.5);
    }

    internal override (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width) =>
        DeviationAnswers.Combine(answers, members, width);
}
