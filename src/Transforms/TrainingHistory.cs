namespace DeepML;

/// <summary>What happened while a model was trained; saved with it.</summary>
public sealed record TrainingHistory
{
    /// <summary>The epochs, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The simple method that the network has to beat, measured on the same data; null if there is none.</summary>
    public Baseline? Baseline { get; init; }

    /// <summary>A line for people: last loss, and the baseline beside it.</summary>
    public override string ToString()
    {
        var text = Epochs.Count == 0 ? "not trained" : FormattableString.Invariant($"{Epochs.Count} epochs, loss {Epochs[^1].TrainingLoss:G4}");
        return Baseline is null ? text : $"{text}; {Baseline}";
    }
}
