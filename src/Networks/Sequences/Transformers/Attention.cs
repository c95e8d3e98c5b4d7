using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Scaled dot-product attention in several heads: softmax(Q Kᵀ / √d + mask) V (Vaswani et al., arXiv:1706.03762, eq. 1), by libtorch's
/// kernel, which keeps no matrix of all pairs.
/// </summary>
internal static class Attention
{
    /// <summary>Cuts numbers into heads.</summary>
    /// <param name="steps">(batch, time, parts · width).</param>
    /// <param name="parts">Tensors that lie side by side: queries, keys, values.</param>
    /// <param name="heads">Heads of each.</param>
    /// <returns>Each (batch, heads, time, width / heads).</returns>
    public static Tensor[] Heads(Tensor steps, int parts, int heads)
    {
        var (batch, time, width) = (steps.size(0), steps.size(1), steps.size(2) / parts / heads);
        return steps.view(batch, time, parts, heads, width).permute(2, 0, 3, 1, 4).unbind(0); // parts of (batch, heads, time, width)
    }

    /// <summary>What each query sees.</summary>
    /// <param name="queries">(batch, heads, time, width).</param>
    /// <param name="keys">(batch, heads, seen, width).</param>
    /// <param name="values">(batch, heads, seen, width).</param>
    /// <param name="view">What may be seen.</param>
    /// <param name="dropout">Share of the weights that is left out.</param>
    /// <returns>(batch, time, heads · width).</returns>
    public static Tensor See(Tensor queries, Tensor keys, Tensor values, AttentionView view, double dropout)
    {
        var seen = functional.scaled_dot_product_attention(queries, keys, values, view.Mask, dropout, view.Causal);
        return seen.transpose(1, 2).flatten(2); // (batch, time, heads · width)
    }

    /// <summary>The weights by which each query sees, averaged over the heads.</summary>
    /// <inheritdoc cref="See" path="/param"/>
    /// <returns>(batch, time, seen): each row adds up to 1.</returns>
    public static Tensor Weights(Tensor queries, Tensor keys, AttentionView view)
    {
        var (time, count) = (queries.size(2), keys.size(2));
        var energies = queries.matmul(keys.transpose(2, 3)).Times(1 / Math.Sqrt(queries.size(3))); // (batch, heads, time, seen)
        var mask = view.Causal ? AttentionView.Before(0, time, count, queries.device) : view.Mask;
        if (mask is not null)
            energies = energies.masked_fill(mask.logical_not(), Numbers.Kept(double.NegativeInfinity));
        return energies.softmax(3).mean([1L]);
    }
}
