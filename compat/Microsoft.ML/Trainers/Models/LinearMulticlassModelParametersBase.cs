using Microsoft.ML.Data;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Trainers;

/// One weight vector and one bias a class.
public abstract class LinearMulticlassModelParametersBase : ModelParametersBase<VBuffer<float>>
{
    private readonly float[][] _weights;
    private readonly float[] _biases;

    private protected LinearMulticlassModelParametersBase(float[][] weights, float[] biases)
    {
        _weights = weights;
        _biases = biases;
    }

    internal override int FeatureCount => _weights[0].Length;

    internal override int ScoreCount => _weights.Length;

    public IEnumerable<float> GetBiases() => _biases;

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _weights.Length;
        ModelArrays.CopyTo(_weights, ref weights);
    }

    internal override void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        for (var k = 0; k < _weights.Length; k++)
            scores[k] = Vectors.Dot(_weights[k], features) + _biases[k];
    }

    private protected void Write(ModelSaveContext ctx)
    {
        ctx.Writer.WriteArray(_biases);
        ctx.Writer.WriteRows(_weights);
    }
}
