namespace DeepML.Trainers;

/// <summary>Something that accompanies a training without being the training: it looks at the run and may stop it.</summary>
internal abstract class TrainingHook
{
    /// <summary>Before the first epoch, in order.</summary>
    public virtual void RunStarting(TrainingRun run)
    {
    }

    /// <summary>Before the first batch of an epoch, or the first after it was taken up again.</summary>
    public virtual void EpochStarting(TrainingRun run)
    {
    }

    /// <summary>Before each batch.</summary>
    public virtual void BatchStarting(TrainingRun run)
    {
    }

    /// <summary>After each batch.</summary>
    public virtual void BatchFinished(TrainingRun run)
    {
    }

    /// <summary>After the last batch of an epoch and the measuring of held-out rows.</summary>
    public virtual void EpochFinished(TrainingRun run, EpochRecord record)
    {
    }

    /// <summary>After an epoch, with the run already pointing to the next.</summary>
    public virtual void BetweenEpochs(TrainingRun run)
    {
    }

    /// <summary>After the last epoch, or when the run was stopped; in reverse order.</summary>
    public virtual void RunEnding(TrainingRun run)
    {
    }
}
