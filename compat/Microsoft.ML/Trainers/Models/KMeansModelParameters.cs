using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.Solvers;

[assembly: LoadableClass(typeof(KMeansModelParameters), null, typeof(SignatureLoadModel), "KMeans predictor", KMeansModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// Scores are the squared distances to the centroids.
public sealed class KMeansModelParameters : ModelParametersBase<VBuffer<float>>
{
    internal const string LoaderSignature = "KMeansPredictor";
    private readonly float[][] _centroids;
    private readonly float[] _squaredNorms;

    internal KMeansModelParameters(float[][] centroids)
    {
        _centroids = centroids;
        _squaredNorms = centroids.Select(c => Vectors.Dot(c, c)).ToArray();
    }

    private static VersionInfo Version => VersionInfo.First("KMEANSMP", LoaderSignature);

    internal override int FeatureCount => _centroids[0].Length;

    internal override int ScoreCount => _centroids.Length;

    public void GetClusterCentroids(ref VBuffer<float>[] centroids, out int k)
    {
        k = _centroids.Length;
        ModelArrays.CopyTo(_centroids, ref centroids);
    }

    internal override void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        var norm = Vectors.Dot(features, features);
        for (var k = 0; k < _centroids.Length; k++)
            scores[k] = norm - 2 * Vectors.Dot(_centroids[k], features) + _squaredNorms[k];
    }

    private static KMeansModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var centroids = ctx.Reader.ReadRows(env);
        return new KMeansModelParameters(centroids);
    }

    private protected override void Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.WriteRows(_centroids);
    }
}
