namespace DeepML.Workout;

/// <summary>Cancels a fit at the end of an epoch.</summary>
public sealed class CancelAt(int epoch, CancellationTokenSource source) : IProgress<EpochProgress>
{
    public void Report(EpochProgress value)
    {
        if (value.IsEpochEnd && value.Epoch == epoch)
            source.Cancel();
    }
}
