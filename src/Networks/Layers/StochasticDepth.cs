using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Rows that in training go past a residual block, by its shortcut alone (Huang et al., ECCV 2016). Those that do not are scaled up, so
/// that nothing changes in scoring.
/// </summary>
internal static class StochasticDepth
{
    /// <summary>The share of rows that goes past a block: from the first on it grows by the same amount from block to block.</summary>
    /// <param name="block">Number of the block, from 1.</param>
    /// <param name="blocks">How many there are.</param>
    /// <param name="last">The share of the last.</param>
    public static double ShareOf(int block, int blocks, double last) => last * block / blocks;

    /// <summary>What a block adds to its shortcut, with 0 in rows drawn from torch's default generator.</summary>
    /// <param name="added">(batch, …).</param>
    /// <param name="share">Of the rows, in [0, 1).</param>
    public static Tensor Skip(Tensor added, double share)
    {
        long[] shape = [added.size(0), .. Enumerable.Repeat(1L, (int)added.dim() - 1)];
        return added.mul(rand(shape, device: added.device).ge(Numbers.Kept(share)).to(added.dtype).mul_(Numbers.Kept(1 / (1 - share))));
    }
}
