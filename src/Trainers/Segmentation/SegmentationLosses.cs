using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Losses and measures of the classes of pixels. All is called inside a dispose scope.</summary>
internal static class SegmentationLosses
{
    /// <summary>Whether each pixel counts, (batch, 1, height, width), bool.</summary>
    /// <param name="classes">(batch, 1, height, width), float32 from 0; -1 where none is known.</param>
    /// <param name="ignored">A class whose pixels do not count; null for none.</param>
    public static Tensor Counted(Tensor classes, int? ignored)
    {
        var known = classes.ge(Numbers.Zero);
        return ignored is { } one ? known.logical_and(classes.ne(Numbers.Kept((long)one))) : known;
    }

    /// <summary>The weighted mean of -log p of the right class over the pixels that count; 0 if none does.</summary>
    /// <param name="logits">(batch, classes, height, width).</param>
    /// <param name="classes">See <see cref="Counted"/>.</param>
    /// <param name="counted">See <see cref="Counted"/>.</param>
    /// <param name="weights">(classes); null for all alike.</param>
    /// <returns>0-d.</returns>
    public static Tensor CrossEntropy(Tensor logits, Tensor classes, Tensor counted, Tensor? weights)
    {
        var index = Index(classes, counted);
        var each = logits.log_softmax(1).gather(1, index).neg(); // (batch, 1, height, width)
        var share = counted.to(logits.dtype);
        if (weights is not null)
            share = share * weights.index_select(0, index.flatten()).view(index.shape);
        return (each * share).sum() / share.sum().clamp_min(Numbers.Kept(1e-6));
    }

    /// <summary>
    /// 1 - the mean over classes of (2 Σ p·y + 1) / (Σ p + Σ y + 1), over the pixels of the batch that count (Milletari et al.,
    /// arXiv:1606.04797, with sums in place of squares).
    /// </summary>
    /// <inheritdoc cref="CrossEntropy" path="/param"/>
    public static Tensor Dice(Tensor logits, Tensor classes, Tensor counted)
    {
        var share = counted.to(logits.dtype);
        var likely = logits.softmax(1) * share; // (batch, classes, height, width)
        var right = zeros_like(likely).scatter(1, Index(classes, counted), ones_like(share)) * share;
        var both = (likely * right).sum([0, 2, 3]); // (classes)
        var all = likely.sum([0, 2, 3]).Plus(right.sum([0, 2, 3]));
        return (both.Times(2).Plus(1.0) / all.Plus(1.0)).mean().SubtractedFrom(1.0);
    }

    /// <summary>Share of the pixels that count whose class is right, and intersection over union, both picture by picture.</summary>
    /// <param name="found">(batch, 1, height, width), int64: classes from 0.</param>
    /// <param name="classes">See <see cref="Counted"/>.</param>
    /// <param name="counted">See <see cref="Counted"/>.</param>
    /// <param name="count">How many classes.</param>
    /// <returns>
    /// (batch) each; the second is a mean over the classes that the picture or the answer shows. Pictures of which nothing counts have 1.
    /// </returns>
    public static (Tensor Accuracy, Tensor Overlap) Measure(Tensor found, Tensor classes, Tensor counted, int count)
    {
        var share = counted.to(ScalarType.Float32);
        var index = Index(classes, counted);
        var shape = new[] { found.size(0), count, found.size(2), found.size(3) };
        var answered = zeros(shape, device: found.device).scatter(1, found, ones_like(share)) * share;
        var right = zeros(shape, device: found.device).scatter(1, index, ones_like(share)) * share;
        var both = (answered * right).sum([2, 3]); // (batch, classes)
        var any = answered.sum([2, 3]).Plus(right.sum([2, 3])) - both;
        var shown = any.gt(Numbers.Zero).to(ScalarType.Float32);
        var overlap = (both / any.clamp_min(Numbers.One) * shown).sum(1L) / shown.sum(1L).clamp_min(Numbers.One);
        var pixels = share.sum([1, 2, 3]);
        var accuracy = both.sum(1L) / pixels.clamp_min(Numbers.One);
        var nothing = pixels.eq(Numbers.Zero);
        return (where(nothing, ones_like(accuracy), accuracy), where(nothing, ones_like(overlap), overlap));
    }

    // Pixels that do not count stand as class 0, and are multiplied by 0.
    private static Tensor Index(Tensor classes, Tensor counted) =>
        where(counted, classes, zeros_like(classes)).to(ScalarType.Int64);
}
