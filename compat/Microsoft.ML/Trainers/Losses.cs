namespace Microsoft.ML.Trainers;

public interface ILossFunction<in TOutput, in TLabel>
{
    double Loss(TOutput output, TLabel label);
}

public interface IScalarLoss : ILossFunction<float, float>
{
    float Derivative(float output, float label);
}

public interface IRegressionLoss : IScalarLoss
{
}

public interface ISupportSdcaLoss : IScalarLoss
{
    float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared);

    float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads);

    double DualLoss(float label, float dual);
}

public interface ISupportSdcaRegressionLoss : ISupportSdcaLoss, IRegressionLoss
{
}
