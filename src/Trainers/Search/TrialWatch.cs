using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>
/// Goes along with the trainings of one trial of a search: counts their epochs, and stops them where the trial falls behind.
/// </summary>
/// <param name="halving">When trials are stopped; null for never.</param>
/// <param name="before">The trials so far.</param>
internal sealed class TrialWatch(SuccessiveHalving? halving, IReadOnlyList<SearchTrial> before) : TrainingCallback
{
    private readonly List<RungLoss> _losses = [];
    private int _training;

    /// <summary>Whether a training got the options that the watch is in.</summary>
    public bool HasSeenTraining => _training > 0;

    /// <summary>Epochs of all trainings.</summary>
    public int Epochs { get; private set; }

    /// <summary>The losses at which trials are compared.</summary>
    public IReadOnlyList<RungLoss> Losses => _losses;

    /// <summary>Why the trial was stopped; null if it was not.</summary>
    public string? Stopped { get; private set; }

    /// <inheritdoc/>
    protected internal override void TrainingStarting(TrainingStatus status) => _training++;

    /// <inheritdoc/>
    protected internal override void EpochFinished(TrainingStatus status)
    {
        Epochs++;
        var epoch = status.Epochs[^1];
        var loss = epoch.ValidationLoss ?? epoch.TrainingLoss;
        if (halving is null || !halving.IsRung(epoch.Epoch) || !double.IsFinite(loss))
            return;
        double[] others =
        [
            .. before.SelectMany(trial => trial.Losses).Where(other => other.Training == _training && other.Epoch == epoch.Epoch)
                .Select(other => other.Loss),
        ];
        _losses.Add(new RungLoss(_training, epoch.Epoch, loss));
        if (epoch.Epoch >= status.Progress.Epochs || halving.GoesOn(loss, others))
            return;
        Stopped = FormattableString.Invariant(
            $"stopped after epoch {epoch.Epoch}: {others.Count(other => other < loss)} of {others.Length} trials were better there");
        status.Stop(Stopped);
    }
}
