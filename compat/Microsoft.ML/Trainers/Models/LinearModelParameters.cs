using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// One output: weights · features + bias.
public abstract class LinearModelParameters : ModelParametersBase<float>
{
    private readonly float[] _weights;

    private protected LinearModelParameters(float[] weights, float bias)
    {
        _weights = weights;
        Bias = bias;
    }

    /// Reads what Write wrote.
    private protected LinearModelParameters(IHostEnvironment env, VersionInfo version, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(version);
        Bias = ctx.Reader.ReadSingle();
        _weights = ctx.Reader.ReadArray<float>(env);
        env.CheckDecode(_weights is not null, "The model has no weights");
    }

    public float Bias { get; protected set; }

    public IReadOnlyList<float> Weights => _weights;

    internal override int FeatureCount => _weights.Length;

    internal override int ScoreCount => 1;

    internal override void Score(ReadOnlySpan<float> features, Span<float> scores) => scores[0] = Vectors.Dot(_weights, features) + Bias;

    private protected void Write(VersionInfo version, ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(version);
        ctx.Writer.Write(Bias);
        ctx.Writer.WriteArray(_weights);
    }
}
