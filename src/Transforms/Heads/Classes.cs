using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace DeepML.Transforms;

/// <summary>What the logits of classes say, of a batch with torch and of one row without.</summary>
internal static class Classes
{
    /// <summary>(batch, classes) → (batch) int64, the likeliest class from 0; -1 where a logit is no number.</summary>
    public static Tensor Best(Tensor logits)
    {
        var classes = logits.argmax(1);
        return classes.masked_fill(logits.isnan().any(1), Numbers.Kept(WholeNumberOutput.None));
    }

    /// <summary>The same for one row.</summary>
    public static void Best(ReadOnlySpan<float> logits, Span<long> values)
    {
        var best = TensorPrimitives.Max(logits); // NaN if any is; IndexOfMax counts in floats, and errs past 2²⁴
        values[0] = float.IsNaN(best) ? WholeNumberOutput.None : logits.IndexOf(best);
    }

    /// <summary>The probability of each class for one row: what softmax gives, and never 0 (<see cref="ProbabilityRange"/>).</summary>
    /// <param name="logits">The network's answer.</param>
    /// <param name="values">Receives the probabilities.</param>
    /// <param name="factor">What the logits are multiplied by first, above 0.</param>
    public static void Probabilities(ReadOnlySpan<float> logits, Span<float> values, float factor = 1)
    {
        var probabilities = values[..logits.Length];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), probabilities); // so that no exponential overflows
        TensorPrimitives.Multiply(probabilities, factor, probabilities);
        TensorPrimitives.Exp(probabilities, probabilities);
        TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum(probabilities), probabilities);
        TensorPrimitives.Max(probabilities, ProbabilityRange.Least, probabilities);
    }
}
