using System.Text.Json.Nodes;
using DeepML.Data;

namespace DeepML.Trainers;

/// <summary>Where a training stands: what the loop moves, the hooks look at, and checkpoints hold.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly ElapsedTime _clock;
    private double[] _monitored = [];
    private EpochRecord? _lastMonitored;
    private TimeSpan _epochStarted;
    private long _rowsBefore;

    public TrainingRun(
        TrainingOptions options, TrainingRandom random, int phase, TrainingStep step, IBatchSource training, IBatchSource? validation,
        ElapsedTime clock)
    {
        Options = options;
        Random = random;
        Phase = phase;
        Step = step;
        Training = training;
        Validation = validation;
        Weights = new FlatParameters(step.Network);
        Best = new WeightSnapshot(step.Network, Weights);
        BatchesPerEpoch = (int)((training.RowCount + options.RowsPerBatch - 1) / options.RowsPerBatch);
        _clock = clock;
        Shared = options.Ranks is { } ranks ? new SharedRun(ranks, this) : null;
        StartedAt = clock.Elapsed;
    }

    public TrainingOptions Options { get; }

    public TrainingRandom Random { get; }

    /// <summary>Number of this training within the fit, from 1.</summary>
    public int Phase { get; }

    public TrainingStep Step { get; }

    /// <summary>What is done together with other processes; null where this one trains alone.</summary>
    public SharedRun? Shared { get; }

    /// <summary>What the fit as a whole is of: see <see cref="TrainingLoop.Fit"/>.</summary>
    public JsonObject? Fit { get; init; }

    /// <summary>Hash of the weights that were given to start from; null if they are drawn.</summary>
    public string? Start { get; init; }

    /// <summary>What was chosen for the run by itself.</summary>
    public List<AutomaticChoice> Chosen { get; } = [];

    /// <summary>The learning rate that trial steps found, as a multiple of the options' one.</summary>
    public double RateScale { get; set; } = 1;

    /// <summary>Whether the run has diverged once and been begun anew.</summary>
    public bool HasBegunAnew { get; private set; }

    /// <summary>Threads that share an operation.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether denormal numbers are taken for 0.</summary>
    public bool FlushesDenormals { get; init; }

    public IBatchSource Training { get; }

    /// <summary>The rows held out; null if there are none.</summary>
    public IBatchSource? Validation { get; }

    public int BatchesPerEpoch { get; }

    /// <summary>The epoch in progress or, between epochs, the next one; from 1.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>Batches done in the epoch.</summary>
    public int Batch { get; set; }

    /// <summary>What was summed over the rows of the epoch.</summary>
    public RowSums Sums { get; set; } = new();

    /// <summary>The finished epochs.</summary>
    public List<EpochRecord> Records { get; } = [];

    /// <summary>The losses that schedules and early stopping look at; kept, for they are asked for with every batch.</summary>
    public IReadOnlyList<double> MonitoredLosses
    {
        get
        {
            var last = Records.Count > 0 ? Records[^1] : null;
            if (_monitored.Length != Records.Count || !ReferenceEquals(last, _lastMonitored))
                (_monitored, _lastMonitored) = ([.. Records.Select(record => record.MonitoredLoss)], last);
            return _monitored;
        }
    }

    /// <summary>The weights that are trained, as one block.</summary>
    public FlatParameters Weights { get; }

    /// <summary>The weights to fall back to; empty before an epoch has ended.</summary>
    public WeightSnapshot Best { get; }

    /// <summary>Epochs whose weights <see cref="Best"/> holds.</summary>
    public int BestEpoch { get; set; }

    /// <summary>Why training ended early; null if it did not.</summary>
    public StopReason? Stopped { get; private set; }

    public string? StopMessage { get; private set; }

    /// <summary>The epoch whose weights the network holds at the end.</summary>
    public int KeptEpoch { get; set; }

    /// <summary>How often the run went back to a snapshot.</summary>
    public int Replays { get; set; }

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsOver => Stopped is not null || Epoch > Options.EpochCount;

    /// <summary>Whether every batch of the epoch was done, with a loss that is a number.</summary>
    public bool EpochIsWhole => Batch == BatchesPerEpoch && Stopped != StopReason.LossNotFinite;

    /// <summary>Time since the fit began.</summary>
    public TimeSpan SinceFitBegan => _clock.Elapsed;

    /// <summary>Epochs done, with the fraction of the one in progress.</summary>
    public double Position => Epoch - 1 + ((double)Batch / Math.Max(1, BatchesPerEpoch));

    private TimeSpan StartedAt { get; }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">The rows; they stay the caller's.</param>
    /// <param name="sums">Receives loss and metrics, summed over the rows.</param>
    public void Learn(TensorBatch batch, RowSums sums)
    {
        if (Shared is null)
            Step.Learn(batch, sums);
        else
            Shared.Learn(batch, sums);
        PaddedSteps.Add(batch, sums);
    }

    /// <summary>
    /// Ends the training after the current batch; the first reason counts. What the other processes of a training do not see by themselves
    /// ends it when they have been told.
    /// </summary>
    public void Stop(StopReason reason, string message)
    {
        if (Shared is not null && reason is (StopReason.Cancelled or StopReason.TimeLimit or StopReason.StoppedByCallback))
            Shared.Ask(reason, message);
        else
            StopNow(reason, message);
    }

    /// <summary>Ends the training, here and in all other processes of it.</summary>
    public void StopNow(StopReason reason, string message)
    {
        if (Stopped is not null)
            return;
        Stopped = reason;
        StopMessage = message;
    }

    /// <summary>Takes a stop back, with what was recorded: the run begins anew.</summary>
    public void BeginAnew()
    {
        HasBegunAnew = true;
        (Stopped, StopMessage) = (null, null);
        (Epoch, Batch, BestEpoch) = (1, 0, 0);
        Sums = new RowSums();
        Records.Clear();
        Best.Forget();
    }

    /// <summary>Notes the time from which the epoch's speed is measured.</summary>
    public void StartClock()
    {
        _epochStarted = _clock.Elapsed;
        _rowsBefore = Sums.Rows;
    }

    /// <summary>What observers are told.</summary>
    public EpochProgress Progress(EpochRecord? ended)
    {
        var elapsed = _clock.Elapsed - StartedAt;
        var done = ended is null ? Position : ended.Epoch;
        return new EpochProgress(
            Epoch, Options.EpochCount, Sums.MeanLoss, Step.Updates[0].LearningRate, RowsPerSecond, elapsed,
            elapsed / Math.Max(1e-9, done) * (Options.EpochCount - done))
        {
            Batch = Batch,
            Batches = BatchesPerEpoch,
            IsEpochEnd = ended is not null,
            ValidationLoss = ended?.ValidationLoss,
            Metrics = ended?.Metrics ?? Sums.MeanMetrics,
        };
    }

    /// <summary>Rows per second in this epoch, since it was begun or taken up again.</summary>
    public double RowsPerSecond => (Sums.Rows - _rowsBefore) / Math.Max(1e-9, (_clock.Elapsed - _epochStarted).TotalSeconds);

    public TrainingHistory History => new()
    {
        Epochs = [.. Records],
        StopReason = Stopped ?? StopReason.Completed,
        StopMessage = StopMessage,
        KeptEpoch = KeptEpoch,
        Replays = Replays,
        Threads = Threads,
        Precision = Options.Precision,
        FlushedDenormals = FlushesDenormals,
        Chosen = [.. Chosen],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Best.Dispose();
        Weights.Dispose();
    }
}
