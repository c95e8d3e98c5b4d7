using DeepML.Trainers;

namespace DeepML;

/// <summary>Where a training stands, for a <see cref="TrainingCallback"/>; it is valid during the call.</summary>
public sealed class TrainingStatus
{
    private readonly TrainingRun _run;
    private readonly EpochRecord? _ended;
    private readonly string _callback;

    internal TrainingStatus(TrainingRun run, EpochRecord? ended, string callback) => (_run, _ended, _callback) = (run, ended, callback);

    /// <summary>
    /// Number of the training within its fit, from 1: a fit may pretrain and then fine-tune, or train several networks to average.
    /// </summary>
    public int Phase => _run.Phase;

    /// <summary>The options of this training.</summary>
    public TrainingOptions Options => _run.Options;

    /// <summary>Epoch, batch, losses, learning rate, speed and time. The training loss is NaN before the first batch of an epoch.</summary>
    public EpochProgress Progress => _run.Progress(_ended);

    /// <summary>The finished epochs, also those before the training was taken up again.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _run.Records.AsReadOnly();

    /// <summary>Why the training ends after this call; null if it goes on.</summary>
    public string? StopMessage => _run.StopMessage;

    /// <summary>
    /// Ends the training, and the fit if several trainings are averaged, after the current batch, with
    /// <see cref="StopReason.StoppedByCallback"/>. The first reason counts. Where a loss is
    /// monitored the model gets the weights of the best epoch, else the present ones; a checkpoint can be taken further.
    /// </summary>
    /// <param name="why">The reason, for the history.</param>
    public void Stop(string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        _run.Stop(StopReason.StoppedByCallback, $"{_callback} stopped the training in epoch {_run.Epoch} of {_run.Options.Epochs}: {why}");
    }
}
