using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Turns rows so that their columns no longer go together and vary alike: distances are then Mahalanobis' (1936).</summary>
internal static class Decorrelation
{
    private const int FewColumns = 16;

    // In parts of the mean variance. Of many columns the least directions are mostly noise, of few they may be all that matters.
    private const double FloorOfFew = 0.003;
    private const double FloorOfMany = 0.1;
    private const double Nothing = 1e-12;

    /// <summary>The turn that belongs to rows.</summary>
    /// <param name="centred">(rows, width), with mean 0.</param>
    /// <returns>(width, width), by which rows are multiplied from the right.</returns>
    public static Tensor Of(Tensor centred)
    {
        using var scope = NewDisposeScope();
        var rows = centred.to(ScalarType.Float64);
        var (variances, directions) = linalg.eigh(rows.t().mm(rows).Over(rows.size(0)));
        var floor = rows.size(1) < FewColumns ? FloorOfFew : FloorOfMany;
        var mean = variances.mean().Read<double>();
        var turn = directions * variances.clamp_min_(Numbers.Zero).PlusInPlace((floor * mean) + Nothing).rsqrt();
        return turn.to(centred.dtype).MoveToOuterDisposeScope();
    }
}
