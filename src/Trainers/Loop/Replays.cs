namespace DeepML.Trainers;

/// <summary>
/// The last net under a run: a batch that fails with the marks of <see cref="CollectorRace"/> sends it back to its last snapshot,
/// from which the batches are repeated with the very same result. Any other error goes through.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="interval">Least time between two snapshots within an epoch; each epoch begins with one.</param>
/// <param name="time">Measures it.</param>
internal sealed class Replays(TrainingRun run, TimeSpan interval, TimeProvider time) : IDisposable
{
    private const int AtOnePlace = 3;

    private readonly RunSnapshot _snapshot = new(run);
    private readonly ElapsedTime _sinceTaken = new(time);
    private (int Epoch, int Batch) _place;
    private int _count;

    /// <summary>Takes a snapshot: before the first batch of an epoch.</summary>
    public void Mark()
    {
        if (run.Shared is not null)
            return; // the other processes would not go back with it
        _snapshot.Take();
        _sinceTaken.Restart();
    }

    /// <summary>Takes a snapshot in a long epoch now and then: after a batch that another follows.</summary>
    public void MarkIfDue()
    {
        if (_sinceTaken.Elapsed >= interval && run.Step.Updates.All(update => update.IsAtRest))
            Mark();
    }

    /// <summary>Does what may be repeated: the batches since the snapshot, as often as the race disturbs them.</summary>
    /// <param name="work">Goes on from the position of the run.</param>
    public T Protect<T>(Func<T> work)
    {
        while (true)
        {
            try
            {
                return work();
            }
            catch (Exception error) when (run.Shared is null && CollectorRace.IsSymptom(error) && MayRepeat())
            {
                _snapshot.Restore();
                run.Replays++;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _snapshot.Dispose();

    private bool MayRepeat()
    {
        var place = (run.Epoch, run.Batch);
        _count = place == _place ? _count + 1 : 1;
        _place = place;
        return _count <= AtOnePlace;
    }
}
