using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>One number, by squared error; bounds come from errors on the end of the training data, held out for that.</summary>
[SavedAs("point")]
public sealed record PointForecast : ForecastDistribution
{
    internal override int Answers => 1;

    internal override bool BoundsAreMeasured => true;

    internal override Tensor Loss(Tensor answer, Tensor target, double level) => (target - answer.select(3, 0)).Squared();

    internal override (double Centre, double Below, double Above) Combine(ReadOnlySpan<float> answers, int members, double width) =>
        (Mean(answers, members, 0), 0, 0);
}
