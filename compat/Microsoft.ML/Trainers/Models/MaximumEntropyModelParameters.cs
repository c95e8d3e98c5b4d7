using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), null, typeof(SignatureLoadModel), "Maximum Entropy", MaximumEntropyModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// Scores are the softmax of the linear outputs.
public sealed class MaximumEntropyModelParameters : LinearMulticlassModelParametersBase
{
    internal const string LoaderSignature = "MultiClassLRExec";

    internal MaximumEntropyModelParameters(float[][] weights, float[] biases) : base(weights, biases)
    {
    }

    private static VersionInfo Version => VersionInfo.First("MAXENTMP", LoaderSignature);

    internal override void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        base.Score(features, scores);
        var largest = float.NegativeInfinity;
        foreach (var score in scores)
            largest = MathF.Max(largest, score);
        float sum = 0;
        foreach (ref var score in scores)
        {
            score = MathF.Exp(score - largest);
            sum += score;
        }
        foreach (ref var score in scores)
            score /= sum;
    }

    private static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var biases = ctx.Reader.ReadArray<float>(env);
        var weights = ctx.Reader.ReadRows(env);
        env.CheckDecode(weights.Length == biases?.Length, "The numbers of weight vectors and biases differ");
        return new MaximumEntropyModelParameters(weights, biases);
    }

    private protected override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        Write(ctx);
    }
}
