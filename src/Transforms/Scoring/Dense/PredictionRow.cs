using System.Numerics.Tensors;
using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>Turns a dense network's answer to one row into Score, PredictedLabel and Probability, without tensors.</summary>
internal static class PredictionRow
{
    /// <summary>A pass with buffers of its own.</summary>
    public static ScoreRow Create(DensePass pass, PredictionTarget target)
    {
        var (first, second) = (new float[pass.BufferSize], new float[pass.BufferSize]);
        return target.Task switch
        {
            PredictionTask.Multiclass => (inputs, outputs) => Classes(pass.Run(inputs[0], first, second), outputs),
            PredictionTask.Binary => (inputs, outputs) => YesOrNo(pass.Run(inputs[0], first, second)[0], outputs),
            _ => (inputs, outputs) => outputs[0]![0] = pass.Run(inputs[0], first, second)[0],
        };
    }

    private static void Classes(Span<float> answer, float[]?[] outputs)
    {
        if (outputs[0] is { } label)
        {
            var best = TensorPrimitives.IndexOfMax(answer);
            label[0] = float.IsNaN(answer[best]) ? float.NaN : best;
        }
        if (outputs[1] is not { } score)
            return;
        var probabilities = score.AsSpan(0, answer.Length);
        TensorPrimitives.Subtract(answer, TensorPrimitives.Max(answer), probabilities); // so that no exponential overflows
        TensorPrimitives.Exp(probabilities, probabilities);
        TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum(probabilities), probabilities);
    }

    private static void YesOrNo(float answer, float[]?[] outputs)
    {
        if (outputs[0] is { } label)
            label[0] = answer;
        if (outputs[1] is { } score)
            score[0] = answer;
        if (outputs[2] is { } probability)
            probability[0] = 1 / (1 + MathF.Exp(-answer));
    }
}
