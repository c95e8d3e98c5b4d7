using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Series, architecture and training of a recurrent forecaster. Only window and horizon have to be thought about.</summary>
public sealed record RecurrentForecastOptions : NetworkOptions
{
    /// <summary>Observations that a forecast looks back on.</summary>
    /// <value>At least 1; the default is 24. Two seasons are a good choice.</value>
    public int WindowSize { get; init; } = 24;

    /// <summary>Values to forecast.</summary>
    /// <value>At least 1, in observations; the default is 12.</value>
    public int Horizon { get; init; } = 12;

    /// <summary>
    /// Name of the column with lower bounds; bounds are made if both names are given. They come from errors on a rolling origin, for
    /// which a network without the end of the series is trained first.
    /// </summary>
    /// <value>Null by default.</value>
    public string? ConfidenceLowerBoundColumnName { get; init; }

    /// <summary>Name of the column with upper bounds; bounds are made if both names are given.</summary>
    /// <value>Null by default.</value>
    public string? ConfidenceUpperBoundColumnName { get; init; }

    /// <summary>Share of the values that should lie between the bounds.</summary>
    /// <value>In (0, 1); the default is 0.95.</value>
    public float ConfidenceLevel { get; init; } = 0.95f;

    /// <summary>What reads the window, step by step.</summary>
    /// <value>The default is <see cref="LstmEncoder"/>.</value>
    public SequenceEncoder Encoder { get; init; } = new LstmEncoder();

    /// <summary>
    /// Whether the window also reaches the forecast through a linear map, with the recurrent part starting at zero: the forecast
    /// is then never much worse than a linear one.
    /// </summary>
    /// <value>The default is true.</value>
    public bool LinearSkip { get; init; } = true;

    /// <summary>Networks, trained side by side from different first weights, whose forecasts are averaged.</summary>
    /// <value>At least 1; the default is 1. Three cost three times as much and vary less from seed to seed.</value>
    public int Ensemble { get; init; } = 1;

    /// <summary>How several steps are forecast.</summary>
    /// <value>The default is <see cref="ForecastStrategy.Direct"/>.</value>
    public ForecastStrategy Strategy { get; init; }

    /// <summary>What the network answers for each step, and where bounds come from.</summary>
    /// <value>The default is <see cref="PointForecast"/>.</value>
    public ForecastDistribution Distribution { get; init; } = new PointForecast();

    /// <summary>
    /// Name of the column that tells which series a row belongs to: text or a key. One network learns all, each scaled by itself.
    /// A series of a key column is named by the value behind its key, or by the key's number from 1 if keys have no values.
    /// </summary>
    /// <value>Null (the default) if there is one series.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>
    /// Name of the column of date and time, with or without an offset. In training the rows of a series may come in any order; a step
    /// that has no row is a gap, see <see cref="Frequency"/> and <see cref="Gaps"/>.
    /// </summary>
    /// <value>Null (the default) trusts the order of the rows.</value>
    public string? TimeColumnName { get; init; }

    /// <summary>The step from one observation to the next. Further columns of a step without a row are those of the step before.</summary>
    /// <value>
    /// Null (the default) finds it in the time column: lengths of time, months, or business days. Times that are not evenly spaced are
    /// taken row by row, as <see cref="Frequency.RowOrder"/> takes all.
    /// </value>
    public Frequency? Frequency { get; init; }

    /// <summary>Places in the calendar that the network is told of, in the window and ahead. They need a time column.</summary>
    /// <value>The default is <see cref="CalendarFeatures.None"/>.</value>
    public CalendarFeatures Calendar { get; init; }

    /// <summary>Further columns of float whose future is not known. With them no forecast reaches beyond the horizon.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<string> PastColumnNames { get; init; } = [];

    /// <summary>Further columns of float whose future is known, such as prices or holidays.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<string> FutureColumnNames { get; init; } = [];

    /// <summary>Applied to the values first, and undone on the forecast.</summary>
    /// <value>The default is <see cref="SeriesTransformation.Auto"/>.</value>
    public SeriesTransformation Transformation { get; init; }

    /// <summary>Whether the network sees values or changes.</summary>
    /// <value>The default is <see cref="SeriesDifferencing.None"/>: differences hurt over long horizons.</value>
    public SeriesDifferencing Differencing { get; init; }

    /// <summary>Length of the season in observations: for seasonal differences, for filling gaps and for the baselines.</summary>
    /// <value>At least 2, or 0 for none; null (the default) finds it in the training data.</value>
    public int? SeasonalPeriod { get; init; }

    /// <summary>
    /// Whether the network speaks only as far as it has shown to win: its forecasts are drawn towards those of the best simple method
    /// of each series (last value, last season, drift, exponential smoothing, Theta), both measured on a rolling origin over the end of
    /// the series, which takes a second training; forecasts far outside of the history's range are held back with a warning; and a
    /// series that was never below 0 is never forecast below it.
    /// </summary>
    /// <value>The default is true.</value>
    public bool Safeguard { get; init; } = true;

    /// <summary>What is taken off each window before the network reads it.</summary>
    /// <value>The default is <see cref="InstanceScaling.Auto"/>; first differences need Auto or None, which are then the same.</value>
    public InstanceScaling InstanceScaling { get; init; }

    /// <summary>What becomes of missing values.</summary>
    /// <value>The default is <see cref="GapHandling.Fill"/>.</value>
    public GapHandling Gaps { get; init; }

    /// <summary>Longest run of missing values that is filled, in observations.</summary>
    /// <value>At least 1; null (the default) takes the window size.</value>
    public int? MaximumGap { get; init; }

    /// <summary>How the network is trained.</summary>
    /// <value>
    /// By default 100 epochs of batches of 32, Adam at 0.005 falling along a cosine, gradients clipped at a norm of 1. Held-out windows
    /// are the latest.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 100,
        LearningRate = 5e-3,
        Schedule = new CosineSchedule(),
        GradientClipNorm = 1,
    };

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(WindowSize, 1, nameof(WindowSize));
        faults.AtLeast(Horizon, 1, nameof(Horizon));
        if ((ConfidenceLowerBoundColumnName is null) != (ConfidenceUpperBoundColumnName is null))
            faults.Add(
                ConfidenceLowerBoundColumnName is null ? nameof(ConfidenceLowerBoundColumnName) : nameof(ConfidenceUpperBoundColumnName),
                null, "given while the other bound is");
        if (!(ConfidenceLevel is > 0 and < 1))
            faults.Add(nameof(ConfidenceLevel), ConfidenceLevel, "in (0, 1)");
        SequenceFaults.Encoder(faults, Encoder);
        if (Encoder is { LongestSequence: { } longest } && longest < WindowSize)
            faults.Add("Encoder.Positions.MaximumLength", longest, $"at least WindowSize, {WindowSize}");
        faults.AtLeast(Ensemble, 1, nameof(Ensemble));
        faults.Defined(Strategy, nameof(Strategy));
        if (faults.Given(Distribution, nameof(Distribution)))
            Distribution.Validate(new PartFaults(nameof(Distribution), faults.Add));
        ValidateSeries(faults);
        faults.Given(PastColumnNames, nameof(PastColumnNames));
        faults.Given(FutureColumnNames, nameof(FutureColumnNames));
        faults.Training(Training, labels: false);
    }

    /// <summary>Notes faults that only show beside the names of the columns.</summary>
    internal void ValidateColumns(OptionFaults faults, string outputColumnName, string inputColumnName)
    {
        if (ConfidenceLowerBoundColumnName is { } lower && (lower == outputColumnName || lower == ConfidenceUpperBoundColumnName))
            faults.Add(nameof(ConfidenceLowerBoundColumnName), lower, "another name than the forecast and the upper bound");
        if (ConfidenceUpperBoundColumnName is { } upper && upper == outputColumnName)
            faults.Add(nameof(ConfidenceUpperBoundColumnName), upper, "another name than the forecast");
        if (PastColumnNames is not null && FutureColumnNames is not null)
            ValidateFurtherColumns(faults, inputColumnName);
    }

    private void ValidateSeries(OptionFaults faults)
    {
        if ((Calendar & ~(CalendarFeatures.HourOfDay | CalendarFeatures.DayOfWeek | CalendarFeatures.DayOfYear
            | CalendarFeatures.MonthOfYear)) != 0)
            faults.Add(nameof(Calendar), Calendar, "a combination of HourOfDay, DayOfWeek, DayOfYear, MonthOfYear");
        if (Calendar != CalendarFeatures.None && TimeColumnName is null)
            faults.Add(nameof(TimeColumnName), null, "given while Calendar is not None");
        if (Frequency is not null && TimeColumnName is null)
            faults.Add(nameof(TimeColumnName), null, "given while Frequency is");
        faults.Defined(Transformation, nameof(Transformation));
        faults.Defined(Differencing, nameof(Differencing));
        if (SeasonalPeriod is { } period && period != 0)
            faults.AtLeast(period, 2, nameof(SeasonalPeriod));
        if (Differencing == SeriesDifferencing.Seasonal && SeasonalPeriod == 0)
            faults.Add(nameof(SeasonalPeriod), 0, "at least 2, or null, while Differencing is Seasonal");
        faults.Defined(InstanceScaling, nameof(InstanceScaling));
        if (Differencing == SeriesDifferencing.First && InstanceScaling is not (InstanceScaling.Auto or InstanceScaling.None))
            faults.Add(nameof(InstanceScaling), InstanceScaling, "Auto or None while Differencing is First");
        faults.Defined(Gaps, nameof(Gaps));
        if (MaximumGap is { } gap)
            faults.AtLeast(gap, 1, nameof(MaximumGap));
    }

    private void ValidateFurtherColumns(OptionFaults faults, string inputColumnName)
    {
        if (Strategy == ForecastStrategy.Recursive && PastColumnNames.Count > 0)
            faults.Add(nameof(PastColumnNames), $"a list of {PastColumnNames.Count}",
                "empty while Strategy is Recursive: their future would be needed");
        var names = new HashSet<string> { inputColumnName };
        Names(PastColumnNames, nameof(PastColumnNames));
        Names(FutureColumnNames, nameof(FutureColumnNames));

        void Names(IReadOnlyList<string> columns, string option)
        {
            if (columns.Any(string.IsNullOrEmpty))
                faults.Add(option, "a list with an empty name", "a list of column names");
            else if (columns.FirstOrDefault(name => !names.Add(name)) is { } twice)
                faults.Add(option, $"a list with '{twice}'", "a list of columns that are read once, and not the series itself");
        }
    }
}
