using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

[TestClass]
public sealed class ForecastBadInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_bad_option_is_named_with_value_and_range_in_one_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", new RecurrentForecastOptions
            {
                WindowSize = 0,
                Horizon = 0,
                ConfidenceUpperBoundColumnName = "Upper",
                ConfidenceLevel = 1,
                Encoder = new TimeDelayEncoder { HiddenSize = 0, LayerCount = 0, Dropout = 1, Taps = 0 },
                Ensemble = 0,
                Distribution = new StudentTForecast { DegreesOfFreedom = 0 },
                Calendar = CalendarFeatures.DayOfWeek,
                Strategy = ForecastStrategy.Recursive,
                PastColumnNames = ["Price"],
                FutureColumnNames = ["Price"],
                SeasonalPeriod = 1,
                Differencing = SeriesDifferencing.First,
                InstanceScaling = InstanceScaling.Mean,
                MaximumGap = 0,
                Training = new TrainingOptions { Epochs = 0 },
            }));
        foreach (var fault in new[]
        {
            "WindowSize is 0; it must be at least 1.", "Horizon is 0; it must be at least 1.",
            "ConfidenceLowerBoundColumnName is null; it must be given while the other bound is.",
            "ConfidenceLevel is 1; it must be in (0, 1).", "Encoder.HiddenSize is 0", "Encoder.LayerCount is 0",
            "Encoder.Dropout is 1; it must be in [0, 1).", "Encoder.Taps is 0; it must be at least 1.", "Ensemble is 0",
            "Distribution.DegreesOfFreedom is 0; it must be above 0.",
            "TimeColumnName is null; it must be given while Calendar is not None.",
            "PastColumnNames is a list of 1; it must be empty while Strategy is Recursive", "FutureColumnNames is a list with 'Price'",
            "SeasonalPeriod is 1; it must be at least 2.", "InstanceScaling is Mean; it must be Auto or None while Differencing is First.",
            "MaximumGap is 0", "Training.Epochs is 0",
        })
            StringAssert.Contains(error.Message, fault);
    }

    [TestMethod]
    public void Columns_that_would_be_written_or_read_twice_are_refused()
    {
        Refuses(WithBounds(Quick()) with { ConfidenceUpperBoundColumnName = "Lower" },
            "ConfidenceLowerBoundColumnName is Lower; it must be another name than the forecast and the upper bound.");
        Refuses(WithBounds(Quick()) with { ConfidenceUpperBoundColumnName = "Ahead" },
            "ConfidenceUpperBoundColumnName is Ahead; it must be another name than the forecast.");
        Refuses(Quick() with { FutureColumnNames = ["Number"] },
            "FutureColumnNames is a list with 'Number'; it must be a list of columns that are read once, and not the series itself.");
        Refuses(Quick() with { PastColumnNames = ["Price", "Price"] }, "PastColumnNames is a list with 'Price'");

        void Refuses(RecurrentForecastOptions options, string fault) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => Estimator(options)).Message, fault);
    }

    [TestMethod]
    public void Dropout_between_layers_needs_two_of_them()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Estimator(Quick() with { Encoder = new LstmEncoder { Dropout = 0.5 } })).Message,
            "Encoder.Dropout is 0.5; it must be 0 with one layer: it lies between layers.");
        Assert.IsNotNull(Estimator(Quick() with { Encoder = new LstmEncoder { Dropout = 0.5, LayerCount = 2 } }));
    }

    [TestMethod]
    public void A_series_shorter_than_window_and_horizon_is_refused_with_the_numbers()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Estimator(Quick()).Fit(View(_ml, Sine(17))));
        StringAssert.Contains(error.Message, "Column 'Number' has 17 rows; WindowSize 12 + Horizon 6 = 18 are needed at least.");
        error = Assert.ThrowsExactly<InvalidOperationException>(() => Estimator(Quick(window: 16_000_000)).Fit(View(_ml, Sine(17))));
        StringAssert.Contains(error.Message, "WindowSize 16000000 + Horizon 6 = 16000006 are needed at least.");
        var rows = _ml.Data.LoadFromEnumerable(
            Sine(30).Select(v => new Stamped { Series = "a", Number = v }).Append(new Stamped { Series = "" }).ToArray());
        error = Assert.ThrowsExactly<InvalidOperationException>(() => Estimator(Quick() with { SeriesColumnName = "Series" }).Fit(rows));
        StringAssert.StartsWith(error.Message, "Series '' has 1 rows;");
        using var model = Estimator(Quick()).Fit(View(_ml, Sine(18)));
        Assert.AreEqual(6, model.Horizon);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Estimator(Quick()).Fit(View(_ml, []))).Message, "no rows");
    }

    [TestMethod]
    public void A_time_that_occurs_twice_in_a_series_is_refused_by_row()
    {
        var rows = Sine(40).Select((v, t) => new Stamped { Time = new DateTime(2020, 1, 1).AddDays(t), Number = v }).ToArray();
        rows[21].Time = rows[20].Time;
        StringAssert.Contains(Fails(rows), "in row 21, as in the observation before it. Remove duplicates");

        string Fails(Stamped[] data) => Assert.ThrowsExactly<InvalidOperationException>(() =>
            Estimator(Quick() with { TimeColumnName = "Time" }).Fit(_ml.Data.LoadFromEnumerable(data))).Message;
    }

    [TestMethod]
    public void Long_runs_of_missing_values_and_infinities_are_refused_by_row()
    {
        var values = Sine(60);
        Array.Fill(values, float.NaN, 30, 5);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Estimator(Quick() with { MaximumGap = 4 }).Fit(View(_ml, values))).Message,
            "Column 'Number' is NaN in 5 rows on end, from row 30; at most 4 are filled.");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => Estimator(Quick() with { Gaps = GapHandling.Refuse }).Fit(View(_ml, values))).Message,
            "Column 'Number' is NaN in row 30.");
        using var model = Estimator(Quick() with { MaximumGap = 5 }).Fit(View(_ml, values));
        values[7] = float.PositiveInfinity;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Estimator(Quick()).Fit(View(_ml, values))).Message, "in row 7");
    }

    [TestMethod]
    public void Values_outside_the_domain_of_the_transform_are_refused_by_row()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Estimator(Quick() with { Transformation = SeriesTransformation.Log }).Fit(View(_ml, Sine(60))));
        StringAssert.Contains(error.Message, "The value 0 in row 0 cannot be transformed: a logarithm needs values above 0.");
        error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Estimator(Quick() with { Transformation = SeriesTransformation.BoxCox }).Fit(View(_ml, Sine(60))));
        StringAssert.Contains(error.Message, "Box-Cox needs values of at least 0.");
    }

    [TestMethod]
    public void Missing_columns_and_wrong_types_are_all_named_before_any_work()
    {
        var data = _ml.Data.LoadFromEnumerable([new Stamped()]);
        var options = Quick() with { SeriesColumnName = "Number", TimeColumnName = "Extra", FutureColumnNames = ["Nowhere", "Series"] };
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Time", options).Fit(data));
        StringAssert.Contains(error.Message, "Schema mismatch for input column 'Time': expected Single, got DateTime");
        StringAssert.Contains(error.Message, "Schema mismatch for series column 'Number': expected String or Key<UInt32>, got Single");
        StringAssert.Contains(error.Message, "Schema mismatch for time column 'Extra': expected DateTime or DateTimeOffset, got Single");
        StringAssert.Contains(error.Message, "Could not find feature column 'Nowhere'");
        StringAssert.Contains(error.Message, "Schema mismatch for feature column 'Series': expected Single, got String");
    }

    [TestMethod]
    public void Null_arguments_are_refused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Forecasting.ForecastByRecurrentNetwork(null!, "Number", 12, 6));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", null!, 12, 6));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Estimator(Quick()).Fit(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Estimator(Quick()).Backtest(null!, 1));
    }

    private RecurrentForecastEstimator Estimator(RecurrentForecastOptions options) =>
        _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options);
}
