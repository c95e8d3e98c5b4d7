using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a recurrent network to forecast series.</summary>
/// <remarks>
/// Input: a float per row, rows in the order of time. Output: a vector of float, the values that follow the row, and bounds if
/// asked for. Needs training. The fitted model remembers the end of the training data and forecasts from there.
/// </remarks>
public sealed class RecurrentForecastEstimator : NetworkEstimator<RecurrentForecastOptions, RecurrentForecastTransformer>
{
    private const double HeldOutShare = 0.1;
    private const int FewestWindows = 3; // that are left to learn from where the end of a series is held out
    private readonly ForecastColumns _columns;

    internal RecurrentForecastEstimator(
        IHostEnvironment environment, string outputColumnName, string inputColumnName, RecurrentForecastOptions options)
        : base(environment, "RecurrentForecast", options, faults => options.ValidateColumns(faults, outputColumnName, inputColumnName))
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        _columns = new ForecastColumns(
            outputColumnName, options.ConfidenceLowerBoundColumnName, options.ConfidenceUpperBoundColumnName,
            new SeriesColumns(inputColumnName, options.SeriesColumnName, options.TimeColumnName, [.. options.PastColumnNames],
                [.. options.FutureColumnNames]));
    }

    private protected override IReadOnlyList<InputColumn> Needed => [ScalarInput.Number(_columns.Series.Value, "input")];

    private protected override string? WhyNoValidation =>
        "A forecaster learns from the past and is measured on what follows it: its validation rows are the end of each series, which "
            + "Training.ValidationFraction "
        + "holds out. Rows of their own would have no past. Give all rows as input, and set ValidationFraction; or measure with Backtest.";

    private protected override object CheckpointColumns => _columns.Series;

    private protected override void Check(SchemaShape shape) => _columns.Series.Check(shape);

    private protected override void Check(DataViewSchema schema) => _columns.Series.Check(schema);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        _columns.Outputs(Options.Horizon).Select(output => output.Column.Shape);

    private protected override RecurrentForecastTransformer Train(FitSession fit, FitRequest<RecurrentForecastTransformer> request) =>
        Train(fit, Read(request.Input, request.Previous?.Windowing.Steps), Options.Training, request.Previous);

    /// <summary>
    /// Forecasts parts of the past that the network has not seen, and sets the errors beside those of simple methods: the last
    /// value, the last season with and without drift, exponential smoothing, and an autoregression. No checkpoints are written or taken up.
    /// </summary>
    /// <param name="data">The series, in the order of time.</param>
    /// <param name="folds">
    /// Stretches at the end of each series that are forecast one after the other, each from what lies before it.
    /// </param>
    /// <param name="horizon">Length of a stretch; null takes the options' horizon.</param>
    /// <param name="refit">
    /// Whether a network is trained for every fold; false trains one before the first and lets it observe the rest.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Folds or horizon are below 1, the horizon is beyond the trained one although there are past columns, or columns do not fit.
    /// </exception>
    /// <exception cref="InvalidOperationException">The series are too short for that many folds.</exception>
    public ForecastBacktest Backtest(IDataView data, int folds, int? horizon = null, bool refit = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon ?? Options.Horizon, 1, nameof(horizon));
        if (_columns.Series.TooFar(horizon ?? Options.Horizon, Options.Horizon) is { } fault)
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, fault);
        _columns.Series.Check(data.Schema);
        var training = Options.Training with { CheckpointDirectory = null }; // every fold is another training
        return new ForecastBacktester(past => InSession(training, fit => Train(fit, past, training, null)), Read(data, null), Options)
            .Run(folds, horizon ?? Options.Horizon, refit, _columns.HasBounds);
    }

    private SeriesSet Read(IDataView data, SeriesSteps? steps) => SeriesSet.Read(data, _columns.Series.Named(data.Schema).Clocked(data))
        .WithAbsent(new SeriesGaps(Options.Gaps, Options.MaximumGap ?? Options.WindowSize, 0), Options.Frequency, steps);

    private RecurrentForecastTransformer Train(
        FitSession fit, SeriesSet set, TrainingOptions training, RecurrentForecastTransformer? previous)
    {
        var lag = Options.Differencing switch
        {
            SeriesDifferencing.None => 0,
            SeriesDifferencing.First => 1,
            _ =>
            Options.SeasonalPeriod ?? 0
        };
        var earlier = set.Without(series => HeldOut(series, lag)); // before the gaps of the whole are filled from both sides
        var plan = previous is null ? ForecastPlan.Make(set, Options) : ForecastPlan.Continue(set, Options, previous);
        var trial = Options.Safeguard || _columns.HasBounds ? new ForecastTrial(Options, plan, _columns.HasBounds) : null;
        var errors = trial is null ? null : Measure(fit, plan, earlier, trial);
        training.Cancellation.ThrowIfCancellationRequested(); // what has been measured is not what forecasts
        var (architecture, network, history) = Train(fit, plan, Options.Ensemble, training, previous)
            ?? throw new InvalidOperationException("No window is left to learn from: give more rows, or a smaller ValidationFraction.");
        var guards = trial?.Guards(errors) ?? new Dictionary<string, SeriesGuard>();
        var choices = plan.Choices(Options).Append(trial?.Choice(guards, errors is not null)).OfType<AutomaticChoice>();
        history = history with { Baseline = trial?.Baseline(errors), Chosen = [.. history.Chosen, .. choices] };
        var description = new RecurrentForecastDescription(
            _columns with { Series = set.Columns }, Options.Horizon, architecture, plan.Windowing, Spread, plan.Gaps, [], history);
        var remembering = description.Remembering(plan.Series.Select(series => series.History), plan.Scales, guards);
        var model = new RecurrentForecastTransformer(Host, remembering, network, fit.Device);
        TellHeldBack(model, plan);
        return model;
    }

    private (RecurrentForecastArchitecture Architecture, RecurrentForecastNetwork Network, TrainingHistory History)? Train(
        FitSession fit, ForecastPlan plan, int members, TrainingOptions training, RecurrentForecastTransformer? previous = null)
    {
        var windowing = plan.Windowing;
        var architecture = new RecurrentForecastArchitecture(
            new RecurrentStackArchitecture(Options.Encoder, windowing.Channels),
            windowing.WindowSize, windowing.Horizon, windowing.FutureNumbers, Options.Distribution.Answers, Options.LinearSkip, members);
        var (rows, heldOut) = SeriesWindows.Create(plan.Series, windowing, fit.Device, training.HeldOutShare);
        if (heldOut is not null)
            fit.Own(heldOut);
        if (rows is null)
            return null;
        fit.Own(rows);
        var placed = fit.Place(new RecurrentForecastNetwork(architecture), previous);
        var loss = new RecurrentForecastLoss(Options.Distribution, Options.ConfidenceLevel, windowing.Mask);
        using var step = new SupervisedStep(placed.Network, placed.Update(), loss.Mean, loss.Identity);
        var history = fit.Train(step, rows, heldOut, training);
        placed.Network.eval();
        return (architecture, placed.Network, history);
    }

    // A tenth of a series and a horizon at least, as far as enough is left to learn from; all of it where too little would be.
    private int HeldOut(SeriesHistory series, int lag)
    {
        var spare = series.Count - Options.WindowSize - lag - Options.Horizon - FewestWindows + 1;
        var wanted = Math.Min(Math.Max(Options.Horizon, (int)(HeldOutShare * series.Count)), spare);
        var measurable = wanted >= Math.Max(1, Options.Horizon / 2) && series.Observed.Take(series.Count - wanted).Contains(true);
        return measurable ? wanted : series.Count;
    }

    // Trains once without the end of the series and measures the errors there; null if every series is too short for that, or begins
    // too late.
    private TrialErrors[]? Measure(FitSession fit, ForecastPlan whole, SeriesSet earlier, ForecastTrial trial)
    {
        var lag = whole.Windowing.Lag;
        var part = new SeriesSet(earlier.Columns) { Steps = earlier.Steps };
        foreach (var series in earlier.All.Where(series => series.Count >= Options.WindowSize + lag + Options.Horizon))
            part.Add(series);
        if (part.All.Count == 0)
            return null;
        var plan = ForecastPlan.Make(part, Options, whole.Windowing);
        // of a limited time this takes half at most: the network that forecasts is trained afterwards
        if (Train(fit, plan, members: 1, fit.Options with { TimeLimit = fit.Options.TimeLimit / 2 }) is not { } trained)
            return null;
        var model = new ForecastModel(trained.Network, trained.Architecture, Spread, fit.Device, new Dictionary<string, SeriesGuard>());
        var measured = trial.Measure(model, plan.Scales, series => series.Count - part.Find(series.Name)!.Count);
        trained.Network.Dispose();
        return measured;
    }

    private void TellHeldBack(RecurrentForecastTransformer model, ForecastPlan plan)
    {
        if (!Options.Safeguard || Options.FutureColumnNames.Count > 0)
            return;
        var windows = plan.Series.Select(series => new SeriesWindow(series, series.Scaled.Length, Options.Horizon)).ToArray();
        model.Model.Forecast(windows, Options.Horizon, Options.ConfidenceLevel);
        model.TellHeldBack();
    }

    private ForecastSpread Spread => new(Options.Distribution, Options.ConfidenceLevel);
}
