using DeepML.Networks;

namespace DeepML;

/// <summary>What happened while a model was trained; saved with it.</summary>
public sealed record TrainingHistory
{
    /// <summary>The finished epochs, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; init; }

    /// <summary>When and why training ended before its last planned epoch, as a sentence; null if it did not.</summary>
    public string? StopMessage { get; init; }

    /// <summary>The epoch whose weights the model holds; 0 if it was stopped in the middle of one and holds those of that moment.</summary>
    public int KeptEpoch { get; init; }

    /// <summary>
    /// How often training went back to a copy of its state in memory and repeated the batches since, because TorchSharp had freed a
    /// number that native code was reading. The result is bit for bit that of an undisturbed training.
    /// </summary>
    /// <value>0 where every module keeps its numbers, as this library's own do.</value>
    public int Replays { get; init; }

    /// <summary>Threads that shared an operation on the processor: see <c>TrainingOptions.Threads</c>.</summary>
    /// <value>0 where nothing was trained.</value>
    public int Threads { get; init; }

    /// <summary>In which numbers the network multiplied while it learned: see <c>TrainingOptions.Precision</c>.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Whether numbers closer to 0 than 1.2e-38 were taken for 0 while training: processors are slow with them, and the moments of weights
    /// that get no gradients shrink to them. Another machine's run can differ where it is not known how to say so.
    /// </summary>
    /// <value>True on Linux (x64, arm64) and Windows; false where nothing was trained.</value>
    public bool FlushedDenormals { get; init; }

    /// <summary>What the fit chose by itself, from what, and by which option it is set by hand.</summary>
    public IReadOnlyList<AutomaticChoice> Chosen { get; init; } = [];

    /// <summary>The simple method that the network has to beat, measured on the same data; null if there is none.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>
    /// The network beside simple methods that learned from the same rows, on rows held out: a linear model, and gradient-boosted trees
    /// where the application refers to <c>Microsoft.ML.LightGbm</c> or <c>Microsoft.ML.FastTree</c>.
    /// </summary>
    /// <value>Empty where nothing was compared; <see cref="Advice"/> then says why.</value>
    public IReadOnlyList<HeldOutComparison> Comparisons { get; init; } = [];

    /// <summary>What follows from <see cref="Comparisons"/>, or why there are none; null if the network is better than all.</summary>
    public string? Advice { get; init; }

    /// <summary>
    /// The layers, and stretches of steps, that hardly learn because next to no gradient reaches them: vanishing gradients (Hochreiter
    /// 1991; Bengio et al., IEEE Trans. NN 5, 1994).
    /// </summary>
    /// <param name="share">
    /// What counts as next to none: a share of the largest one, in the last epoch; in (0, 1). The default is a thousandth.
    /// </param>
    /// <returns>Their names; empty if there are none, or if <c>TrainingOptions.MeasureGradients</c> was false.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    public IReadOnlyList<string> VanishingGradients(double share = 1e-3)
    {
        if (!(share is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "It must be in (0, 1).");
        var norms = (Epochs.Count > 0 ? Epochs[^1].Metrics : new Dictionary<string, double>())
            .Where(metric => metric.Key.StartsWith(MetricNames.GradientPrefix, StringComparison.Ordinal)).ToArray();
        // Weights and steps are not of one unit: each is set beside its own kind.
        return [.. norms.GroupBy(norm => norm.Key.Contains("of steps, part ", StringComparison.Ordinal))
            .SelectMany(kind => kind.Where(norm => norm.Value < share * kind.Max(other => other.Value)))
            .Select(norm => norm.Key[MetricNames.GradientPrefix.Length..])];
    }

    /// <summary>A line for people: last losses, why it ended, and the simple methods beside it.</summary>
    public override string ToString()
    {
        var text = Epochs.Count == 0
            ? "no finished epoch"
            : FormattableString.Invariant($"{Epochs.Count} epochs, loss {Epochs[^1].TrainingLoss:G4}");
        if (Epochs.Count > 0 && Epochs[^1].ValidationLoss is { } validation)
            text += FormattableString.Invariant($", validation loss {validation:G4}");
        if (StopMessage is not null)
            text += $"; {StopMessage}";
        if (Baseline is not null)
            text += $"; {Baseline}";
        return string.Join("; ", Comparisons.Select(comparison => comparison.ToString()).Prepend(text));
    }
}
