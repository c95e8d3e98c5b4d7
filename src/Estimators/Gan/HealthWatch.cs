using DeepML.Networks;
using Microsoft.ML.Runtime;

namespace DeepML.Estimators;

/// <summary>Warns, once for each kind of trouble, when the game between generator and discriminator goes wrong.</summary>
/// <param name="channel">Receives the warnings.</param>
/// <param name="objective">What the players play for.</param>
/// <param name="next">Receives every report too; null for nobody.</param>
internal sealed class HealthWatch(IChannel channel, GanObjective objective, IProgress<EpochProgress>? next) : IProgress<EpochProgress>
{
    /// <summary>Epochs in a row before trouble is believed.</summary>
    private const int Patience = 5;

    private readonly Dictionary<string, int> _inARow = [];

    /// <inheritdoc/>
    public void Report(EpochProgress value)
    {
        if (value.IsEpochEnd)
            Look(value);
        next?.Report(value);
    }

    private void Look(EpochProgress progress)
    {
        double Of(string metric) => progress.Metrics.TryGetValue(metric, out var found) ? found : double.NaN;
        Warn(progress, "collapse", Of(MetricNames.Validation(MetricNames.Diversity)) < 0.3,
            "synthetic rows are much alike: their mean distance is below 0.3 of the real rows'. "
            + "Try RowsPerDecision, BatchStatistics, or another Objective");
        Warn(progress, "won", objective.Border is not null && Math.Min(Of("accuracy on real"), Of("accuracy on fake")) > 0.98,
            "the discriminator has won: it tells nearly every row, and the generator has little left to learn from. "
            + "Try a smaller DiscriminatorLearningRate, an objective's LabelSmoothing, Dropout, Training.InputNoise, or a "
            + nameof(WassersteinObjective));
        Warn(progress, "divergence", Math.Abs(Of("generator loss")) > objective.LargestSoundLoss,
            "the generator's loss grows out of bounds. Try smaller learning rates or a larger Weight of a GradientPenaltyObjective");
    }

    private void Warn(EpochProgress progress, string trouble, bool isThere, string message)
    {
        var count = _inARow.GetValueOrDefault(trouble);
        if (count == Patience)
            return; // told already
        _inARow[trouble] = isThere ? count + 1 : 0;
        if (_inARow[trouble] == Patience)
            channel.Warning(MessageSensitivity.None, $"Since epoch {progress.Epoch - Patience + 1}, {message}.");
    }
}
