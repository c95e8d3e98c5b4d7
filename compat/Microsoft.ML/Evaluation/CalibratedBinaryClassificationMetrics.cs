namespace Microsoft.ML.Data;

public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    internal CalibratedBinaryClassificationMetrics(BinaryClassificationMetrics metrics, double logLoss, double entropy)
        : base(metrics.ConfusionMatrix, metrics.AreaUnderRocCurve, metrics.AreaUnderPrecisionRecallCurve)
    {
        LogLoss = logLoss;
        Entropy = entropy;
    }

    public double LogLoss { get; }

    public double LogLossReduction => (Entropy - LogLoss) / Entropy;

    public double Entropy { get; }
}
