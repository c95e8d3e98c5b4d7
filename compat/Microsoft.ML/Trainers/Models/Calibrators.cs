namespace Microsoft.ML.Calibrators;

public interface ICalibrator
{
    float PredictProbability(float output);
}

/// Platt's sigmoid: 1 / (1 + exp(slope · output + offset)).
public sealed class PlattCalibrator : ICalibrator
{
    internal PlattCalibrator(double slope, double offset)
    {
        Slope = slope;
        Offset = offset;
    }

    public double Slope { get; }

    public double Offset { get; }

    public float PredictProbability(float output) => float.IsNaN(output) ? output : (float)(1 / (1 + Math.Exp(Slope * output + Offset)));
}
