using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted forecaster. It remembers the end of the training series; each row that passes through is the next observation, and
/// gets the forecast of what follows it.
/// </summary>
/// <remarks>
/// Every cursor and every engine starts from the remembered state and keeps its own: nothing that is scored changes what another
/// call sees. Data with a time column that begin before the remembered end are taken as the past itself and start from nothing;
/// until a window is full their forecasts are NaN. Not a row-to-row mapper: use
/// <see cref="ForecastEngineExtensions.CreateForecastEngine"/> instead of a prediction engine.
/// </remarks>
[ArchiveKind("RecurrentForecast", version: 1)]
public sealed class RecurrentForecastTransformer
    : NetworkTransformer, IArchived<RecurrentForecastTransformer, RecurrentForecastDescription, RecurrentForecastNetwork>
{
    private readonly RecurrentForecastDescription _description;
    private readonly RecurrentForecastNetwork _network;
    private int _toldHeldBack;

    internal RecurrentForecastTransformer(
        IHostEnvironment environment, RecurrentForecastDescription description, RecurrentForecastNetwork network, Device device)
        : base(environment, description, network, device)
    {
        _description = description;
        _network = network;
        Scales = description.Series.ToDictionary(series => series.Name, series => series.Scale);
        State = description.RestoreState();
        Model = new ForecastModel(network, description.Architecture, description.Spread, device, description.Guards);
        Added = description.Columns.Outputs(description.Horizon);
    }

    /// <summary>Values that a forecast holds.</summary>
    public int Horizon => _description.Horizon;

    /// <summary>Observations that a forecast looks back on.</summary>
    public int WindowSize => Windowing.WindowSize;

    /// <summary>What is taken off each window, as it was chosen in training.</summary>
    public InstanceScaling InstanceScaling => Windowing.Scaling;

    /// <summary>The exponent of the Box-Cox transform applied to the values: 1 for none, 0 for the logarithm.</summary>
    public double TransformExponent => Windowing.Transform.Lambda;

    /// <summary>Length of the season in observations, as given or found in training; 0 for none.</summary>
    public int SeasonalPeriod => Gaps.Period;

    /// <summary>
    /// The step from one observation to the next, as given or found in training; <see cref="Frequency.RowOrder"/> without a time column, or
    /// for times that are not evenly spaced.
    /// </summary>
    public Frequency Frequency => Windowing.Steps is { Even: true } steps ? steps.Step : Frequency.RowOrder;

    /// <summary>False: a forecast depends on the rows before.</summary>
    public override bool IsRowToRowMapper => false;

    internal ForecastColumns Columns => _description.Columns;

    internal SeriesWindowing Windowing => _description.Windowing;

    internal SeriesGaps Gaps => _description.Gaps;

    internal IReadOnlyDictionary<string, SeriesScale> Scales { get; }

    internal ForecastState State { get; }

    internal ForecastModel Model { get; }

    /// <summary>The columns added.</summary>
    internal IReadOnlyList<ForecastOutput> Added { get; }

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return SchemaFor(inputSchema).Output;
    }

    /// <summary>
    /// Forecasts after each row, from what is earlier than it; steps without a row are gaps. Without a time column rows must be in the
    /// order of time.
    /// </summary>
    /// <param name="input">Data with the columns of training.</param>
    /// <returns>The data with the forecast of what follows each row, in a vector of <see cref="Horizon"/> numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var use = Use();
        return WithoutOnnx(new RecurrentForecastView(this, input, SchemaFor(input.Schema)), input);
    }

    /// <summary>Not available: a forecast depends on the rows before.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw NotByRow();

    /// <summary>Forecasts what follows the last observation of a series.</summary>
    /// <param name="series">Its end, at least a window long.</param>
    /// <param name="ahead">Further columns of the steps ahead; may be empty if the model has none.</param>
    /// <param name="steps">Values to forecast.</param>
    /// <param name="level">Share of the values that the bounds are to hold.</param>
    internal (float[] Forecast, float[] Lower, float[] Upper) ForecastFrom(
        SeriesHistory series, IReadOnlyList<SeriesObservation> ahead, int steps, double level)
    {
        using var use = Use();
        var extended = series.Slice(0, series.Count);
        foreach (var step in ahead)
        {
            SeriesSet.CheckOrder(extended, step, Columns.Series.Time ?? "");
            if (Windowing.Steps?.Absent(extended, step, Columns.Series.Time) is { } absent and > 0)
                throw new InvalidOperationException(
                    $"The step ahead in row {step.Row} comes {absent} steps ({Windowing.Steps.Step}) too late: nothing is known of those "
                        + "before it. Give every step ahead.");
            extended.Add(step with { Value = float.NaN });
        }
        var prepared = new PreparedSeries(extended, Scales[series.Name], Windowing, series.Count);
        var made = Model.Forecast([new SeriesWindow(prepared, series.Count, steps)], steps, level);
        TellHeldBack();
        return made;
    }

    /// <summary>Warns, once, if a forecast was held back.</summary>
    internal void TellHeldBack()
    {
        if (Model.HeldBack == 0 || Interlocked.Exchange(ref _toldHeldBack, 1) != 0)
            return;
        using var channel = Environment.Start("Forecasting");
        channel.Warning(
            MessageSensitivity.None,
            "A forecast lay far outside of what its series has been and was held back. Look at it before you use it; Safeguard = false "
                + "turns this off.");
    }

    /// <summary>The same network with another memory; both have the same weights, which last until both are disposed.</summary>
    internal RecurrentForecastTransformer With(ForecastState state)
    {
        using var use = Use();
        return new RecurrentForecastTransformer(
            Environment, _description.Remembering(state.All, Scales, _description.Guards), _network, Device);
    }

    private ScoringSchema SchemaFor(DataViewSchema input)
    {
        Columns.Series.Check(input);
        return new ScoringSchema([ScalarInput.Number(Columns.Series.Value, "input")], Added.Select(output => output.Column), input);
    }

    private static InvalidOperationException NotByRow() => new(
        "A forecast depends on the rows before, so a forecaster is not a row-to-row mapper. Use Transform, or CreateForecastEngine for "
            + "single rows.");

    static RecurrentForecastTransformer IArchived<RecurrentForecastTransformer, RecurrentForecastDescription,
        RecurrentForecastNetwork>.From(
        RecurrentForecastDescription description, RecurrentForecastNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
