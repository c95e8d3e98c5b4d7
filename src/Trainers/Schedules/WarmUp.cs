namespace DeepML.Trainers;

/// <summary>The linear rise at the beginning of a schedule (Goyal et al., arXiv:1706.02677).</summary>
internal static class WarmUp
{
    // The very first steps get a little more than nothing: a rate of exactly 0 would waste them.
    private const double Smallest = 1e-3;

    /// <summary>1 once the warm-up is over, before that the share of it that is done.</summary>
    public static double Factor(double epoch, double warmUpEpochs) =>
        epoch >= warmUpEpochs ? 1 : Math.Max(Smallest, epoch / warmUpEpochs);
}
