using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How much of the loss depends on early and on late steps of sequences: the gradients of stretches of their numbers.</summary>
internal static class StepGradients
{
    private const int MostParts = 8;

    /// <summary>A copy of the features that receives gradients; null unless they are numbers of sequences.</summary>
    /// <param name="features">(batch, steps · numbers of a step).</param>
    /// <param name="batch">The batch they are of.</param>
    public static Tensor? Watched(Tensor features, TensorBatch batch) =>
        batch.Members.Contains(BatchMember.Lengths) && features.is_floating_point()
            ? features.detach().clone().requires_grad_() : null;

    /// <summary>Adds the length of each stretch's gradient, the earliest first, as a mean over rows.</summary>
    /// <param name="watched">From <see cref="Watched"/>, after the loss was followed back.</param>
    /// <param name="sums">Receives them.</param>
    public static void Add(Tensor watched, RowSums sums)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        if (watched.grad is not { } gradient)
            return;
        var rows = gradient.flatten(1); // (batch, steps · numbers of a step): what follows in time follows in the row
        var parts = (int)Math.Min(MostParts, rows.size(1));
        for (var part = 0; part < parts; part++)
        {
            var (start, end) = (part * rows.size(1) / parts, (part + 1) * rows.size(1) / parts);
            var norm = rows.narrow(1, start, end - start).Squared().sum(1L).sqrt_().mean().Read<float>();
            sums.Add(MetricNames.StepGradientNorm(part + 1, parts), norm, rows.size(0));
        }
    }
}
