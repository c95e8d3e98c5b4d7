using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.Solvers;

[assembly: LoadableClass(typeof(PcaModelParameters), null, typeof(SignatureLoadModel), "PCA Anomaly Executor", PcaModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// The score is the share of a row's distance from the mean that lies outside the principal subspace: 0 inside it, 1 across it.
public sealed class PcaModelParameters : ModelParametersBase<float>
{
    internal const string LoaderSignature = "pcaAnomExec";
    private readonly float[] _mean;
    private readonly float[][] _vectors;

    internal PcaModelParameters(float[] mean, float[][] vectors)
    {
        _mean = mean;
        _vectors = vectors;
    }

    private static VersionInfo Version => VersionInfo.First("PCAANOMP", LoaderSignature);

    internal override int FeatureCount => _mean.Length;

    internal override int ScoreCount => 1;

    public void GetEigenVectors(ref VBuffer<float>[] vectors, out int rank)
    {
        rank = _vectors.Length;
        ModelArrays.CopyTo(_vectors, ref vectors);
    }

    public void GetMean(ref VBuffer<float> mean) => VBuffer<float>.Copy(_mean, 0, ref mean, _mean.Length);

    internal override void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        var centred = new float[_mean.Length];
        for (var i = 0; i < centred.Length; i++)
            centred[i] = features[i] - _mean[i];
        var all = Vectors.Dot(centred, centred);
        var inside = 0f;
        foreach (var vector in _vectors)
        {
            var projection = Vectors.Dot(vector, centred);
            inside += projection * projection;
        }
        // Rounding can put a hair more inside than there is; a row at the mean is no anomaly.
        scores[0] = all == 0 ? 0 : MathF.Sqrt(MathF.Max(0, all - inside) / all);
    }

    private static PcaModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var mean = ctx.Reader.ReadArray<float>(env);
        var vectors = ctx.Reader.ReadRows(env);
        env.CheckDecode(vectors[0].Length == mean?.Length, "The mean and the eigenvectors differ in length");
        return new PcaModelParameters(mean, vectors);
    }

    private protected override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WriteArray(_mean);
        ctx.Writer.WriteRows(_vectors);
    }
}
