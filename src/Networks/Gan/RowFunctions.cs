using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>The last function of a generator: numbers bounded or free, choices by a Gumbel softmax.</summary>
internal static class RowFunctions
{
    /// <summary>
    /// Temperature of choices in training: low enough that a soft choice looks like a one-hot vector (Jang et al., arXiv:1611.01144).
    /// </summary>
    public const double Temperature = 0.2;

    /// <summary>Applies the function of each block.</summary>
    /// <param name="sums">(batch, row), a generator's answer.</param>
    /// <param name="blocks">What a row is made of.</param>
    /// <param name="generator">Draws the choices; null for torch's own.</param>
    /// <param name="hard">Whether choices become exact one-hot vectors, for rows that leave the model; else they have a slope.</param>
    /// <returns>(batch, row).</returns>
    public static Tensor Apply(Tensor sums, RowBlock[] blocks, Generator? generator = null, bool hard = false)
    {
        if (blocks.Length == 1)
            return Apply(sums, blocks[0], generator, hard);
        var parts = new Tensor[blocks.Length];
        var start = 0L;
        for (var i = 0; i < blocks.Length; i++)
        {
            parts[i] = Apply(sums.narrow(1, start, blocks[i].Width), blocks[i], generator, hard);
            start += blocks[i].Width;
        }
        return cat(parts, 1);
    }

    /// <summary>
    /// How far choices are from what was asked for: the cross-entropy, summed over the links of each row, mean over rows.
    /// </summary>
    /// <param name="sums">(batch, row), a generator's answer before its last function.</param>
    /// <param name="condition">(batch, condition), ones where something was asked for.</param>
    /// <param name="links">Which choice answers which part of the condition.</param>
    /// <returns>0-d, in nats.</returns>
    public static Tensor Disobedience(Tensor sums, Tensor condition, ConditionLink[] links)
    {
        var total = zeros(1, device: sums.device).squeeze();
        foreach (var link in links)
        {
            var answers = sums.narrow(1, link.RowStart, link.Width).log_softmax(1);
            total = total - (answers * condition.narrow(1, link.ConditionStart, link.Width)).sum().Over(sums.size(0));
        }
        return total;
    }

    private static Tensor Apply(Tensor sums, RowBlock block, Generator? generator, bool hard) => block.Kind switch
    {
        RowBlockKind.Bounded => sums.tanh(),
        RowBlockKind.Free => sums.alias(),
        RowBlockKind.Clipped => hard ? sums.clamp(Numbers.Kept(-1.0), Numbers.Kept(1.0)) : sums.alias(),
        _ => Choose(sums, generator, hard),
    };

    // Adding Gumbel noise and taking the largest draws from the softmax of the sums.
    private static Tensor Choose(Tensor sums, Generator? generator, bool hard)
    {
        var uniform = rand(sums.shape, sums.dtype, generator: generator).to(sums.device).clamp(Numbers.Kept(1e-10), Numbers.Kept(1 - 1e-7));
        var noisy = sums - (-uniform.log()).log();
        return hard
            ? nn.functional.one_hot(noisy.argmax(1), sums.size(1)).to(sums.dtype)
            : noisy.Over(Temperature).softmax(1);
    }
}
