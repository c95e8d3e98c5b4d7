namespace Microsoft.ML.Data;

public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(ConfusionMatrix confusionMatrix, double areaUnderRocCurve, double areaUnderPrecisionRecallCurve)
    {
        ConfusionMatrix = confusionMatrix;
        AreaUnderRocCurve = areaUnderRocCurve;
        AreaUnderPrecisionRecallCurve = areaUnderPrecisionRecallCurve;
        var counts = confusionMatrix.Counts;
        var rows = counts[0].Sum() + counts[1].Sum();
        Accuracy = rows > 0 ? (counts[0][0] + counts[1][1]) / rows : 0;
    }

    public double AreaUnderRocCurve { get; }

    public double Accuracy { get; }

    public double PositivePrecision => ConfusionMatrix.PerClassPrecision[0];

    public double PositiveRecall => ConfusionMatrix.PerClassRecall[0];

    public double NegativePrecision => ConfusionMatrix.PerClassPrecision[1];

    public double NegativeRecall => ConfusionMatrix.PerClassRecall[1];

    public double F1Score => PositivePrecision + PositiveRecall > 0
        ? 2 * PositivePrecision * PositiveRecall / (PositivePrecision + PositiveRecall)
        : 0;

    public double AreaUnderPrecisionRecallCurve { get; }

    public ConfusionMatrix ConfusionMatrix { get; }
}
