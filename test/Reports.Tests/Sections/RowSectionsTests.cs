using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Reports.Tests.Sections;

/// <summary>What reports say of detectors, forecasters, generators and reconstructions, beside the same by hand.</summary>
[TestClass]
public sealed class RowSectionsTests
{
    private static readonly MLContext Ml = new(seed: 1);

    [TestMethod]
    public void A_detector_has_its_share_of_flagged_rows_its_threshold_and_its_area_under_ROC()
    {
        var data = Points(60);
        using var model = Ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions { CodeSize = 1, Training = Short() },
        }).Fit(data);
        var scored = model.Transform(data);
        var flagged = scored.GetColumn<bool>("PredictedLabel").Count(flag => flag);
        // The share of pairs of an odd row and another in which the odd one has the higher score.
        var scores = scored.GetColumn<float>("Score").Zip(data.GetColumn<bool>("IsOdd")).ToArray();
        var area = scores.Where(row => row.Second).SelectMany(odd => scores.Where(row => !row.Second)
            .Select(other => odd.First > other.First ? 1 : odd.First == other.First ? 0.5 : 0)).Average();
        var tiles = Page.Tiles(model.Report(data, new ReportOptions { LabelColumnName = "IsOdd" }));
        Assert.AreEqual(Html.Percent(flagged / 60.0), tiles["of 60 rows are flagged"]);
        Assert.AreEqual(Html.Number(model.Threshold), tiles["threshold of the score"]);
        Assert.AreEqual(area.ToString("0.000", CultureInfo.InvariantCulture), tiles["area under the ROC curve; chance: 0.5"]);
        var numbered = Ml.Transforms.Conversion.ConvertType("IsOdd").Fit(data).Transform(data);
        Assert.AreEqual(
            area.ToString("0.000", CultureInfo.InvariantCulture),
            Page.Tiles(model.Report(numbered, new ReportOptions { LabelColumnName = "IsOdd" }))["area under the ROC curve; chance: 0.5"]);
        var without = Page.Tiles(model.Report(data));
        Assert.IsFalse(without.ContainsKey("area under the ROC curve; chance: 0.5"), "nobody knows which rows are anomalies");
    }

    [TestMethod]
    public void A_detector_of_rows_that_it_cannot_score_says_so()
    {
        using var model = Ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions { CodeSize = 1, Training = Short() },
        }).Fit(Points(60));
        var holes = Ml.Data.LoadFromEnumerable(new[] { new Point { Features = [float.NaN, 1, 2] } });
        StringAssert.Contains(model.Report(holes).Html, "No row could be scored: every one holds a missing or infinite number.");
    }

    [TestMethod]
    public void A_forecasters_error_over_the_last_horizon_is_set_beside_the_last_season()
    {
        using var model = Forecaster();
        var data = Months(48);
        var report = model.Report(data);
        var forecasts = model.Transform(data).GetColumn<float[]>("Forecast").ToArray();
        var values = data.GetColumn<float>("Value").ToArray();
        var past = values.Length - 1 - 3;
        double Error(Func<int, double> made) => Enumerable.Range(0, 3).Average(step => Math.Abs(values[past + 1 + step] - made(step)));
        var own = Error(step => forecasts[past][step]);
        var season = model.SeasonalPeriod;
        var simple = season > 0 ? Error(step => values[past + 1 - season + (step % season)]) : Error(_ => values[past]);
        var (words, value) = Page.Tiles(report).Single(
            tile => tile.Key.StartsWith("mean absolute error over the last 3 observations", StringComparison.Ordinal));
        Assert.AreEqual(Html.Number(own), value);
        StringAssert.EndsWith(words, Html.Number(simple));
        Assert.IsTrue(Page.Tiles(report).ContainsKey("of them within the bounds"));
        Assert.IsTrue(Page.Of(report).Descendants("svg")
            .Any(svg => (string?)svg.Attribute("aria-label") == "what was forecast, and what came"));
    }

    [TestMethod]
    public void A_series_that_is_too_short_to_look_back_is_forecast_and_not_measured()
    {
        using var model = Forecaster();
        var report = model.Report(Months(3));
        Assert.IsFalse(
            Page.Tiles(report).Keys.Any(words => words.StartsWith("mean absolute error over the last", StringComparison.Ordinal)));
        StringAssert.Contains(model.Report(Months(0)).Html, "There is no observation among the rows.");
    }

    [TestMethod]
    public void A_reconstructions_worst_numbers_come_first()
    {
        var data = Points(80);
        using var model = Ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 1, Training = Short() }).Fit(data);
        var rows = data.GetColumn<float[]>("Features").ToArray();
        var made = model.Reconstruct(data).GetColumn<float[]>("Features").ToArray();
        double Share(int slot)
        {
            var mean = rows.Average(row => (double)row[slot]);
            return rows.Zip(made, (row, other) => Math.Pow(row[slot] - (double)other[slot], 2)).Average()
                / rows.Average(row => Math.Pow(row[slot] - mean, 2));
        }
        var table = Page.Of(model.Report(data)).Descendants("table")
            .Single(its => its.Descendants("th").Any(head => head.Value == "variance that is lost"));
        var lines = table.Element("tbody")!.Elements("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray()).ToArray();
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 3).OrderByDescending(Share).Select(slot => $"Features[{slot}]").ToArray(),
            lines.Select(line => line[0]).ToArray());
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 3).OrderByDescending(Share).Select(slot => Html.Percent(Share(slot))).ToArray(),
            lines.Select(line => line[3]).ToArray());
    }

    [TestMethod]
    public void Slots_with_names_are_a_table_and_are_called_by_them()
    {
        var data = Ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new { A = (float)(i % 5), B = (float)(i % 7) }));
        using var chain = Ml.Transforms.Concatenate("Features", "A", "B")
            .Append(Ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { CodeSize = 1, Training = Short() })).Fit(data);
        var names = Page.Of(chain.Report(data)).Descendants("td").Select(cell => cell.Value).ToArray();
        CollectionAssert.IsSubsetOf(new[] { "A", "B" }, names);
        Assert.IsFalse(names.Contains("Features[0]"));
    }

    [TestMethod]
    [DataRow(36, true)]
    [DataRow(25, false)]
    [DataRow(35, false)]
    public void Rows_of_a_square_number_of_values_are_shown_as_pictures(int size, bool isPicture)
    {
        var random = new Random(3);
        var definition = SchemaDefinition.Create(typeof(Pixels));
        definition["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        var data = Ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 30).Select(_ => new Pixels { Features = [.. Enumerable.Range(0, size).Select(_ => random.NextSingle())] })
                .ToList(), definition);
        using var model = Ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 2, Training = Short() }).Fit(data);
        Assert.AreEqual(isPicture, Page.Of(model.Report(data)).Descendants("img").Any());
    }

    [TestMethod]
    public void The_first_rows_stand_beside_what_the_network_answers()
    {
        var data = Points(40);
        using var model = Ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Number", Training = Short() }).Fit(data);
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        var table = Page.Of(model.Report(data, new ReportOptions { LabelColumnName = "Number", Examples = 4 })).Descendants("details")
            .Single(part => part.Element("summary")!.Value == "The first rows, and what the network answers");
        CollectionAssert.AreEqual(
            new[] { "Features", "Number", "Score" }, table.Descendants("th").Select(head => head.Value).ToArray());
        CollectionAssert.AreEqual(
            scores[..4].Select(score => Html.Number(score)).ToArray(),
            table.Descendants("tbody").Single().Elements("tr").Select(row => row.Elements().Last().Value).ToArray());
    }

    private static RecurrentForecastTransformer Forecaster() => Ml.Forecasting.ForecastByRecurrentNetwork(
        "Forecast", "Value", new RecurrentForecastOptions
        {
            WindowSize = 12,
            Horizon = 3,
            ConfidenceLowerBoundColumnName = "Lower",
            ConfidenceUpperBoundColumnName = "Upper",
            Encoder = new GruEncoder { HiddenSize = 4 },
            Training = Short(),
        }).Fit(Months(48));

    private static IDataView Months(int count) => Ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(
        i => new { Value = (float)(100 + i + (20 * Math.Sin(2 * Math.PI * i / 12))) }).ToList());

    private static IDataView Points(int count)
    {
        var random = new Random(5);
        return Ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i =>
        {
            var (a, b) = (random.NextSingle(), random.NextSingle());
            var isOdd = i % 10 == 9;
            return new Point { Features = [a, isOdd ? 3 : b, a + b], Number = a + (2 * b), IsOdd = isOdd };
        }).ToArray());
    }

    private static TrainingOptions Short() => new() { Epochs = 2, BatchSize = 16 };

    private sealed class Point
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }

        public bool IsOdd { get; set; }
    }

    private sealed class Pixels
    {
        public float[] Features { get; set; } = [];
    }
}
