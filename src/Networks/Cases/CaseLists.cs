using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Sorts rows into lists around centres, by k-means (Lloyd, IEEE Transactions on Information Theory 28, 1982).</summary>
internal static class CaseLists
{
    private const int RowsOfList = 64; // that a centre is found from, on the average
    private const int Rounds = 10;
    private const int BlockRows = 8192;

    /// <summary>Finds centres.</summary>
    /// <param name="rows">(rows, width), float32; at least as many as lists.</param>
    /// <param name="lists">How many.</param>
    /// <param name="seed">Fixes which rows they are found from.</param>
    /// <returns>(lists, width).</returns>
    public static Tensor Centres(Tensor rows, int lists, int seed)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var order = Enumerable.Range(0, (int)rows.size(0)).Select(row => (long)row).ToArray();
        random.Shuffle(order);
        var sample = rows.index_select(0, tensor(order[..(int)Math.Min(order.Length, (long)lists * RowsOfList)]));
        var centres = sample.narrow(0, 0, lists).clone();
        for (var round = 0; round < Rounds; round++)
        {
            using var inner = NewDisposeScope();
            var nearest = Nearest(sample, centres);
            var counts = nearest.bincount(null, lists).to(rows.dtype).unsqueeze(1); // (lists, 1)
            var sums = zeros_like(centres).index_add_(0, nearest, sample, Numbers.One);
            // A centre without rows stays where it is.
            centres.copy_(where(counts.gt(Numbers.Zero), sums / counts.clamp_min(Numbers.One), centres));
        }
        return centres.MoveToOuterDisposeScope();
    }

    /// <summary>The centre that is nearest to each row.</summary>
    /// <param name="rows">(rows, width).</param>
    /// <param name="centres">(lists, width).</param>
    /// <returns>(rows), int64.</returns>
    public static Tensor Nearest(Tensor rows, Tensor centres)
    {
        using var scope = NewDisposeScope();
        var squares = centres.Squared().sum(1L); // (lists)
        var turned = centres.t().contiguous();
        var nearest = new List<Tensor>();
        foreach (var block in rows.split(BlockRows))
        {
            using var inner = NewDisposeScope();
            // |x - c|² without |x|², which is the same for all centres
            nearest.Add(squares.unsqueeze(0).Plus(block.mm(turned), -2).argmin(1).MoveToOuterDisposeScope());
        }
        return cat(nearest).MoveToOuterDisposeScope();
    }
}
