using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Centre and width of Student's t distribution, by its likelihood: outliers pull less.</summary>
[SavedAs("student t")]
public sealed record StudentTForecast : ForecastDistribution
{
    /// <summary>Degrees of freedom.</summary>
    /// <value>Above 0; the default is 5. The fewer, the less outliers pull.</value>
    public double DegreesOfFreedom { get; init; } = 5;

    internal override int Answers => 2;

    // ln σ + (ν + 1) ÷ 2 · ln(1 + (e ÷ σ)² ÷ ν)
    internal override Tensor Loss(Tensor answer, Tensor target, double level)
    {
        var width = DeviationAnswers.Deviation(answer.select(3, 1));
        var excess = ((target - answer.select(3, 0)) / width).Squared().Over(DegreesOfFreedom).log1p();
        return width.log().Plus(excess, (DegreesOfFreedom + 1) / 2);
    }

    internal override (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width) =>
        DeviationAnswers.Combine(answers, members, width);

    internal override double Width(double level, double trained) => QuantileFunctions.StudentT(level, DegreesOfFreedom);

    internal override void Validate(PartFaults faults) => faults.Above(DegreesOfFreedom, 0, nameof(DegreesOfFreedom));
}
