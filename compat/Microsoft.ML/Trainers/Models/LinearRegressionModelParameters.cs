using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(LinearRegressionModelParameters), null, typeof(SignatureLoadModel), "Linear Regression", LinearRegressionModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

public sealed class LinearRegressionModelParameters : RegressionModelParameters
{
    internal const string LoaderSignature = "LinearRegressionExec";

    internal LinearRegressionModelParameters(float[] weights, float bias) : base(weights, bias)
    {
    }

    private LinearRegressionModelParameters(IHostEnvironment env, ModelLoadContext ctx) : base(env, Version, ctx)
    {
    }

    private static VersionInfo Version => VersionInfo.First("LINREGMP", LoaderSignature);

    private protected override void Save(ModelSaveContext ctx) => Write(Version, ctx);
}
