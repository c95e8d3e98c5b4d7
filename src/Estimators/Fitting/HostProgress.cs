using DeepML.Networks;
using Microsoft.ML.Runtime;

namespace DeepML.Estimators;

/// <summary>
/// Tells the host of a training: a line per epoch on its channel, which <c>MLContext.Log</c> shows, and numbers on its progress
/// channel, which ML.NET's tools draw bars and tables from.
/// </summary>
internal sealed class HostProgress : IDisposable
{
    /// <summary>Checkpoints of one phase: hosts keep each of them until the training ends.</summary>
    private const int MostCheckpoints = 1000;

    private static readonly string[] Units = ["epochs"];

    private readonly IProgressChannel _progress;
    private readonly IChannel _channel;
    private readonly bool _speaks;
    private volatile EpochProgress? _latest; // read by a host's own thread
    private string[] _metrics = [];

    /// <param name="host">Host of the estimator.</param>
    /// <param name="channel">Receives the lines; stays the caller's.</param>
    /// <param name="speaks">Whether warnings are told: those of processes that train together are the same in all of them.</param>
    public HostProgress(IHost host, IChannel channel, bool speaks = true)
    {
        (_channel, _speaks) = (channel, speaks);
        _progress = host.StartProgressChannel("Training");
    }

    /// <summary>Begins a phase: another training of the same fit may measure other numbers.</summary>
    public void Begin()
    {
        _metrics = [];
        if (OneDnn.TellOnce() is { } slow)
            Warn(slow);
    }

    /// <summary>Warns in a sentence.</summary>
    public void Warn(string message)
    {
        if (_speaks)
            _channel.Warning(MessageSensitivity.None, message);
    }

    /// <summary>Tells of an epoch that has ended.</summary>
    public void Report(EpochProgress progress)
    {
        if (!progress.IsEpochEnd)
            return;
        TellLine(progress);
        _latest = progress;
        string[] metrics = [
            "loss", .. progress.ValidationLoss is null ? Array.Empty<string>() : ["validation loss"], .. progress.Metrics.Keys];
        if (!metrics.SequenceEqual(_metrics))
        {
            _metrics = metrics;
            _progress.SetHeader(new ProgressHeader(metrics, Units), Fill);
        }
        var interval = (progress.Epochs + MostCheckpoints - 1) / MostCheckpoints;
        if (progress.Epoch % interval == 0 || progress.Epoch == progress.Epochs)
        {
            var values = Values(progress);
            var told = new double?[values.Count + 2];
            for (var i = 0; i < values.Count; i++)
                told[i] = values[i];
            (told[^2], told[^1]) = (progress.Epoch, progress.Epochs);
            _progress.Checkpoint(told);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _progress.Dispose();

    private void Fill(IProgressEntry entry)
    {
        if (_latest is not { } latest)
            return;
        entry.SetProgress(0, latest.Epoch, latest.Epochs);
        var values = Values(latest);
        for (var i = 0; i < values.Count; i++)
            entry.SetMetric(i, values[i]);
    }

    private static List<double> Values(EpochProgress progress)
    {
        var values = new List<double> { progress.TrainingLoss };
        if (progress.ValidationLoss is { } loss)
            values.Add(loss);
        foreach (var (_, metric) in progress.Metrics)
            values.Add(metric);
        return values;
    }

    private void TellLine(EpochProgress progress)
    {
        var validation = progress.ValidationLoss is { } loss ? FormattableString.Invariant($", validation loss {loss:G5}") : "";
        var metrics = string.Concat(progress.Metrics.Select(m => FormattableString.Invariant($", {m.Key} {m.Value:G4}")));
        _channel.Info(
            MessageSensitivity.None,
            FormattableString.Invariant(
                $"Epoch {progress.Epoch} of {progress.Epochs}: loss {progress.TrainingLoss:G5}{validation}{metrics}, ")
            + FormattableString.Invariant($"learning rate {progress.LearningRate:G3}, {progress.RowsPerSecond:F0} rows/s, ")
            + FormattableString.Invariant($"{progress.Remaining.TotalSeconds:F0} s left"));
    }
}
