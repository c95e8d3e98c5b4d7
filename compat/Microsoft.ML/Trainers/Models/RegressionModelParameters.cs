using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

public abstract class RegressionModelParameters : LinearModelParameters
{
    private protected RegressionModelParameters(float[] weights, float bias) : base(weights, bias)
    {
    }

    private protected RegressionModelParameters(IHostEnvironment env, VersionInfo version, ModelLoadContext ctx) : base(env, version, ctx)
    {
    }
}
