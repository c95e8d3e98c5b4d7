namespace Microsoft.ML.Trainers;

/// (output - label)², and its convex conjugate for dual ascent.
public sealed class SquaredLoss : ISupportSdcaRegressionLoss
{
    public double Loss(float output, float label)
    {
        double error = output - label;
        return error * error;
    }

    public float Derivative(float output, float label) => 2 * (output - label);

    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) => 1 / (0.5f + scaledFeaturesNormSquared);

    public float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads)
    {
        var update = (label - output - dual / 2) * invariant;
        // Concurrent updates do not see one another; shorter steps keep them from overshooting together.
        return maxNumThreads >= 2 ? update / MathF.Sqrt(maxNumThreads) : update;
    }

    public double DualLoss(float label, float dual) => dual * (label - (double)dual / 4);
}
