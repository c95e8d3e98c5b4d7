using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Trainers;

/// Between the solvers' layout (each output's weights, then its bias) and the models.
internal static class LinearWeights
{
    public static (float[] Weights, float Bias) Split(ReadOnlySpan<double> joined)
    {
        var weights = new float[joined.Length - 1];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = (float)joined[i];
        return (weights, (float)joined[^1]);
    }

    public static double[] Join(LinearModelParameters model) => [.. model.Weights.Select(weight => (double)weight), model.Bias];

    public static MaximumEntropyModelParameters ToMaximumEntropy(double[] joined, int classes)
    {
        var width = joined.Length / classes;
        var outputs = Enumerable.Range(0, classes).Select(k => Split(joined.AsSpan(k * width, width))).ToArray();
        return new MaximumEntropyModelParameters(outputs.Select(o => o.Weights).ToArray(), outputs.Select(o => o.Bias).ToArray());
    }

    public static double[] Join(LinearMulticlassModelParametersBase model, int classes, IHost host)
    {
        VBuffer<float>[] weights = null;
        model.GetWeights(ref weights, out var count);
        host.Check(count == classes, $"The initial model has {count} classes, the label has {classes}");
        return weights.Zip(model.GetBiases(), (row, bias) => row.DenseValues().Append(bias)).SelectMany(row => row.Select(value => (double)value)).ToArray();
    }
}
