using System.Globalization;
using DeepML.Networks;

namespace DeepML;

/// <summary>The loss over learning rates that rise from batch to batch (Smith, arXiv:1506.01186).</summary>
public sealed record LearningRateCurve
{
    /// <summary>What the running mean keeps of itself from batch to batch.</summary>
    internal const double Kept = 0.9;

    /// <summary>How many times its lowest the running mean is where the loss rises for good.</summary>
    internal const double Diverged = 4;

    /// <summary>
    /// How far below the rate of the lowest loss the rate to train with lies: the loss is lowest just before it rises (Howard and Gugger,
    /// arXiv:2002.04688, section 4).
    /// </summary>
    internal const double Below = 10;

    internal LearningRateCurve(IReadOnlyList<double> rates, IReadOnlyList<double> losses)
    {
        (Rates, Losses) = (rates, losses);
        var mean = new RunningMean(Kept);
        double[] smoothed = [.. losses.Select(mean.Add)];
        Smoothed = smoothed;
        LowestAt = rates[Array.IndexOf(smoothed, smoothed.Min())];
    }

    /// <summary>The rate of each batch, from the lowest up.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss of each batch, before its step.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>Their running mean, which keeps nine tenths of itself from batch to batch, without its beginning at 0.</summary>
    public IReadOnlyList<double> Smoothed { get; }

    /// <summary>The rate at which the running mean was lowest.</summary>
    public double LowestAt { get; }

    /// <summary>The rate to train with: a tenth of <see cref="LowestAt"/>.</summary>
    public double Suggestion => LowestAt / Below;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"learning rate {Suggestion:G3}: a tenth of {LowestAt:G3}, where the loss was lowest over {Rates.Count} batches at rates from ")
        + string.Create(CultureInfo.InvariantCulture, $"{Rates[0]:G3} to {Rates[^1]:G3}");
}
