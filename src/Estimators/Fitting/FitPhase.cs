using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>Options of one phase of a fit that trains several times: pretraining, then fine-tuning.</summary>
internal static class FitPhase
{
    /// <summary>Notes settings that concern the whole fit where only one phase of it is set: they would be without effect.</summary>
    /// <param name="phase">How the phase is trained.</param>
    /// <param name="faults">Receives the faults.</param>
    /// <param name="name">Name of the phase's options.</param>
    /// <param name="whole">Name of the options that hold what concerns the whole fit.</param>
    public static void Validate(TrainingOptions phase, OptionFaults faults, string name, string whole)
    {
        var usual = new TrainingOptions();
        Check(phase.Seed, usual.Seed, nameof(phase.Seed));
        Check(phase.ValidationFraction, usual.ValidationFraction, nameof(phase.ValidationFraction));
        Check(phase.MemoryBudget, usual.MemoryBudget, nameof(phase.MemoryBudget));
        Check(phase.TimeLimit, usual.TimeLimit, nameof(phase.TimeLimit));
        Check(phase.Cancellation, usual.Cancellation, nameof(phase.Cancellation));
        Check(phase.Distribution, usual.Distribution, nameof(phase.Distribution));
        Check(phase.WhenStopped, usual.WhenStopped, nameof(phase.WhenStopped));
        Check(phase.CheckpointDirectory, usual.CheckpointDirectory, nameof(phase.CheckpointDirectory));
        Check(phase.CheckpointInterval, usual.CheckpointInterval, nameof(phase.CheckpointInterval));
        Check(phase.Resume, usual.Resume, nameof(phase.Resume));

        void Check<T>(T value, T expected, string option)
        {
            if (!EqualityComparer<T>.Default.Equals(value, expected))
                faults.Add($"{name}.{option}", value, $"left alone here and set in {whole}, because it concerns the whole fit");
        }
    }

    /// <summary>The options of a phase, with what concerns the whole fit taken from there.</summary>
    /// <param name="phase">How the phase is trained.</param>
    /// <param name="whole">The options of the fit.</param>
    public static TrainingOptions Of(TrainingOptions phase, TrainingOptions whole) => phase with
    {
        Seed = whole.Seed,
        MemoryBudget = whole.MemoryBudget,
        TimeLimit = whole.TimeLimit,
        Cancellation = whole.Cancellation,
        Distribution = whole.Distribution,
        WhenStopped = whole.WhenStopped,
        CheckpointDirectory = whole.CheckpointDirectory,
        CheckpointInterval = whole.CheckpointInterval,
        Resume = whole.Resume,
        Progress = phase.Progress ?? whole.Progress,
        Callbacks = phase.Callbacks.Count > 0 ? phase.Callbacks : whole.Callbacks,
    };
}
