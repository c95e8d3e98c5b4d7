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

    private static VersionInfo Version => ModelArrays.Version("LINREGMP", LoaderSignature);

    private static LinearRegressionModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var bias = ctx.Reader.ReadSingle();
        var weights = ctx.Reader.ReadArray<float>(env);
        env.CheckDecode(weights is not null, "The model has no weights");
        return new LinearRegressionModelParameters(weights, bias);
    }

    private protected override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        Write(ctx);
    }
}
