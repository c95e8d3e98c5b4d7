using System.Globalization;

namespace DeepML;

/// <summary>The loss over learning rates that rise from batch to batch (Smith, arXiv:1506.01186).</summary>
public sealed record LearningRateCurve
{
    // The loss is lowest just before it rises: the rate to train with lies well below (Howard and Gugger, arXiv:2002.04688, section 4).
    private const double Below = 10;
    private const double Kept = 0.9;

    internal LearningRateCurve(IReadOnlyList<double> rates, IReadOnlyList<double> losses)
    {
        (Rates, Losses) = (rates, losses);
        var (mean, smoothed) = (0.0, new double[losses.Count]);
        for (var i = 0; i < smoothed.Length; i++)
        {
            mean = (Kept * mean) + ((1 - Kept) * losses[i]);
            smoothed[i] = mean / (1 - Math.Pow(Kept, i + 1));
        }
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
