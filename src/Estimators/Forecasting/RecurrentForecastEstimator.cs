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
public sealed class RecurrentForecastEstimator : IEstimator<RecurrentForecastTransformer>
{
    private const double HeldOutShare = 0.1;
    private readonly IHost _host;
    private readonly ForecastColumns _columns;
    private readonly RecurrentForecastOptions _options;
    private readonly int _seed;

    internal RecurrentForecastEstimator(IHostEnvironment environment, string outputColumnName, string inputColumnName, RecurrentForecastOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate(outputColumnName, inputColumnName);
        _host = environment.Register("RecurrentForecast");
        _options = options;
        _columns = new ForecastColumns(
            outputColumnName, options.ConfidenceLowerBoundColumn, options.ConfidenceUpperBoundColumn,
            new SeriesColumns(inputColumnName, options.SeriesColumnName, options.TimeColumnName, [.. options.PastColumnNames], [.. options.FutureColumnNames]));
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    internal RecurrentForecastOptions Options => _options;

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        _columns.Series.Check(inputSchema);
        return SchemaShapes.With(inputSchema, _columns.Outputs(_options.Horizon).Select(output => output.Column.Shape));
    }

    /// <summary>Reads the series once and trains the network on every window of them.</summary>
    /// <param name="input">The series, in the order of time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="InvalidOperationException">
    /// A series is shorter than window and horizon, out of order, or has too long a gap; or the loss stops being a number.
    /// </exception>
    /// <exception cref="OperationCanceledException">Training was cancelled before its first batch, or while the bounds were measured.</exception>
    public RecurrentForecastTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _columns.Series.Check(input.Schema);
        return Fit(SeriesSet.Read(input, _columns.Series.Named(input.Schema)), _options.Training);
    }

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
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon ?? _options.Horizon, 1, nameof(horizon));
        if (_columns.Series.TooFar(horizon ?? _options.Horizon, _options.Horizon) is { } fault)
            throw new ArgumentOutOfRangeException(nameof(horizon), horizon, fault);
        _columns.Series.Check(data.Schema);
        var training = _options.Training with { CheckpointDirectory = null }; // every fold is another training
        return new ForecastBacktester(past => Fit(past, training), SeriesSet.Read(data, _columns.Series.Named(data.Schema)), _options).Run(folds, horizon ?? _options.Horizon, refit, _columns.HasBounds);
    }

    private RecurrentForecastTransformer Fit(SeriesSet set, TrainingOptions training)
    {
        using var fit = new FitSession(_host, training, _seed, _options, _columns.Series);
        var earlier = WithoutEnd(set); // before the gaps of the whole are filled from both sides
        var plan = ForecastPlan.Make(set, _options);
        var calibration = _columns.HasBounds && _options.Distribution == ForecastDistribution.Point ? Calibrate(fit, plan, earlier) : ([], null);
        training.Cancellation.ThrowIfCancellationRequested(); // what has measured the bounds is not what forecasts
        var (architecture, network, history) = Train(fit, plan, _options.Ensemble, training);
        var spread = Spread(calibration.Deviations);
        if (calibration.Baseline is null && spread.Distribution == ForecastDistribution.Point && _columns.HasBounds)
            spread = Spread(TrainingErrors(new ForecastModel(network, architecture, spread, fit.Device), plan));
        var description = new RecurrentForecastDescription(
            _columns with { Series = set.Columns }, _options.Horizon, architecture, plan.Windowing, spread, plan.Gaps, [], history with { Baseline = calibration.Baseline });
        var remembering = description.Remembering(plan.Series.Select(series => series.History), plan.Scales);
        return fit.Finish(new RecurrentForecastTransformer(_host, remembering, network, fit.Device));
    }

    private (RecurrentForecastArchitecture Architecture, RecurrentForecastNetwork Network, TrainingHistory History) Train(
        FitSession fit, ForecastPlan plan, int members, TrainingOptions training)
    {
        var windowing = plan.Windowing;
        var architecture = new RecurrentForecastArchitecture(
            new RecurrentStackArchitecture(_options.Cell, windowing.Channels, _options.HiddenSize, _options.Layers, false, _options.Dropout),
            windowing.WindowSize, windowing.Horizon, windowing.FutureNumbers, ForecastAnswers.Count(_options.Distribution), _options.LinearSkip, members);
        var network = fit.Place(new RecurrentForecastNetwork(architecture));
        var (rows, heldOut) = SeriesWindows.Create(plan.Series, windowing, fit.Device, training.ValidationFraction);
        if (rows is null)
            throw new InvalidOperationException("No window is left to learn from: give more rows, or a smaller ValidationFraction.");
        fit.Own(rows);
        if (heldOut is not null)
            fit.Own(heldOut);
        var loss = new RecurrentForecastLoss(_options.Distribution, _options.ConfidenceLevel, _options.DegreesOfFreedom, windowing.Mask);
        using var step = new SupervisedStep(network, fit.Update(network), loss.Mean, loss.Identity);
        var history = fit.Train(step, rows, heldOut, training);
        network.eval();
        return (architecture, network, history);
    }

    private int HeldOut(int count) => Math.Max(_options.Horizon, (int)(HeldOutShare * count));

    private SeriesSet WithoutEnd(SeriesSet set)
    {
        var part = new SeriesSet(set.Columns);
        foreach (var series in set.All)
            part.Add(series.Slice(0, Math.Max(0, series.Count - HeldOut(series.Count))));
        return part;
    }

    // Trains once without the end of the series and measures the errors there; nothing if a series is too short for that, or begins too late.
    private (double[] Deviations, Baseline? Baseline) Calibrate(FitSession fit, ForecastPlan whole, SeriesSet part)
    {
        if (part.All.Any(series => series.Count < whole.Windowing.RequiredHistory + (2 * _options.Horizon) || !series.Observed.Contains(true)))
            return ([], null);
        var plan = ForecastPlan.Make(part, _options, whole.Windowing);
        // of a limited time this takes half at most: the network that forecasts is trained afterwards
        var (architecture, network, _) = Train(fit, plan, members: 1, fit.Options with { TimeLimit = fit.Options.TimeLimit / 2 });
        var model = new ForecastModel(network, architecture, Spread([]), fit.Device);
        var series = whole.Series.Select(s => new PreparedSeries(s.History, plan.Scales[s.History.Name], plan.Windowing)).ToArray();
        var measured = ForecastCalibration.Measure(
            model, series, whole.Scales, s => s.Scaled.Length - HeldOut(s.Scaled.Length), _options.Horizon, plan.Gaps.Period);
        network.Dispose();
        return measured;
    }

    private double[] TrainingErrors(ForecastModel model, ForecastPlan plan) =>
        ForecastCalibration.Measure(model, plan.Series, plan.Scales, s => s.Windowing.RequiredHistory, _options.Horizon, plan.Gaps.Period).Deviations;

    private ForecastSpread Spread(double[] deviations) =>
        new(_options.Distribution, _options.DegreesOfFreedom, _options.ConfidenceLevel, deviations);
}
