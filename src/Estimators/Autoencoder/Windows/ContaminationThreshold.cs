using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>A share of the training rows is called anomalies.</summary>
public sealed record ContaminationThreshold : AnomalyThresholding
{
    /// <summary>The share.</summary>
    /// <value>In [0, 0.5]; the default is 0.01.</value>
    public double Share { get; init; } = 0.01;

    internal override float Of(float[] scores) => AnomalyThreshold.Of(scores, Share);

    internal override void Validate(OptionFaults faults, string prefix) => faults.InRange(Share, 0, 0.5, prefix + nameof(Share));
}
