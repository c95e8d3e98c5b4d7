using System.Diagnostics;

namespace DeepML.Trainers;

/// <summary>Tells meters and traces of a training. To be disposed: a training that fails is told, too.</summary>
/// <param name="time">Measures epochs.</param>
internal sealed class TelemetryHook(TimeProvider time) : TrainingHook, IDisposable
{
    private KeyValuePair<string, object?> _network;
    private Activity? _training;
    private Activity? _epoch;
    private long _epochStarted;
    private long _rowsBefore;
    private bool _isRunning, _isInEpoch;

    /// <inheritdoc/>
    public override void RunStarting(TrainingRun run)
    {
        _network = new("deepml.network", run.Step.Network.GetName());
        _training = TrainingTelemetry.Activities.StartActivity("train")?.AddTag(_network.Key, _network.Value)
            .AddTag("deepml.phase", run.Phase).AddTag("deepml.rows", run.Training.RowCount)
            .AddTag("deepml.epochs.planned", run.Options.EpochCount);
        TrainingTelemetry.Running.Add(1, _network);
        _isRunning = true;
    }

    /// <inheritdoc/>
    public override void EpochStarting(TrainingRun run)
    {
        EndEpoch(); // one that was broken off, before training began anew
        _isInEpoch = true;
        _epoch = TrainingTelemetry.Activities.StartActivity("epoch")?.AddTag("deepml.epoch", run.Epoch);
        _epochStarted = time.GetTimestamp();
        _rowsBefore = run.Sums.Rows; // of an epoch that is taken up again some were learned from before
    }

    /// <inheritdoc/>
    public override void EpochFinished(TrainingRun run, EpochRecord record)
    {
        CountRows(run);
        TrainingTelemetry.Epochs.Add(1, _network);
        TrainingTelemetry.EpochTime.Record(time.GetElapsedTime(_epochStarted).TotalSeconds, _network);
        Tell(record.TrainingLoss, "training");
        if (record.ValidationLoss is { } validation)
            Tell(validation, "held out");
        _epoch?.AddTag("deepml.loss", record.TrainingLoss).AddTag("deepml.validation_loss", record.ValidationLoss)
            .AddTag("deepml.rows_per_second", record.RowsPerSecond);
        EndEpoch();
    }

    /// <inheritdoc/>
    public override void RunEnding(TrainingRun run)
    {
        if (_isInEpoch)
            CountRows(run); // of an epoch that was stopped in its middle
        var history = run.History;
        _training?.AddTag("deepml.epochs", history.Epochs.Count).AddTag("deepml.epoch.kept", history.KeptEpoch)
            .AddTag("deepml.stop_reason", history.StopReason.ToString())
            .SetStatus(
                history.StopReason == StopReason.LossNotFinite ? ActivityStatusCode.Error : ActivityStatusCode.Ok, history.StopMessage);
        End();
    }

    /// <summary>Ends what a failed training has left open.</summary>
    public void Dispose()
    {
        _training?.SetStatus(ActivityStatusCode.Error, "The training has failed.");
        End();
    }

    private void Tell(double loss, string rows) =>
        TrainingTelemetry.Loss.Record(loss, _network, new KeyValuePair<string, object?>("deepml.of", rows));

    private void CountRows(TrainingRun run)
    {
        TrainingTelemetry.Rows.Add(run.Sums.Rows - _rowsBefore, _network);
        _rowsBefore = run.Sums.Rows;
    }

    private void EndEpoch()
    {
        _epoch?.Dispose();
        (_epoch, _isInEpoch) = (null, false);
    }

    private void End()
    {
        EndEpoch();
        _training?.Dispose();
        _training = null;
        if (_isRunning)
            TrainingTelemetry.Running.Add(-1, _network);
        _isRunning = false;
    }
}
