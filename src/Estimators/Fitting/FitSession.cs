using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>
/// What one call of <c>Fit</c> needs whatever the architecture: the seed, the device, the rows, the loop, and the host's channels.
/// It owns rows and networks until <see cref="Finish"/> hands the fitted model over.
/// </summary>
/// <remarks>
/// What each part needs, the part before it gives: rows come from <see cref="Read"/>, updates only from a network that
/// <see cref="Place"/> has moved to the device, steps are made of updates, and <see cref="Train(TrainingStep, FitRows, TrainingOptions)"/>
/// takes steps and rows. The estimator's frame calls <see cref="Finish"/>.
/// </remarks>
internal sealed class FitSession : IDisposable
{
    private readonly TrainingRandom _random;
    private readonly IChannel _channel;
    private readonly HostProgress _progress;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly ElapsedTime _clock;
    private readonly object _settings;
    private readonly List<IDisposable> _owned = [];
    private readonly List<nn.Module> _networks = [];
    private readonly RunningFits _running = RunningFits.Enter();
    private readonly WeightRoom _room = WeightRoom.OfMachine();
    private object? _columns;
    private string? _start;
    private int _phase;

    /// <param name="host">Host of the estimator.</param>
    /// <param name="options">How to train.</param>
    /// <param name="drawnSeed">Seed drawn from the host, for options without one.</param>
    /// <param name="settings">The options of the architecture, in which checkpoints find what they are of.</param>
    /// <param name="columns">The columns, where they are not those given to <see cref="Read"/>.</param>
    /// <param name="use">What the network may leave to oneDNN.</param>
    public FitSession(
        IHost host, TrainingOptions options, int drawnSeed, object settings, object? columns = null,
        OneDnnUse use = OneDnnUse.Recurrence)
    {
        Options = options;
        _settings = settings;
        _columns = columns;
        _clock = new ElapsedTime(_time);
        _channel = host.Start("Training");
        try
        {
            Device = TrainingDevice.Of(host, _channel, use);
            TrainingDevice.CheckPrecision(options.Precision, Device);
        }
        catch
        {
            _channel.Dispose();
            _room.Dispose();
            _running.Dispose();
            throw;
        }
        _progress = new HostProgress(host, _channel, speaks: options.Distribution is null or { IsFirst: true });
        Seed = TrainingRandom.AgreedSeed(options.Seed ?? drawnSeed, options.Ranks);
        _random = new TrainingRandom(Seed) { OnGpu = Device.type != DeviceType.CPU, Ranks = options.Ranks };
    }

    /// <summary>How to train.</summary>
    public TrainingOptions Options { get; }

    /// <summary>What was chosen before training; the history of the trainings that follow begins with it.</summary>
    public List<AutomaticChoice> Chosen { get; } = [];

    /// <summary>The history of the last training, or of several that count as one.</summary>
    public TrainingHistory LastHistory { get; set; } = new();

    /// <summary>Where the network is trained.</summary>
    public Device Device { get; }

    /// <summary>The seed of the whole fit.</summary>
    public int Seed { get; }

    /// <summary>Reads the training rows: into memory if they fit <see cref="TrainingOptions.MemoryBudget"/>, else to be streamed.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="columns">What to read of each row.</param>
    /// <param name="validation">
    /// Data to measure the validation loss on; null holds out <see cref="TrainingOptions.ValidationFraction"/>.
    /// </param>
    /// <param name="allowMissing">Per column: whether NaN is a value; null allows it nowhere.</param>
    /// <param name="splitsLater">From how many rows there are (null: not counted) to whether none are held out yet.</param>
    /// <returns>The rows; the session disposes them.</returns>
    public FitRows Read(
        IDataView data, IReadOnlyList<SizedColumn> columns, IDataView? validation = null, IReadOnlyList<bool>? allowMissing = null,
        Func<long?, bool>? splitsLater = null)
    {
        SchemaFaults.Check(data.Schema, columns);
        _columns = FitSettings.Of(columns);
        var reading = new BatchReading(columns, Device, Options.MemoryBudget, allowMissing);
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, columns);
            var given = Own(reading.Read(validation));
            var all = Own(reading.Read(data));
            TellLeftOut(data, all.RowCount);
            return new FitRows(all, given, [data, validation], Options.RowsPerBatch);
        }
        var (rows, heldOut) = reading.Read(
            data, count => splitsLater?.Invoke(count) == true ? 0
                : Options.ValidationFraction
                    ?? (Options.Epochs is null
                        && _settings is not NetworkOptions { HoldsOutRows: false } ? TrainingBudget.HeldOutShare(count) : 0), Seed);
        Own(rows);
        if (heldOut is not null)
            Own(heldOut);
        TellLeftOut(data, rows.RowCount + (heldOut?.RowCount ?? 0));
        return new FitRows(rows, heldOut, [data], Options.RowsPerBatch);
    }

    // Rows disappear without a word else; how many there were is not known of every data view.
    private void TellLeftOut(IDataView data, long read)
    {
        if (data.GetRowCount() is { } all && all > read)
            _progress.Warn(
                $"{all - read} of {all} rows are left out: their label is missing, or their picture cannot be read.");
    }

    /// <summary>Learns from the training rows how features are brought to like size.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Numbers of a row; or of a step, where rows are sequences.</param>
    /// <param name="scaling">What the options ask for.</param>
    /// <param name="numbers">The first numbers of a row, which alone are scaled; null for all.</param>
    /// <param name="keepsLikeSizes">Whether columns of like size keep their sizes to each other.</param>
    /// <returns>Null for as they are.</returns>
    public ColumnScales? ScalesOf(FitRows rows, int width, NetworkInputScaling scaling, int? numbers = null, bool keepsLikeSizes = false) =>
        scaling == NetworkInputScaling.None
            ? null
            : InputScaling.Choose(ColumnProfile.Of(rows.Training, width, numbers), scaling, Chosen, keepsLikeSizes);

    /// <summary>Learns from the training rows by what each slot of sparse rows is multiplied: zeros stay zeros.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Slots of a row.</param>
    /// <param name="scaling">What the options ask for: automatic or none.</param>
    /// <returns>Null for as they are.</returns>
    public ColumnScales? ScalesOfSparse(FitRows rows, int width, NetworkInputScaling scaling) =>
        scaling == NetworkInputScaling.None ? null : SparseScaling.Choose(rows.Training, width, Chosen);

    /// <summary>Moves a new network to the device; the session disposes it if the fit fails.</summary>
    /// <param name="network">The network.</param>
    /// <param name="previous">A fitted model whose weights it starts from; null keeps its own.</param>
    /// <exception cref="ArgumentException">The previous model has another architecture.</exception>
    public PlacedNetwork<TNetwork> Place<TNetwork>(TNetwork network, NetworkTransformer? previous = null)
        where TNetwork : nn.Module
    {
        _networks.Add(network);
        if (previous is not null)
        {
            WarmStart.Copy(previous.StartingWeights, network);
            StartFrom(previous.StartingWeights);
        }
        return new PlacedNetwork<TNetwork>(network.to(Device), Options);
    }

    /// <summary>Disposes a network that was placed, and whose model is not to be.</summary>
    public void Discard(nn.Module network)
    {
        _networks.Remove(network);
        network.Dispose();
    }

    /// <summary>Moves a network to the device that is needed during the fit only: the session disposes it.</summary>
    public PlacedNetwork<TNetwork> PlaceForNow<TNetwork>(TNetwork network)
        where TNetwork : nn.Module => new(Own(network).to(Device), Options);

    /// <summary>Notes that a network starts from weights that were given: checkpoints are of a training from these.</summary>
    public void StartFrom(IReadOnlyDictionary<string, Tensor> weights)
    {
        if (Options.CheckpointDirectory is null)
            return;
        var hash = new ContentHash();
        foreach (var (name, weight) in weights.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            hash.Add<char>(name);
            hash.Add(weight);
        }
        _start = hash.ToString();
    }

    /// <summary>The loss of what is predicted, with the options' label noise, smoothing and class weights.</summary>
    /// <param name="target">What is predicted.</param>
    /// <param name="rows">The rows to learn from, whose weights it reads.</param>
    /// <exception cref="ArgumentException">The class weights are not one per class.</exception>
    public HeadLoss Loss(PredictionTarget target, FitRows rows)
    {
        var loss = Own(target.Loss(Options, Device));
        loss.MeanWeight = rows.MeanWeight;
        return loss;
    }

    /// <summary>Trains, and tells the host of each epoch. A fit may train several times: pretraining, then fine-tuning.</summary>
    /// <param name="step">How a batch moves the weights; stays the caller's.</param>
    /// <param name="rows">The rows to learn from and those to measure on.</param>
    /// <param name="options">Other options than the session's, for one phase of several; null for the session's.</param>
    public TrainingHistory Train(TrainingStep step, FitRows rows, TrainingOptions? options = null) =>
        Train(step, rows.Training, rows.Validation, options);

    /// <summary>Trains on rows that the caller has made.</summary>
    /// <param name="step">How a batch moves the weights; stays the caller's.</param>
    /// <param name="rows">The rows to learn from; stay the caller's.</param>
    /// <param name="validation">Rows to measure on; null for none.</param>
    /// <param name="options">Other options than the session's, for one phase of several; null for the session's.</param>
    public TrainingHistory Train(TrainingStep step, IBatchSource rows, IBatchSource? validation, TrainingOptions? options = null)
    {
        var chosen = options ?? Options;
        // A state written by a phase that begins after a stop would be taken up by the next fit in place of that phase's true start.
        if (LastHistory.StopReason is StopReason.Cancelled or StopReason.TimeLimit or StopReason.StoppedByCallback)
            chosen = chosen with { CheckpointDirectory = null };
        if (chosen.WarnOfFewRows && FewRows.Warning(step, rows.RowCount) is { } few)
            _progress.Warn(few);
        _progress.Begin();
        var loop = new TrainingLoop(chosen, _random)
        {
            Report = _progress.Report,
            Warn = _progress.Warn,
            Phase = ++_phase,
            Time = _time,
            Clock = _clock,
            Fit = chosen.CheckpointDirectory is null && chosen.Ranks is null ? null : FitSettings.Describe(_settings, _columns),
            Start = _start,
        };
        var history = loop.Run(step, rows, validation);
        LastHistory = history with { Chosen = [.. Chosen, .. history.Chosen] };
        if (LastHistory.StopMessage is { } message)
            _progress.Warn(message);
        return LastHistory;
    }

    /// <summary>Trains a network towards labels by back-propagation, and measures the simplest answer beside it.</summary>
    /// <param name="placed">(batch, features) → (batch, answers).</param>
    /// <param name="rows">Features and targets.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="view">What simple methods see of a batch, (batch, width); null for nothing.</param>
    public TrainingHistory TrainSupervised<TNetwork>(
        PlacedNetwork<TNetwork> placed, FitRows rows, PredictionTarget target, Func<TensorBatch, Tensor>? view)
        where TNetwork : nn.Module<Tensor, Tensor>
    {
        using var step = new SupervisedStep(placed.Network, placed.Update(), Loss(target, rows));
        return TrainSupervised(step, rows, target, view);
    }

    /// <summary>Trains a network of sequences towards labels.</summary>
    /// <param name="placed">(batch, steps × step size) and lengths (batch) → (batch, answers).</param>
    /// <param name="rows">Features, their lengths, and targets.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="options">Other options than the session's; null for the session's.</param>
    public TrainingHistory TrainSequences<TNetwork>(
        PlacedNetwork<TNetwork> placed, FitRows rows, PredictionTarget target, TrainingOptions? options = null)
        where TNetwork : nn.Module<Tensor, Tensor, Tensor>, IFeatureNetwork
    {
        var loss = Loss(target, rows);
        using TrainingStep step = rows.Domains is { } domains
            ? DomainTraining.StepOf(this, placed, loss, domains)
            : new SupervisedStep(placed.Network, placed.Update(options), loss);
        return Train(step, rows, options);
    }

    /// <summary>The history of a trained network of sequences with simple methods beside it.</summary>
    /// <param name="history">Of the training.</param>
    /// <param name="placed">The trained network.</param>
    /// <param name="rows">Features, their lengths, and targets.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="view">What simple methods see of a batch, (batch, width); null for nothing.</param>
    public TrainingHistory MeasureSequences<TNetwork>(
        TrainingHistory history, PlacedNetwork<TNetwork> placed, FitRows rows, PredictionTarget target, Func<TensorBatch, Tensor>? view)
        where TNetwork : nn.Module<Tensor, Tensor, Tensor>
    {
        using var step = new SupervisedStep(placed.Network, placed.Update(), Loss(target, rows));
        return Measured(history, step, rows, target, view);
    }

    /// <summary>Trains towards labels, and measures the simplest answer beside it.</summary>
    /// <param name="step">How a batch moves the weights; stays the caller's.</param>
    /// <param name="rows">Features and targets.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="view">What simple methods see of a batch, (batch, width); null for nothing.</param>
    public TrainingHistory TrainSupervised<TStep>(TStep step, FitRows rows, PredictionTarget target, Func<TensorBatch, Tensor>? view)
        where TStep : TrainingStep, IAnsweringStep => Measured(Train(step, rows), step, rows, target, view);

    /// <summary>The history of a trained network with the simplest answer and simple methods beside it.</summary>
    /// <inheritdoc cref="Compared"/>
    public TrainingHistory Measured<TStep>(
        TrainingHistory history, TStep step, FitRows rows, PredictionTarget target, Func<TensorBatch, Tensor>? view)
        where TStep : TrainingStep, IAnsweringStep =>
        Compared(target.Measured(history, step, rows.Labelled), step, rows.Labelled, target, view);

    /// <summary>The history with the network set beside simple methods on the rows held out, unless the options forbid it.</summary>
    /// <param name="history">Of the training.</param>
    /// <param name="step">Answers with the trained network.</param>
    /// <param name="rows">Features and targets.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="view">A batch → (batch, width): what simple methods see of it; null for nothing.</param>
    public TrainingHistory Compared(
        TrainingHistory history, IAnsweringStep step, FitRows rows, PredictionTarget target, Func<TensorBatch, Tensor>? view)
    {
        if (_settings is not SupervisedOptions { IsComparable: true } || history.Epochs.Count == 0
            || target.Kind == LabelKind.Several)
            return history;
        var compared = new BaselineComparison(target, Seed).Add(history, step, rows, view);
        if (compared.Comparisons.Any(c => c.Verdict == ComparisonVerdict.Worse))
            _progress.Warn($"The network is {string.Join("; ", compared.Comparisons)}. {compared.Advice}");
        return compared;
    }

    /// <summary>Hands the fitted model over.</summary>
    /// <param name="model">The model, with its history; it now owns the networks that were placed.</param>
    /// <exception cref="TrainingStoppedException">Training was stopped, and the options ask for an error then.</exception>
    public TModel Finish<TModel>(TModel model)
        where TModel : NetworkTransformer
    {
        _networks.Clear();
        var wasForced = LastHistory.StopReason is StopReason.Cancelled or StopReason.TimeLimit or StopReason.LossNotFinite;
        if (wasForced && Options.WhenStopped == StopBehavior.ThrowWithBest)
            throw new TrainingStoppedException(
                model, LastHistory.StopReason == StopReason.LossNotFinite ? new InvalidOperationException(LastHistory.StopMessage) : null);
        return model;
    }

    /// <summary>Disposes something with the session.</summary>
    public T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Add(item);
        return item;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in _owned)
            item.Dispose();
        foreach (var network in _networks)
            network.Dispose();
        _random.Dispose();
        _progress.Dispose();
        _channel.Dispose();
        _room.Dispose();
        _running.Dispose();
    }
}
