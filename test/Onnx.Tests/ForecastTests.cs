using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Forecasters: from the last values of a series to the forecast with its bounds.</summary>
[TestClass]
public sealed class ForecastTests
{
    private const int Learned = 90;
    private const int Rows = 110;
    private const int Horizon = 3;

    private static readonly RecurrentForecastOptions Plain = new()
    {
        WindowSize = 5,
        Horizon = Horizon,
        Encoder = new LstmEncoder { HiddenSize = 3 },
        ConfidenceLowerBoundColumnName = "Lower",
        ConfidenceUpperBoundColumnName = "Upper",
        SeasonalPeriod = 4,
        Training = new TrainingOptions { Epochs = 3, BatchSize = 16, LearningRate = 0.02 },
    };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Varieties =>
    [
        ["points", Plain],
        ["without a safeguard", Plain with { Safeguard = false }],
        ["normal", Plain with { Distribution = new GaussianForecast(), Ensemble = 2 }],
        ["normal, by itself", Plain with { Distribution = new GaussianForecast(), Safeguard = false, Ensemble = 2 }],
        ["quantiles", Plain with { Distribution = new QuantileForecast(), Safeguard = false }],
        ["Student's t", Plain with { Distribution = new StudentTForecast(), ConfidenceLevel = 0.8f, Safeguard = false }],
        ["step by step", Plain with { Strategy = ForecastStrategy.Recursive, Distribution = new QuantileForecast(), Safeguard = false }],
        ["step by step, guarded", Plain with { Strategy = ForecastStrategy.Recursive, Distribution = new GaussianForecast() }],
        ["logarithm", Plain with { Transformation = SeriesTransformation.Log }],
        ["Box-Cox", Plain with { Transformation = SeriesTransformation.BoxCox }],
        ["changes", Plain with { Differencing = SeriesDifferencing.First, Strategy = ForecastStrategy.Recursive }],
        ["changes of the season", Plain with { Differencing = SeriesDifferencing.Seasonal }],
        ["last value", Plain with { InstanceScaling = InstanceScaling.LastValue }],
        ["mean", Plain with { InstanceScaling = InstanceScaling.Mean, LinearSkip = false }],
        ["mean and deviation", Plain with { InstanceScaling = InstanceScaling.MeanAndDeviation, Distribution = new GaussianForecast() }],
        ["transformer", Plain with { Encoder = new TransformerEncoder { HiddenSize = 4 } }],
        ["long season", Plain with { SeasonalPeriod = 7 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Varieties))]
    public void The_last_values_of_a_series_are_forecast_as_in_NET(string what, RecurrentForecastOptions options)
    {
        var series = Series(Rows, seed: 1);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", options).Fit(View(series[..Learned]));
        var scored = model.Transform(View(series[Learned..]));
        using var run = new ForecastRun(model);
        var expected = new[] { "Ahead", "Lower", "Upper" }.ToDictionary(name => name, name => Cells.Read(scored, scored.Schema[name]));
        foreach (var batch in new[] { 1, 2, 7 })
            for (var row = 0; row + batch <= Rows - Learned; row += batch)
            {
                var windows = Enumerable.Range(row, batch).Select(i => Last(series, Learned + i + 1, run.Count)).ToArray();
                foreach (var (name, said) in run.Forecast(("Value", windows)))
                    for (var i = 0; i < batch; i++)
                        AreEqual(expected[name][row + i], said[i], $"{what}: {name} of row {row + i}");
            }
    }

    [TestMethod]
    public void What_is_held_back_far_outside_of_the_history_is_held_back_here_too()
    {
        // a series whose slope wanders: what is known of it says that a slope goes on
        var (series, random, level, slope) = (Series(Rows, seed: 1), new Random(2), 0f, 0f);
        foreach (var step in series)
            step.Value = level += slope += random.NextSingle() - 0.5f;
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", Plain).Fit(View(series[..Learned]));
        var isHeldBack = false;
        _ml.Log += (_, e) => isHeldBack |= e.Message.Contains("was held back", StringComparison.Ordinal);
        for (var i = Learned; i < Rows; i++)
            series[i].Value += 50 * MathF.Pow(2, Math.Min(i - Learned, 10)); // steeper and steeper
        var scored = model.Transform(View(series[Learned..]));
        using var run = new ForecastRun(model);
        var expected = Cells.Read(scored, scored.Schema["Ahead"]);
        for (var row = 0; row < Rows - Learned; row++)
            AreEqual(
                expected[row], run.Forecast(("Value", [Last(series, Learned + row + 1, run.Count)]))["Ahead"][0], $"row {row}");
        Assert.IsTrue(isHeldBack, "a forecast is held back in .NET");
    }

    [TestMethod]
    public void Several_series_are_told_apart_by_their_names_and_an_unknown_one_has_no_answer()
    {
        var (calm, wild) = (Series(Rows, seed: 1, name: "calm"), Series(Rows, seed: 2, name: "wild", scale: 30));
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Value", Plain with { SeriesColumnName = "Name", Distribution = new GaussianForecast() })
            .Fit(View([.. calm[..Learned], .. wild[..Learned]]));
        using var run = new ForecastRun(model);
        var scored = model.Transform(View([calm[Learned], wild[Learned]]));
        float[][] windows =
        [
            Last(calm, Learned + 1, run.Count), Last(wild, Learned + 1, run.Count), Last(calm, Learned + 1, run.Count),
        ];
        var said = run.Forecast(["calm", "wild", "tame"], ("Value", windows));
        foreach (var name in new[] { "Ahead", "Lower", "Upper" })
        {
            var expected = Cells.Read(scored, scored.Schema[name]);
            AreEqual(expected[0], said[name][0], $"{name} of calm");
            AreEqual(expected[1], said[name][1], $"{name} of wild");
            Assert.IsTrue(said[name][2].All(float.IsNaN), $"{name} of a series that is not known");
        }
    }

    [TestMethod]
    public void Further_columns_calendar_and_gaps_are_told_beside_the_values()
    {
        var series = Series(Rows, seed: 1);
        series[40].Value = series[97].Value = float.NaN;
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Value", Plain with
        {
            TimeColumnName = "Time",
            Calendar = CalendarFeatures.DayOfWeek,
            PastColumnNames = ["Past"],
            FutureColumnNames = ["Future"],
            Gaps = GapHandling.Mask,
            SeasonalPeriod = 0,
            Safeguard = false,
        }).Fit(View(series[..Learned]));
        using var run = new ForecastRun(model);
        var view = model.Transform(View(series[Learned..]));
        var scored = Cells.Read(view, view.Schema["Ahead"]);
        foreach (var row in new[] { 0, 3, 8, 11, 14 }) // in the third and fourth a gap lies in the window
        {
            var end = Learned + row + 1;
            int[] window = [.. Enumerable.Range(end - Plain.WindowSize, Plain.WindowSize)];
            int[] all = [.. Enumerable.Range(end - Plain.WindowSize, Plain.WindowSize + Horizon)];
            var filled = window.Select(i => i == 97 ? series[96].Value : series[i].Value).ToArray();
            var said = run.Run(
                ("Value", filled), ("Value.Observed", [.. window.Select(i => i == 97 ? 0f : 1)]),
                ("Past", [.. window.Select(i => series[i].Past)]), ("Future", [.. all.Select(i => series[i].Future)]),
                ("Time.Calendar", [.. all.SelectMany(i => DayOfWeek(series[i].Time))]));
            AreEqual(scored[row], said["Ahead"][0], $"row {row}");
        }
    }

    [TestMethod]
    public void Numbers_that_are_none_have_no_answer()
    {
        var series = Series(Rows, seed: 1);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Value", Plain with { Transformation = SeriesTransformation.Log }).Fit(View(series[..Learned]));
        using var run = new ForecastRun(model);
        foreach (var odd in new[] { float.NaN, float.PositiveInfinity, 0, -1 })
        {
            var (good, bad) = (Last(series, Learned, run.Count), Last(series, Learned, run.Count));
            bad[2] = odd;
            var said = run.Forecast(("Value", [good, bad]));
            Assert.IsTrue(said["Ahead"][0].All(float.IsFinite));
            Assert.IsTrue(said["Ahead"][1].All(float.IsNaN), $"{odd}");
        }
    }

    [TestMethod]
    public void Columns_that_are_known_ahead_are_read_ahead()
    {
        var series = Series(Rows, seed: 1);
        using var model = _ml.Forecasting.ForecastByRecurrentNetwork(
            "Ahead", "Value", Plain with { Strategy = ForecastStrategy.Recursive, FutureColumnNames = ["Future"] })
            .Fit(View(series[..Learned]));
        using var run = new ForecastRun(model);
        var view = model.Transform(View(series[Learned..]));
        var scored = Cells.Read(view, view.Schema["Ahead"]);
        for (var row = 0; row < 10; row++)
        {
            var end = Learned + row + 1;
            var said = run.Run(
                ("Value", Last(series, end, run.Count)),
                ("Future", [.. series[(end - Plain.WindowSize)..(end + Horizon)].Select(step => step.Future)]));
            AreEqual(scored[row], said["Ahead"][0], $"row {row}");
        }
    }

    private static float[] DayOfWeek(DateTime time)
    {
        var turn = 2 * Math.PI * (int)time.DayOfWeek / 7;
        return [(float)Math.Sin(turn), (float)Math.Cos(turn)];
    }

    private static void AreEqual(float[] expected, float[] actual, string what)
    {
        for (var step = 0; step < expected.Length; step++)
            if (!expected[step].Equals(actual[step]))
                Assert.AreEqual(expected[step], actual[step], 1e-5 * Math.Max(1, Math.Abs(expected[step])), $"{what}, step {step}");
    }

    private static float[] Last(Step[] series, int end, int count) => [.. series[(end - count)..end].Select(step => step.Value)];

    private IDataView View(Step[] steps) => _ml.Data.LoadFromEnumerable(steps);

    private static Step[] Series(int count, int seed, string name = "", float scale = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Step
        {
            Name = name,
            Time = new DateTime(2026, 1, 1).AddDays(i),
            Value = scale * (5 + (0.02f * i) + MathF.Sin(i * MathF.PI / 2) + (0.3f * random.NextSingle())),
            Past = random.NextSingle(),
            Future = i % 3,
        })];
    }

    private sealed class Step
    {
        public string Name { get; set; } = "";

        public DateTime Time { get; set; }

        public float Value { get; set; }

        public float Past { get; set; }

        public float Future { get; set; }
    }
}
