using Microsoft.ML;

namespace DeepML.Service;

/// <summary>The model in a file, and each newer one that is written over it: it takes the place of the old one between two
/// batches.</summary>
internal sealed class ServedModel : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10); // for batches that have begun with the old model

    private readonly MLContext _ml;
    private readonly string _path;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watch;
    private DateTime _seen; // of the file that was last tried

    public ServedModel(MLContext ml, string path, ILogger<ServedModel> log)
    {
        (_ml, _path, _log) = (ml, path, log);
        LoadedAt = _seen = File.GetLastWriteTimeUtc(path);
        Scorer = new BatchedScorer<Digit, Answer>(ml, ml.Model.Load(path, out _));
        _watch = Task.Run(WatchAsync);
    }

    /// <summary>When the model that is in use was written.</summary>
    public DateTime LoadedAt { get; private set; }

    /// <summary>Scores rows.</summary>
    public BatchedScorer<Digit, Answer> Scorer { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watch;
        await Scorer.DisposeAsync();
        _stop.Dispose();
    }

    // Asking beats being told: not every file system tells.
    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Look, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            var written = File.GetLastWriteTimeUtc(_path);
            if (!File.Exists(_path) || written == _seen)
                continue;
            _seen = written;
            try
            {
                var old = Scorer.Replace(_ml.Model.Load(_path, out _));
                LoadedAt = written;
                _log.LogWarning("The model of {Written} is in use.", written);
                _ = Task.Delay(Grace).ContinueWith(_ => (old as IDisposable)?.Dispose(), TaskScheduler.Default);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // ML.NET's errors come in wraps of many types: whatever it is, it is told.
                _log.LogError(e, "The model of {Written} cannot be used; the one before it stays.", written);
            }
        }
    }
}
