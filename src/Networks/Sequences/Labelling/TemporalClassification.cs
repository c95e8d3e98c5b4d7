using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber, ICML 2006): each step is answered by a label or by
/// none, class 0; a sequence of labels is what is left when repetitions are joined and the nones taken out, and its probability a sum over
/// all ways of answering that leave it.
/// </summary>
internal static class TemporalClassification
{
    /// <summary>Steps that a sequence of labels takes at least: one each, and one more between two that are the same.</summary>
    public static int StepsFor(ReadOnlySpan<int> labels)
    {
        var steps = labels.Length;
        for (var i = 1; i < labels.Length; i++)
            steps += labels[i] == labels[i - 1] ? 1 : 0;
        return steps;
    }

    /// <summary>-log P(labels | steps), in nats; infinite where there are too few steps.</summary>
    /// <param name="logits">(batch, time, labels + 1).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence, at least 1.</param>
    /// <param name="labels">(batch, labels), int64, from 1.</param>
    /// <param name="labelLengths">(batch), int64: labels of each sequence.</param>
    /// <returns>(batch).</returns>
    public static Tensor Nats(Tensor logits, Tensor lengths, Tensor labels, Tensor labelLengths) => nn.functional.ctc_loss(
        logits.log_softmax(2).transpose(0, 1), labels, lengths, labelLengths, blank: 0, zero_infinity: false,
        reduction: nn.Reduction.None);

    /// <summary>Joins repetitions of the likeliest answers, and takes the nones out.</summary>
    /// <param name="logits">(batch, time, labels + 1).</param>
    /// <param name="lengths">(batch), int64: steps of each sequence, at least 1.</param>
    /// <returns>The labels of each sequence, from 1.</returns>
    public static long[][] BestPath(Tensor logits, Tensor lengths)
    {
        var time = (int)logits.size(1);
        var (answers, ends) = (logits.argmax(2).ReadAll<long>(), lengths.ReadAll<long>());
        return [.. ends.Select((end, row) =>
        {
            var steps = answers.AsSpan(row * time, (int)end);
            var labels = new List<long>();
            for (var t = 0; t < steps.Length; t++)
                if (steps[t] != 0 && (t == 0 || steps[t] != steps[t - 1]))
                    labels.Add(steps[t]);
            return labels.ToArray();
        })];
    }
}
