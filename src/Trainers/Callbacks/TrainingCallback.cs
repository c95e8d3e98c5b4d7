namespace DeepML;

/// <summary>
/// Code of your own that accompanies a training: it sees where the training stands and may end it. Derive a class and give it to
/// <see cref="TrainingOptions.Callbacks"/>.
/// </summary>
/// <remarks>
/// <para>Callbacks are called on the training thread, one after the other, in their order. They cannot disturb a training: what they
/// draw from
/// torch's generator is put back, and checkpoints know nothing of them. A training that is taken up again calls them from there on.</para>
/// <para>A fit that trains several times (pretraining, then fine-tuning) calls them for each training:
/// <see cref="TrainingStatus.Phase"/> tells
/// which. A batch that had to be repeated (docs/torchsharp-notes.md) is told again. Tensors made in a callback end with the batch
/// unless they are
/// taken out of its dispose scope.</para>
/// <para>An exception of a callback ends the fit with an <see cref="InvalidOperationException"/> that names the callback.</para>
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Before the first batch; a training that was taken up again already has its epochs.</summary>
    /// <param name="status">Where the training stands.</param>
    protected internal virtual void TrainingStarting(TrainingStatus status)
    {
    }

    /// <summary>After each batch.</summary>
    /// <param name="status">Where the training stands.</param>
    protected internal virtual void BatchFinished(TrainingStatus status)
    {
    }

    /// <summary>
    /// After each epoch and the measuring of held-out rows; the epoch is the last of <see cref="TrainingStatus.Epochs"/>.
    /// </summary>
    /// <param name="status">Where the training stands.</param>
    protected internal virtual void EpochFinished(TrainingStatus status)
    {
    }

    /// <summary>When the training is over and the weights to keep are in place; not called where it ended by an exception.</summary>
    /// <param name="status">Where the training stands.</param>
    /// <param name="history">What happened; the baseline is measured later.</param>
    protected internal virtual void TrainingFinished(TrainingStatus status, TrainingHistory history)
    {
    }
}
