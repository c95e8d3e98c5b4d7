namespace DeepML;

/// <summary>One epoch of a <see cref="TrainingHistory"/>.</summary>
/// <param name="Epoch">Number of the epoch, from 1.</param>
/// <param name="TrainingLoss">Mean loss over the rows of the epoch, each taken when its batch was, noise and dropout included.</param>
/// <param name="LearningRate">Step size in force at its end.</param>
/// <param name="RowsPerSecond">Training rows per second.</param>
public sealed record EpochRecord(int Epoch, double TrainingLoss, double LearningRate, double RowsPerSecond)
{
    /// <summary>Mean loss over the rows held out, at the end of the epoch; null if none were.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Means over rows of what else was measured, by name; those of the rows held out start with "validation ".</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The loss that early stopping and the choice of the best epoch look at: the validation loss if there is one.</summary>
    internal double MonitoredLoss => ValidationLoss ?? TrainingLoss;

    /// <summary>A line for people: "epoch 3: loss 0.412, validation loss 0.455, accuracy 0.83, validation accuracy 0.81".</summary>
    public override string ToString()
    {
        var text = FormattableString.Invariant($"epoch {Epoch}: loss {TrainingLoss:G4}");
        if (ValidationLoss is { } validation)
            text += FormattableString.Invariant($", validation loss {validation:G4}");
        foreach (var (name, value) in Metrics)
            text += FormattableString.Invariant($", {name} {value:G4}");
        return text;
    }

    /// <summary>Whether every number is the same.</summary>
    public bool Equals(EpochRecord? other) =>
        other is not null && Epoch == other.Epoch && TrainingLoss.Equals(other.TrainingLoss) && LearningRate.Equals(other.LearningRate)
        && RowsPerSecond.Equals(other.RowsPerSecond) && Nullable.Equals(ValidationLoss, other.ValidationLoss)
        && Metrics.Count == other.Metrics.Count
            && Metrics.All(m => other.Metrics.TryGetValue(m.Key, out var value) && value.Equals(m.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, TrainingLoss, LearningRate, ValidationLoss, Metrics.Count);
}
