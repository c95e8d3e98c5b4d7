using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The only epoch loop: every architecture trains through it and differs in its <see cref="TrainingStep"/>.</summary>
/// <param name="options">How to train.</param>
/// <param name="random">Owner of chance during this fit.</param>
/// <remarks>Schedule, stopping, best weights, checkpoints and progress are hooks, a small class each.</remarks>
internal sealed class TrainingLoop(TrainingOptions options, TrainingRandom random)
{
    private const int EvaluationRows = 256;
    private const double SlowDown = 3;

    /// <summary>Called with the state after every epoch, and about once a second within long ones.</summary>
    public Action<EpochProgress>? Report { get; init; }

    /// <summary>Is told in a sentence what goes wrong without ending the training; null for nobody.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Number of this training within its fit, from 1: a fit may pretrain and then fine-tune.</summary>
    public int Phase { get; init; } = 1;

    /// <summary>When it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs since the fit began; null begins now.</summary>
    public ElapsedTime? Clock { get; init; }

    /// <summary>
    /// What the fit as a whole is of, beside what the run shows: the options of the architecture and the columns. Checkpoints keep it.
    /// Null for nothing.
    /// </summary>
    public JsonObject? Fit { get; init; }

    /// <summary>Hash of the weights that were given to start from; null if they are drawn.</summary>
    public string? Start { get; init; }

    /// <summary>Least time between two copies of the state, to which the run goes back after a <see cref="CollectorRace"/>.</summary>
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Trains until the last epoch, or until a hook ends it.</summary>
    /// <param name="step">How a batch moves the weights.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">Rows held out, measured after each epoch; null for none.</param>
    /// <returns>What happened; the network is in scoring mode and holds the weights to keep.</returns>
    /// <exception cref="InvalidOperationException">
    /// The loss was no finite number before one epoch had ended; or the folder of checkpoints cannot be used, or holds those of another
    /// training.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled before its first batch.</exception>
    public TrainingHistory Run(TrainingStep step, IBatchSource training, IBatchSource? validation = null)
    {
        using var averaged = options.WeightAverageDecay is { } decay ? new AveragedStep(step, decay) : null;
        return Run(step: averaged ?? step, training, validation, averaged);
    }

    private TrainingHistory Run(TrainingStep step, IBatchSource training, IBatchSource? validation, AveragedStep? averaged)
    {
        var isFirst = options.Distribution is null or { IsFirst: true };
        using var folder = options.CheckpointDirectory is { } path && isFirst ? new CheckpointFolder(path, Phase) : null; // may be refused
        var chosen = new List<AutomaticChoice>();
        var given = WholeBatch.Of(options, step, training);
        var filled = given.Epochs is null ? TrainingBudget.Fill(given, step, training, validation is not null, chosen) : given;
        using var threads = new IntraOpThreads(
            options.Threads ?? IntraOpThreads.For(
                step.Network, filled.RowsPerBatch, IntraOpThreads.Available, () => (long)training.Range(BatchMember.Lengths).Maximum));
        using var denormals = new FlushedDenormals(threads.Count > 1);
        using var pages = new KeptPages();
        using var run = new TrainingRun(filled, random, Phase, step, training, validation, Clock ?? new ElapsedTime(Time))
        {
            Fit = Fit,
            Start = Start,
            Threads = threads.Count,
            FlushesDenormals = denormals.IsInForce,
        };
        run.Chosen.AddRange(chosen);
        run.Shared?.Check();
        var chance = run.Shared is null ? null : TrainingRandom.State;
        var callbacks = new CallbackHook(isFirst ? options.Callbacks : []);
        using var telemetry = new TelemetryHook(Time);
        var hooks = Hooks(run, callbacks, folder, telemetry);
        step.Network.train();
        var findsRate = options is { Epochs: null, LearningRate: null, Optimizer.SearchesSteps: false } && step.LossTellsProgress;
        using var start = findsRate ? new RunSnapshot(run) : null;
        start?.Take();
        if (findsRate)
            run.RateScale = RangeTest.Factor(run, run.Chosen);
        foreach (var hook in hooks)
            hook.RunStarting(run);
        using var replays = new Replays(run, SnapshotInterval, Time);
        while (!run.IsOver)
        {
            RunEpoch(run, hooks, replays);
            if (run.Stopped == StopReason.LossNotFinite && start is not null && !run.HasBegunAnew)
                BeginAnew(run, start);
        }
        // the last to begin is the first to end: checkpoints come before best weights are restored
        for (var i = hooks.Length - 1; i >= 0; i--)
            hooks[i].RunEnding(run);
        if (run.KeptEpoch == 0)
            averaged?.Show(mean: true); // of an epoch that was not finished
        step.Network.eval();
        callbacks.RunEnded(run);
        if (chance is not null)
            TrainingRandom.State = chance; // the processes have drawn each their own; what follows draws the same in all
        return run.History;
    }

    // A rate that was found, not given, was too high: once more from the start, more slowly.
    private static void BeginAnew(TrainingRun run, RunSnapshot start)
    {
        run.BeginAnew();
        start.Restore();
        run.RateScale /= SlowDown;
        run.Chosen.Add(new AutomaticChoice(
            "Training.LearningRate", FormattableString.Invariant($"{run.Options.BaseRate * run.RateScale:G3}"),
            "a third of the rate found: with that one the loss stopped being a number, and training began anew"));
    }

    private static void RunEpoch(TrainingRun run, TrainingHook[] hooks, Replays replays)
    {
        StartStep(run);
        foreach (var hook in hooks)
            hook.EpochStarting(run);
        run.StartClock();
        replays.Mark();
        if (replays.Protect(() => TrainBatches(run, hooks, replays) ? Close(run) : null) is { } record)
            FinishEpoch(run, hooks, record);
    }

    // The batches from the run's position on; false if it was stopped before the epoch was whole.
    private static bool TrainBatches(TrainingRun run, TrainingHook[] hooks, Replays replays)
    {
        foreach (var batch in run.Training.Epoch(
            run.Options.RowsPerBatch, run.Random.ShuffleSeed(run.Epoch, run.Phase), firstBatch: run.Batch))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            foreach (var hook in hooks)
                hook.BatchStarting(run);
            if (run.IsOver)
                return false;
            run.Random.SeedBatch(run.Phase, run.Epoch, run.Batch);
            run.Learn(batch, run.Sums);
            run.Batch++;
            foreach (var hook in hooks)
                hook.BatchFinished(run);
            if (run.IsOver && !run.EpochIsWhole)
                return false;
            if (run.Batch < run.BatchesPerEpoch)
                replays.MarkIfDue();
        }
        return true;
    }

    // An epoch that is taken up again in its middle has already drawn what its start draws: the generator goes on from the checkpoint.
    private static void StartStep(TrainingRun run)
    {
        var chance = run.Batch > 0 ? TrainingRandom.State : null;
        run.Random.SeedTogether(run.Phase, run.Epoch);
        run.Step.EpochStarting(run.Epoch, run.Options.EpochCount);
        if (chance is not null)
            TrainingRandom.State = chance;
    }

    private static EpochRecord Close(TrainingRun run)
    {
        using var scope = NewDisposeScope();
        foreach (var update in run.Step.Updates)
            update.Flush();
        var speed = run.Shared?.OfFirst(run.RowsPerSecond) ?? run.RowsPerSecond;
        var heldOut = Evaluate(run.Step, run.Validation, run.Options);
        var metrics = new Dictionary<string, double>(run.Sums.MeanMetrics);
        foreach (var (name, mean) in heldOut?.MeanMetrics ?? new Dictionary<string, double>())
            metrics.Add(MetricNames.Validation(name), mean);
        return new EpochRecord(run.Epoch, run.Sums.MeanLoss, run.Step.Updates[0].LearningRate, speed)
        {
            ValidationLoss = heldOut?.MeanLoss,
            Metrics = metrics,
        };
    }

    private static void FinishEpoch(TrainingRun run, TrainingHook[] hooks, EpochRecord record)
    {
        using var scope = NewDisposeScope();
        run.Records.Add(record);
        var hasMore = run.Step.EpochFinished(run.Sums);
        if (!(run.Shared?.Any(hasMore) ?? hasMore))
            run.Stop(StopReason.NothingLeftToLearn, $"epoch {run.Epoch} found nothing left to learn");
        foreach (var hook in hooks)
            hook.EpochFinished(run, record);
        run.Shared?.AgreeOnStop();
        run.Epoch++;
        run.Batch = 0;
        run.Sums = new RowSums();
        foreach (var hook in hooks)
            hook.BetweenEpochs(run);
    }

    /// <summary>
    /// Rows that pass through a network at a time when it is measured: many, but for convolutions no more than fit into the memory of a
    /// batch that is trained on. Their feature maps take many times the memory of the rows, and it is known that these fit.
    /// </summary>
    /// <param name="step">What is measured.</param>
    /// <param name="trained">Rows of a batch in training.</param>
    public static int RowsMeasuredAtOnce(TrainingStep step, int trained)
    {
        var many = Math.Max(trained, EvaluationRows);
        return step.MeasuresRowsApart && step.Network.parameters().Any(weight => weight.dim() > 2)
            ? (int)Math.Min(many, (long)trained * step.MeasuredForOneTrained) : many;
    }

    /// <summary>Measures a step on rows it does not learn from.</summary>
    /// <returns>The sums; null without rows.</returns>
    public static RowSums? Evaluate(TrainingStep step, IBatchSource? rows, TrainingOptions options)
    {
        if (rows is null)
            return null;
        var sums = new RowSums();
        var sharing = step.MeasuresRowsApart ? options.Ranks : null;
        var wasTraining = step.Network.training;
        step.Network.eval();
        using (no_grad())
        {
            foreach (var batch in rows.Epoch(RowsMeasuredAtOnce(step, options.RowsPerBatch), shuffleSeed: null))
            {
                using var owned = batch;
                using var scope = NewDisposeScope();
                using var share = sharing is null ? batch : SharedRun.Share(sharing, batch);
                if (share is not null)
                    step.Evaluate(share, sums);
            }
        }
        step.Network.train(wasTraining);
        return options.Ranks is { } ranks ? SharedRun.Joined(ranks, sums, step.MeasuresRowsApart) : sums;
    }

    // The order matters: a loss that is no number must be seen before a checkpoint could be written.
    private TrainingHook[] Hooks(TrainingRun run, CallbackHook callbacks, CheckpointFolder? folder, TelemetryHook telemetry) =>
    [
        telemetry, // the last to end knows the kept epoch
        .. options.MeasureGradients ? [new GradientHook()] : Array.Empty<TrainingHook>(),
        new LossGuard(),
        new Limits(),
        new BestWeights(),
        new EarlyStoppingHook(),
        .. folder is null ? Array.Empty<TrainingHook>() : [new CheckpointHook(folder, Time, message => Warn?.Invoke(message))],
        .. run.Shared is { } shared ? [new SharedHook(shared)] : Array.Empty<TrainingHook>(),
        callbacks, // behind the checkpoints, which bring the history of a run that is taken up again
        new GarbageHook(),
        .. GlibcHeap.CanBeSet ? [new HeapHook()] : Array.Empty<TrainingHook>(),
        new ScheduleHook(),
        new ProgressHook(Report, Time),
    ];
}
