using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Takes in observations one by one and forecasts; its state is its own. Not safe for use by several threads at once.</summary>
/// <typeparam name="TSrc">An observation.</typeparam>
/// <typeparam name="TDst">A forecast.</typeparam>
public sealed class RecurrentForecastEngine<TSrc, TDst>
    where TSrc : class
    where TDst : class, new()
{
    private readonly MLContext _ml;
    private readonly bool _ignoreMissingColumns;
    private readonly List<ITransformer> _before = [];
    private readonly RecurrentForecastTransformer _forecaster;
    private readonly List<ITransformer> _after = [];
    private readonly bool _isChain;
    private readonly ForecastState _state;

    internal RecurrentForecastEngine(ITransformer transformer, IHostEnvironment environment, bool ignoreMissingColumns)
    {
        _ml = environment as MLContext ?? new MLContext();
        _ignoreMissingColumns = ignoreMissingColumns;
        _isChain = transformer is not RecurrentForecastTransformer;
        foreach (var member in Members(transformer))
        {
            if (member is RecurrentForecastTransformer found)
            {
                if (_forecaster is not null)
                    throw new ArgumentException("The chain holds more than one forecaster; an engine serves one.", nameof(transformer));
                _forecaster = found;
            }
            else if (member.IsRowToRowMapper)
            {
                (_forecaster is null ? _before : _after).Add(member);
            }
            else
            {
                throw new ArgumentException(
                    $"The chain holds a {member.GetType().Name}, which does not work row by row.", nameof(transformer));
            }
        }
        _ = _forecaster ?? throw new ArgumentException("There is no recurrent forecaster in this transformer.", nameof(transformer));
        _state = _forecaster.State.Clone();
    }

    /// <summary>Forecasts what follows the last observation, without taking anything in. The same call gives the same answer.</summary>
    /// <param name="horizon">Values to forecast, smaller or larger than trained; null for as many as trained.</param>
    /// <param name="confidenceLevel">Share of the values that the bounds are to hold, in (0, 1); null for the one trained.</param>
    /// <param name="series">
    /// Which series, by its name (of a key column: the value behind the key in training, or the key's number from 1 if there were no
    /// values); null only if the model knows a single one.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The horizon is below 1, or beyond the trained one although the model has past columns; or the level is outside (0, 1).
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// No series is named although there are several, or the one named is unknown, its window not full, or its future columns are needed.
    /// </exception>
    public TDst Predict(int? horizon = null, float? confidenceLevel = null, string? series = null) =>
        Forecast([], horizon, confidenceLevel, series);

    /// <summary>Takes in an observation and forecasts what follows it.</summary>
    /// <param name="example">The observation; it must come after the last one if there is a time column.</param>
    /// <param name="horizon">As above.</param>
    /// <param name="confidenceLevel">As above.</param>
    /// <exception cref="ArgumentOutOfRangeException">As above. Nothing is taken in.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="Observe"/>, or the future columns are needed. Nothing is taken
    /// in.</exception>
    public TDst Predict(TSrc example, int? horizon = null, float? confidenceLevel = null)
    {
        Check(horizon ?? _forecaster.Horizon, confidenceLevel, stepsAhead: 0);
        ArgumentNullException.ThrowIfNull(example);
        return Forecast([], horizon, confidenceLevel, Take(example).Name);
    }

    /// <summary>Forecasts with what is known of the steps ahead, for models with future columns.</summary>
    /// <param name="ahead">The steps ahead of one series, in order; as many are forecast. Their values are not read.</param>
    /// <param name="confidenceLevel">As above.</param>
    /// <exception cref="ArgumentOutOfRangeException">As above.</exception>
    /// <exception cref="InvalidOperationException">The steps are of several series, or one is not later than the step before
    /// it.</exception>
    public TDst Predict(IReadOnlyList<TSrc> ahead, float? confidenceLevel = null)
    {
        ArgumentNullException.ThrowIfNull(ahead);
        var rows = ahead.Count == 0 ? [] : Read(ahead);
        if (rows.Find(row => row.Series != rows[0].Series) is { Series: not null } other)
            throw new InvalidOperationException(
                $"The steps ahead are of series '{rows[0].Series}' and, in row {other.Row}, of '{other.Series}'; a forecast is of one "
                    + "series.");
        return Forecast(rows, ahead.Count, confidenceLevel, rows.Count > 0 ? rows[0].Series : null);
    }

    /// <summary>Takes in an observation without forecasting.</summary>
    /// <param name="example">The observation; it must come after the last one if there is a time column.</param>
    /// <exception cref="InvalidOperationException">
    /// The observation is out of order, of a series that was not there in training, missing for too long, or outside the domain of
    /// the transform. The engine's state is then as before.
    /// </exception>
    public void Observe(TSrc example)
    {
        ArgumentNullException.ThrowIfNull(example);
        Take(example);
    }

    /// <summary>Saves the model with the engine's state; an engine of the loaded model goes on where this one stands.</summary>
    /// <param name="env">The <c>MLContext</c>.</param>
    /// <param name="modelPath">The file; it is overwritten.</param>
    public void CheckPoint(IHostEnvironment env, string modelPath)
    {
        ArgumentNullException.ThrowIfNull(env);
        using var forecaster = _forecaster.With(_state.Clone());
        (env as MLContext ?? _ml).Model.Save(Around(forecaster), null, modelPath);
    }

    /// <summary>Saves the model with the engine's state; an engine of the loaded model goes on where this one stands.</summary>
    /// <param name="env">The <c>MLContext</c>.</param>
    /// <param name="stream">Where to write; it stays open.</param>
    public void CheckPoint(IHostEnvironment env, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(env);
        using var forecaster = _forecaster.With(_state.Clone());
        (env as MLContext ?? _ml).Model.Save(Around(forecaster), null, stream);
    }

    private SeriesHistory Take(TSrc example) =>
        _state.Observe(Read([example])[0], _forecaster.Columns.Series, _forecaster.Gaps, _forecaster.Windowing);

    private TDst Forecast(IReadOnlyList<SeriesObservation> ahead, int? horizon, float? confidenceLevel, string? name)
    {
        var steps = horizon ?? _forecaster.Horizon;
        var series = name is null ? _state.Only() : _state.Find(name, _forecaster.Columns.Series.Series);
        Check(steps, confidenceLevel, ahead.Count);
        if (series.Count < _forecaster.Windowing.RequiredHistory)
            throw new InvalidOperationException(
                $"Only {series.Count} observations are known; a forecast looks back on {_forecaster.Windowing.RequiredHistory}.");
        var (forecast, lower, upper) = _forecaster.ForecastFrom(
            series, ahead, steps, confidenceLevel ?? _forecaster.Model.Spread.ConfidenceLevel);
        return Deliver(forecast, lower, upper);
    }

    private void Check(int steps, float? confidenceLevel, int stepsAhead)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, "horizon");
        if (confidenceLevel is <= 0 or >= 1 or float.NaN)
            throw new ArgumentOutOfRangeException(nameof(confidenceLevel), confidenceLevel, "The confidence level must be in (0, 1).");
        if (_forecaster.Columns.Series.TooFar(steps, _forecaster.Horizon) is { } fault)
            throw new ArgumentOutOfRangeException("horizon", steps, fault);
        if (_forecaster.Columns.Series.Future.Length > 0 && stepsAhead < steps)
            throw new InvalidOperationException(
                $"The model needs the columns {string.Join(", ", _forecaster.Columns.Series.Future)} of the {steps} steps ahead: pass them "
                    + "to Predict.");
    }

    private TDst Deliver(float[] forecast, float[] lower, float[] upper)
    {
        var columns = _forecaster.Columns;
        var schema = SchemaDefinition.Create(typeof(ForecastRow));
        foreach (var column in schema)
            column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, forecast.Length);
        schema[nameof(ForecastRow.Forecast)].ColumnName = columns.Forecast;
        schema.RemoveAll(column => !columns.HasBounds && column.MemberName != nameof(ForecastRow.Forecast));
        foreach (var column in schema)
            column.ColumnName = column.MemberName switch
            {
                nameof(ForecastRow.Lower) => columns.Lower,
                nameof(ForecastRow.Upper) =>
                columns.Upper,
                _ => column.ColumnName
            };
        var view = _ml.Data.LoadFromEnumerable([new ForecastRow { Forecast = forecast, Lower = lower, Upper = upper }], schema);
        foreach (var member in _after)
            view = member.Transform(view);
        return _ml.Data.CreateEnumerable<TDst>(view, reuseRowObject: false, _ignoreMissingColumns).First();
    }

    private List<SeriesObservation> Read(IReadOnlyList<TSrc> rows)
    {
        var view = _ml.Data.LoadFromEnumerable(rows);
        foreach (var member in _before)
            view = member.Transform(view);
        _forecaster.Columns.Series.Check(view.Schema);
        return [.. _forecaster.Columns.Series.Read(view)];
    }

    private ITransformer Around(RecurrentForecastTransformer forecaster) =>
        _isChain ? new TransformerChain<ITransformer>([.. _before, forecaster, .. _after]) : forecaster;

    private static IEnumerable<ITransformer> Members(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Members) : [transformer];

    private sealed class ForecastRow
    {
        public float[] Forecast { get; set; } = [];

        public float[] Lower { get; set; } = [];

        public float[] Upper { get; set; } = [];
    }
}
