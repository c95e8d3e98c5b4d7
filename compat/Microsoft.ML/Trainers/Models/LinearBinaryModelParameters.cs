using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(LinearBinaryModelParameters), null, typeof(SignatureLoadModel), "Linear Binary Classification", LinearBinaryModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

public sealed class LinearBinaryModelParameters : LinearModelParameters
{
    internal const string LoaderSignature = "Linear2CExec";

    internal LinearBinaryModelParameters(float[] weights, float bias) : base(weights, bias)
    {
    }

    private static VersionInfo Version => ModelArrays.Version("LINBINMP", LoaderSignature);

    private static LinearBinaryModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var bias = ctx.Reader.ReadSingle();
        var weights = ctx.Reader.ReadArray<float>(env);
        env.CheckDecode(weights is not null, "The model has no weights");
        return new LinearBinaryModelParameters(weights, bias);
    }

    private protected override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        Write(ctx);
    }
}
