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
    private readonly ForecastColumns _columns;

    internal RecurrentForecastEstimator(IHostEnvironment environment, string outputColumnName, string inputColumnName, RecurrentForecastOptions options)
        : base(environment, "RecurrentForecast", options, faults => options.ValidateColumns(faults, outputColumnName, inputColumnName))
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        _columns = new ForecastColumns(
            outputColumnName, options.ConfidenceLowerBoundColumn, options.ConfidenceUpperBoundColumn,
            new SeriesColumns(inputColumnName, options.SeriesColumnName, options.TimeColumnName, [.. options.PastColumnNames], [.. options.FutureColumnNames]));
    }

    private protected override IReadOnlyList<InputColumn> Needed => [ScalarInput.Number(_columns.Series.Value, "input")];

    private protected override string? WhyNoValidation =>
        "A forecaster learns from the past and is measured on what follows it: its validation rows are the end of each series, which Training.ValidationFraction "
        + "holds out. Rows of their own would have no past. Give all rows as input, and set ValidationFraction; or measure with Backtest.";

    private protected override object CheckpointColumns => _columns.Series;

    private protected override void Check(SchemaShape shape) => _columns.Series.Check(shape);

    private protected override void Check(DataViewSchema schema) => _columns.Series.Check(schema);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) => _columns.Outputs(Options.Horizon).Select(output => output.Column.Shape);

    private protected override RecurrentForecastTransformer Train(FitSession fit, FitRequest<RecurrentForecastTransformer> request) =>
        Train(fit, Read(request.Input, request.Previous?.Windowing.Steps), Options.Training, request.Previous);

    /// <summary>
    /// Forecasts parts of the past that the network has not seen, and sets the errors beside those of simple methods: the last
    /// value, the last season with drift, and an autoregression. No checkpoints are written or taken up.
    /// </summary>
    /// <param name="data">The series, in the order of time.</param>
    /// <param name="folds">Stretches at the end of each series that are forecast one after the other, each from what lies before it.</param>
    /// <param name="horizon">Length of a stretch; null takes the options' horizon.</param>
    /// <param name="refit">Whether a network is trained for every fold; false trains one before the first and lets it observe the rest.</param>
    /// <exception cref="ArgumentOutOfRangeException">Folds or horizon are below 1, the horizon is beyond the trained one although there are past columns, or columns do not fit.</exception>
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
        return new ForecastBacktester(past => InSession(training, fit => Train(fit, past, training, null)), Read(data, null), Options).Run(folds, horizon ?? Options.Horizon, refit, _columns.HasBounds);
    }

    private SeriesSet Read(IDataView data, SeriesSteps? steps) => SeriesSet.Read(data, _columns.Series.Named(data.Schema).Clocked(data))
        .WithAbsent(new SeriesGaps(Options.Gaps, Options.MaximumGap ?? Options.WindowSize, 0), Options.Frequency, steps);

    private RecurrentForecastTransformer Train(FitSession fit, SeriesSet set, TrainingOptions training, RecurrentForecastTransformer? previous)
    {
        var earlier = WithoutEnd(set); // before the gaps of the whole are filled from both sides
        var plan = previous is null ? ForecastPlan.Make(set, Options) : ForecastPlan.Continue(set, Options, previous);
        var calibration = _columns.HasBounds && Options.Distribution.BoundsAreMeasured ? Calibrate(fit, plan, earlier) : ([], null);
        training.Cancellation.ThrowIfCancellationRequested(); // what has measured the bounds is not what forecasts
        var (architecture, network, history) = Train(fit, plan, Options.Ensemble, training, previous);
        var spread = Spread(calibration.Deviations);
        if (calibration.Baseline is null && spread.Distribution.BoundsAreMeasured && _columns.HasBounds)
            spread = Spread(TrainingErrors(new ForecastModel(network, architecture, spread, fit.Device), plan));
        var description = new RecurrentForecastDescription(
            _columns with { Series = set.Columns }, Options.Horizon, architecture, plan.Windowing, spread, plan.Gaps, [], history with { Baseline = calibration.Baseline });
        var remembering = description.Remembering(plan.Series.Select(series => series.History), plan.Scales);
        return new RecurrentForecastTransformer(Host, remembering, network, fit.Device);
    }

    private (RecurrentForecastArchitecture Architecture, RecurrentForecastNetwork Network, TrainingHistory History) Train(
        FitSession fit, ForecastPlan plan, int members, TrainingOptions training, RecurrentForecastTransformer? previous = null)
    {
        var windowing = plan.Windowing;
        var architecture = new RecurrentForecastArchitecture(
            new RecurrentStackArchitecture(Options.Encoder, windowing.Channels),
            windowing.WindowSize, windowing.Horizon, windowing.FutureNumbers, Options.Distribution.Answers, Options.LinearSkip, members);
        var placed = fit.Place(new RecurrentForecastNetwork(architecture), previous);
        var (rows, heldOut) = SeriesWindows.Create(plan.Series, windowing, fit.Device, training.HeldOutShare);
        if (rows is null)
            throw new InvalidOperationException("No window is left to learn from: give more rows, or a smaller ValidationFraction.");
        fit.Own(rows);
        if (heldOut is not null)
            fit.Own(heldOut);
        var loss = new RecurrentForecastLoss(Options.Distribution, Options.ConfidenceLevel, windowing.Mask);
        using var step = new SupervisedStep(placed.Network, placed.Update(), loss.Mean, loss.Identity);
        var history = fit.Train(step, rows, heldOut, training);
        placed.Network.eval();
        return (architecture, placed.Network, history);
    }

    private int HeldOut(int count) => Math.Max(Options.Horizon, (int)(HeldOutShare * count));

    private SeriesSet WithoutEnd(SeriesSet set) => set.Without(series => HeldOut(series.Count));

    // Trains once without the end of the series and measures the errors there; nothing if a series is too short for that, or begins too late.
    private (double[] Deviations, Baseline? Baseline) Calibrate(FitSession fit, ForecastPlan whole, SeriesSet part)
    {
        if (part.All.Any(series => series.Count < whole.Windowing.RequiredHistory + (2 * Options.Horizon) || !series.Observed.Contains(true)))
            return ([], null);
        var plan = ForecastPlan.Make(part, Options, whole.Windowing);
        // of a limited time this takes half at most: the network that forecasts is trained afterwards
        var (architecture, network, _) = Train(fit, plan, members: 1, fit.Options with { TimeLimit = fit.Options.TimeLimit / 2 });
        var model = new ForecastModel(network, architecture, Spread([]), fit.Device);
        var series = whole.Series.Select(s => new PreparedSeries(s.History, plan.Scales[s.History.Name], plan.Windowing)).ToArray();
        var measured = ForecastCalibration.Measure(
            model, series, whole.Scales, s => s.Scaled.Length - HeldOut(s.Scaled.Length), Options.Horizon, plan.Gaps.Period);
        network.Dispose();
        return measured;
    }

    private double[] TrainingErrors(ForecastModel model, ForecastPlan plan) =>
        ForecastCalibration.Measure(model, plan.Series, plan.Scales, s => s.Windowing.RequiredHistory, Options.Horizon, plan.Gaps.Period).Deviations;

    private ForecastSpread Spread(double[] deviations) => new(Options.Distribution, Options.ConfidenceLevel, deviations);
}
