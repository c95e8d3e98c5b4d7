using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A batch mixed with itself in another order: labels are mixed as the pictures, or rows of numbers, are.</summary>
/// <param name="Images">(batch, channels, height, width), or (batch, numbers).</param>
/// <param name="Others">The batch with the labels of the other order; its tensors belong to the dispose scope.</param>
/// <param name="Kept">Weight of the first labels; the others have the rest.</param>
internal sealed record MixedBatch(Tensor Images, TensorBatch Others, double Kept)
{
    /// <summary>
    /// Mixes rows with one another, by a weight from the Beta(a, a) distribution (Zhang et al., arXiv:1710.09412). Draws from torch's
    /// default generator.
    /// </summary>
    /// <param name="features">(batch, …).</param>
    /// <param name="batch">Holds their labels.</param>
    /// <param name="mixUp">a; 0 for none.</param>
    /// <returns>Null for none, and for a single row.</returns>
    public static MixedBatch? Draw(Tensor features, TensorBatch batch, double mixUp)
    {
        if (mixUp == 0 || batch.Rows < 2)
            return null;
        var order = randperm(batch.Rows, device: features.device);
        return Mixed(features, features.index_select(0, order), WithLabelsOf(order, batch), Beta(mixUp));
    }

    /// <summary>The loss of what a network says of a batch that may be mixed.</summary>
    /// <param name="mixed">How it is; null for as it was.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="loss">Of the same answer towards the labels of a batch, 0-d.</param>
    public static Tensor Loss(MixedBatch? mixed, TensorBatch batch, Func<TensorBatch, Tensor> loss) =>
        mixed is null ? loss(batch) : loss(batch).Times(mixed.Kept).Plus(loss(mixed.Others), 1 - mixed.Kept);

    private static MixedBatch Mixed(Tensor first, Tensor second, TensorBatch others, double kept) =>
        new(first.Times(kept).PlusInPlace(second.mul_(Numbers.Kept(1 - kept))), others, kept);

    /// <summary>Mixes a batch as the options say; null if they say not to. Draws from torch's default generator.</summary>
    public static MixedBatch? Draw(Tensor images, TensorBatch batch, PictureAugmentation options)
    {
        var pastes = options.CutMix > 0 && (options.MixUp == 0 || Uniform() < 0.5);
        if ((!pastes && options.MixUp == 0) || batch.Rows < 2)
            return null;
        var order = randperm(batch.Rows, device: images.device);
        var others = WithLabelsOf(order, batch);
        var kept = Beta(pastes ? options.CutMix : options.MixUp);
        var second = images.index_select(0, order);
        if (!pastes)
            return Mixed(images, second, others, kept);
        var (height, width) = (images.size(2), images.size(3));
        var (top, rows) = Stretch(height, Math.Sqrt(1 - kept));
        var (left, columns) = Stretch(width, Math.Sqrt(1 - kept));
        if (rows == 0 || columns == 0)
            return new MixedBatch(images, others, 1);
        var pasted = images.clone();
        using (var place = pasted.narrow(2, top, rows).narrow(3, left, columns))
            place.copy_(second.narrow(2, top, rows).narrow(3, left, columns));
        return new MixedBatch(pasted, others, 1 - ((double)(rows * columns) / (height * width)));
    }

    private static TensorBatch WithLabelsOf(Tensor order, TensorBatch batch)
    {
        var targets = batch.Targets.index_select(0, order);
        return batch.Weights is { } weights
            ? new TensorBatch(
                (BatchMember.Features, batch.Features), (BatchMember.Targets, targets),
                    (BatchMember.Weights, weights.index_select(0, order)))
            : new TensorBatch(batch.Features, targets);
    }

    // A stretch of a side around a random centre, cut off at the edges.
    private static (long First, long Length) Stretch(long side, double share)
    {
        var centre = (long)(Uniform() * side);
        var half = (long)Math.Round(side * share / 2);
        var first = Math.Max(0, centre - half);
        return (first, Math.Min(side, centre + half) - first);
    }

    // Jöhnk's method: u^(1/a) / (u^(1/a) + v^(1/a)), given that the sum is at most 1. Those of torch.distributions make numbers that
    // nothing holds (docs/torchsharp-notes.md), and the shapes are at most 2, where one of six pairs at least is taken.
    private static double Beta(double a)
    {
        while (true)
        {
            var (x, y) = (Math.Pow(Uniform(), 1 / a), Math.Pow(Uniform(), 1 / a));
            if (x + y is > 0 and <= 1)
                return x / (x + y);
        }
    }

    private static double Uniform()
    {
        using var drawn = rand(1, dtype: ScalarType.Float64);
        return drawn.Read<double>();
    }
}
