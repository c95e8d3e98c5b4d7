using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted detector by forecast: adds Alert, whether a value lies outside of the bounds of its forecast, Score, its distance from the
/// forecast in deviations (above it positive), and PValue, the chance of a distance as large. It remembers the end of the training series;
/// each row that passes through is the next observation.
/// </summary>
/// <remarks>
/// Every cursor starts from the remembered state and keeps its own. Data with a time column that begin before the remembered end are taken
/// as the past itself; until a window is full, and where a value is missing, Score and PValue are NaN and there is no alert. Rows of a
/// series have to lie in the order of time. Not a row-to-row mapper.
/// </remarks>
[ArchiveKind("ForecastDetector", version: 1)]
public sealed class ForecastDetectorTransformer
    : NetworkTransformer, IArchived<ForecastDetectorTransformer, ForecastDetectorDescription, RecurrentForecastNetwork>
{
    private readonly ForecastDetectorDescription _description;
    private readonly ForecastModel _model;
    private readonly Dictionary<string, SeriesScale> _scales;

    internal ForecastDetectorTransformer(
        IHostEnvironment environment, ForecastDetectorDescription description, RecurrentForecastNetwork network, Device device)
        : base(environment, description, network, device)
    {
        _description = description;
        var forecaster = description.Forecaster;
        _model = new ForecastModel(network, forecaster.Architecture, forecaster.Spread, device, forecaster.Guards);
        _scales = forecaster.Series.ToDictionary(series => series.Name, series => series.Scale);
        Remembered = forecaster.RestoreState();
        HalfWidth = QuantileFunctions.Normal(forecaster.Spread.ConfidenceLevel);
    }

    /// <summary>Observations that a forecast looks back on.</summary>
    public int WindowSize => Forecaster.Windowing.WindowSize;

    /// <summary>Share of ordinary values that lie between the bounds.</summary>
    public double ConfidenceLevel => Forecaster.Spread.ConfidenceLevel;

    /// <summary>False: what is said of a row depends on the rows before.</summary>
    public override bool IsRowToRowMapper => false;

    internal RecurrentForecastDescription Forecaster => _description.Forecaster;

    internal ForecastDetectorColumns Columns => _description.Columns;

    internal ForecastState Remembered { get; }

    /// <summary>Half the distance of the bounds in deviations.</summary>
    internal double HalfWidth { get; }

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return SchemaFor(inputSchema).Output;
    }

    /// <summary>Judges each row by the forecast from what is earlier than it.</summary>
    /// <param name="input">Data with the columns of training, in the order of time.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var use = Use();
        return WithoutOnnx(new ForecastDetectorView(this, input, SchemaFor(input.Schema)), input);
    }

    /// <summary>Not available: what is said of a row depends on the rows before.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new InvalidOperationException(
        "What is said of a row depends on the rows before, so a detector by forecast is not a row-to-row mapper. Use Transform.");

    /// <summary>Forecasts an observation from what is before it.</summary>
    internal (float Forecast, float Lower, float Upper) Forecast(SeriesHistory before, in SeriesObservation observation)
    {
        using var use = Use();
        var extended = before.Last(Forecaster.Kept);
        var known = extended.Count;
        extended.Add(observation with { Value = float.NaN });
        var prepared = new PreparedSeries(extended, _scales[before.Name], Forecaster.Windowing, known);
        var made = _model.Forecast([new SeriesWindow(prepared, known, 1)], 1, ConfidenceLevel);
        return (made.Forecast[0], made.Lower[0], made.Upper[0]);
    }

    private ScoringSchema SchemaFor(DataViewSchema input)
    {
        Forecaster.Columns.Series.Check(input);
        return new ScoringSchema([ScalarInput.Number(Forecaster.Columns.Series.Value, "input")], Columns.Outputs(), input);
    }

    static ForecastDetectorTransformer IArchived<ForecastDetectorTransformer, ForecastDetectorDescription, RecurrentForecastNetwork>.From(
        ForecastDetectorDescription description, RecurrentForecastNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a detector beside the weights of its forecaster.</summary>
internal sealed record ForecastDetectorDescription(RecurrentForecastDescription Forecaster, ForecastDetectorColumns Columns)
    : IModelDescription<RecurrentForecastNetwork>
{
    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public TrainingHistory History => Forecaster.History;

    /// <inheritdoc/>
    public void Check()
    {
        Forecaster.Check();
        Sound.InRange(Columns.MinimumRun, 1, Sound.MostNumbers, nameof(Columns.MinimumRun));
        Sound.InRange(Columns.MaximumReplaced, 0, Sound.MostNumbers, nameof(Columns.MaximumReplaced));
    }

    /// <inheritdoc/>
    public RecurrentForecastNetwork CreateNetwork() => Forecaster.CreateNetwork();
}
