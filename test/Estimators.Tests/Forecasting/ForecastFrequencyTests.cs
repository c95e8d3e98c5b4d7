using Microsoft.ML;
using Microsoft.ML.Data;
using static DeepML.Estimators.Tests.Recurrent.ForecastSeries;

namespace DeepML.Estimators.Tests.Recurrent;

/// <summary>Steps of a series that have no row.</summary>
[TestClass]
public sealed class ForecastFrequencyTests
{
    private static readonly DateTime Monday = new(2024, 1, 1);
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Days_without_a_row_do_not_shift_the_week()
    {
        var rows = Enumerable.Range(0, 210).Where(t => t is not (150 or 171 or 197)).Select(Weekly).ToArray();
        using var model = Forecaster(Weekends).Fit(_ml.Data.LoadFromEnumerable(rows));
        IsAWeekFrom(0, model.CreateForecastEngine<Stamped, Forecast>(_ml).Predict().Ahead);
        var later = new[] { 214, 217 }.Select(Weekly).ToArray(); // a pause of four days, then one of two
        IsAWeekFrom(1, model.Transform(_ml.Data.LoadFromEnumerable(later)).GetColumn<float[]>("Ahead").Last());
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        engine.Observe(later[0]);
        IsAWeekFrom(1, engine.Predict(later[1]).Ahead);

        static void IsAWeekFrom(int day, float[] ahead)
        {
            for (var step = 0; step < 7; step++)
                Assert.AreEqual((day + step) % 7 >= 5 ? 20 : 10, ahead[step], 2.5,
                    $"step {step}: {string.Join(" ", ahead.Select(v => (int)Math.Round(v)))}");
        }
    }

    [TestMethod]
    public void Rows_in_any_order_give_the_same_model_and_their_own_forecasts()
    {
        var rows = Enumerable.Range(0, 80).Select(Weekly).ToArray();
        var mixed = rows.ToArray();
        new Random(1).Shuffle(mixed);
        using var model = Forecaster(Quick(7, 7) with { TimeColumnName = "Time" }).Fit(_ml.Data.LoadFromEnumerable(rows));
        using var other = new MLContext(seed: 1).Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Number", Quick(7, 7) with { TimeColumnName = "Time" }).Fit(_ml.Data.LoadFromEnumerable(mixed));
        CollectionAssert.AreEqual(model.CreateForecastEngine<Stamped, Forecast>(_ml).Predict().Ahead,
            other.CreateForecastEngine<Stamped, Forecast>(_ml).Predict().Ahead);
        var (inOrder, asTheyCome) = (Ahead(rows), Ahead(mixed));
        for (var i = 0; i < rows.Length; i++)
            CollectionAssert.AreEqual(inOrder[i], asTheyCome[Array.IndexOf(mixed, rows[i])], $"row {i}");

        float[][] Ahead(Stamped[] data) => [.. model.Transform(_ml.Data.LoadFromEnumerable(data)).GetColumn<float[]>("Ahead")];
    }

    [TestMethod]
    public void A_row_that_comes_too_early_in_the_data_ends_no_gap()
    {
        var rows = Enumerable.Range(0, 60).Select(Weekly).ToArray();
        using var model = Forecaster(Quick(7, 7) with { TimeColumnName = "Time", MaximumGap = 3 }).Fit(_ml.Data.LoadFromEnumerable(rows));
        Stamped[] mixed = [rows[0], .. rows[20..], .. rows[1..20]];
        var (inOrder, asTheyCome) = (Ahead(rows), Ahead(mixed));
        for (var i = 0; i < rows.Length; i++)
            CollectionAssert.AreEqual(inOrder[i], asTheyCome[Array.IndexOf(mixed, rows[i])], $"row {i}");

        float[][] Ahead(Stamped[] data) => [.. model.Transform(_ml.Data.LoadFromEnumerable(data)).GetColumn<float[]>("Ahead")];
    }

    [TestMethod]
    public void Weekends_are_no_gaps_in_business_days_and_months_are_months()
    {
        var options = Quick(10, 5) with { TimeColumnName = "Time", Gaps = GapHandling.Refuse };
        using var business = Forecaster(options).Fit(Rows(Enumerable.Range(0, 84).Where(t => t % 7 < 5).Select(t => Monday.AddDays(t))));
        Assert.AreEqual(Frequency.BusinessDays, business.Frequency);
        using var months = Forecaster(options).Fit(Rows(Enumerable.Range(0, 60).Select(t => Monday.AddMonths(t))));
        Assert.AreEqual(Frequency.EveryMonths(1), months.Frequency);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Forecaster(options with { Frequency = Frequency.Every(TimeSpan.FromDays(1)) })
            .Fit(Rows(Enumerable.Range(0, 84).Where(t => t % 7 < 5).Select(t => Monday.AddDays(t)))));
        Assert.AreEqual(
            "Time column 'Time' has no row for 2 steps (1.00:00:00) before row 5 (2024-01-08 00:00:00); Gaps is Refuse. "
            + "Give them rows, allow such gaps, or set Frequency to RowOrder if they are no steps of the series.", error.Message);
        using var rows = Forecaster(options with { Frequency = Frequency.RowOrder })
            .Fit(Rows(Enumerable.Range(0, 60).Select(t => Monday.AddDays(t < 30 ? t : t + 5))));
        Assert.AreEqual(Frequency.RowOrder, rows.Frequency);
    }

    [TestMethod]
    public void A_pause_longer_than_the_longest_gap_is_refused_with_the_numbers()
    {
        using var model = Forecaster(Quick(7, 7) with { TimeColumnName = "Time", MaximumGap = 3 })
            .Fit(Rows(Enumerable.Range(0, 60).Select(t => Monday.AddDays(t))));
        var engine = model.CreateForecastEngine<Stamped, Forecast>(_ml);
        var before = engine.Predict().Ahead;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => engine.Observe(Weekly(64))).Message,
            "Time column 'Time' has no row for 4 steps (1.00:00:00) before row 0 (2024-03-05 00:00:00); at most 3 are filled "
                + "(MaximumGap).");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(
                () => engine.Observe(new Stamped { Time = Monday.AddDays(59).AddHours(2) })).Message,
            "in the same step (1.00:00:00) as 2024-02-29 00:00:00 before it");
        CollectionAssert.AreEqual(before, engine.Predict().Ahead);
        engine.Observe(Weekly(63));
    }

    [TestMethod]
    public void Times_with_an_offset_are_read_by_the_wall_clock_for_days_and_by_one_clock_within_days()
    {
        var (winter, summer) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2));
        var change = new DateTime(2024, 3, 31);
        var days = Enumerable.Range(0, 70).Select(t => new DateTime(2024, 2, 20).AddDays(t)).Select((day, t) =>
            new OffsetRow { Time = new DateTimeOffset(day, day > change ? summer : winter), Number = (float)Math.Sin(t) }).ToArray();
        var options = Quick(7, 7) with { TimeColumnName = "Time", Gaps = GapHandling.Refuse };
        using var daily = Forecaster(options).Fit(_ml.Data.LoadFromEnumerable(days));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromDays(1)), daily.Frequency);
        var first = new DateTimeOffset(change.AddHours(-40), winter);
        var hours = Enumerable.Range(0, 80).Select(t => first.AddHours(t)).Select((hour, t) =>
            new OffsetRow { Time = hour.UtcDateTime >= change.AddHours(1) ? hour.ToOffset(summer) : hour, Number = (float)Math.Sin(t) })
                .ToArray();
        using var hourly = Forecaster(options).Fit(_ml.Data.LoadFromEnumerable(hours));
        Assert.AreEqual(Frequency.Every(TimeSpan.FromHours(1)), hourly.Frequency);
        hourly.CreateForecastEngine<OffsetRow, Forecast>(_ml)
            .Predict(new OffsetRow { Time = hours[^1].Time.AddHours(1).ToOffset(TimeSpan.Zero) });
    }

    private static RecurrentForecastOptions Weekends
    {
        get
        {
            var options = Quick(14, 7) with { TimeColumnName = "Time", Calendar = CalendarFeatures.DayOfWeek };
            return options with { Training = options.Training with { Epochs = 40 } };
        }
    }

    private static Stamped Weekly(int day) => new() { Time = Monday.AddDays(day), Number = day % 7 >= 5 ? 20 : 10 };

    private IDataView Rows(IEnumerable<DateTime> times) =>
        _ml.Data.LoadFromEnumerable(times.Select((time, t) => new Stamped { Time = time, Number = (float)Math.Sin(t) }).ToArray());

    private RecurrentForecastEstimator Forecaster(RecurrentForecastOptions options) =>
        _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", options);

    private sealed class OffsetRow
    {
        public DateTimeOffset Time { get; set; }

        public float Number { get; set; }
    }
}
