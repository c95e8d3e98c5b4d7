using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Columns of shapes that tables have: heavy tails, zeros, rare values, identifiers.</summary>
[TestClass]
public sealed class GanColumnTests
{
    private static readonly GanAugmenterOptions Quick = GanTestRows.Tiny with
    {
        LatentSize = 8,
        GeneratorSizes = [32],
        DiscriminatorSizes = [32],
        Training = GanTestRows.Tiny.Training with { Epochs = 10, BatchSize = 64 },
    };

    [TestMethod]
    public void Numbers_over_ten_powers_of_ten_keep_both_ends()
    {
        var ml = new MLContext(seed: 1);
        var data = GanTestRows.Table(ml, 1200, (row, i) => row.Amount = (float)Math.Pow(10, (i % 12) - 2));
        using var exact = Fit(ml, data);
        var random = new Random(1);
        var spread = GanTestRows.Table(ml, 1200, (row, i) => row.Amount = (float)Math.Pow(10, (i % 12) - 2 + random.NextDouble()));
        using var model = Fit(ml, spread);
        foreach (var (fitted, border) in new[] { (exact, 300f), (model, 300f) })
        {
            var made = fitted.GenerateRows(2000, seed: 1).GetColumn<float>("Amount").ToArray();
            Assert.AreEqual(fitted == exact ? 5 / 12.0 : 4.5 / 12, made.Count(v => v < border) / 2000.0, 0.12, "small ones");
            Assert.IsGreaterThan(100, made.Count(v => v > 1e7f), "large ones");
        }
        Assert.IsEmpty(model.Compare(spread, seed: 1).Warnings);
    }

    [TestMethod]
    public void Numbers_below_and_above_zero_with_heavy_tails_keep_their_middle()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = GanTestRows.Table(ml, 1200, (row, i) => row.Amount = (float)((i % 2 == 0 ? 1 : -1) * Math.Exp(4 * Normal(random))));
        using var model = Fit(ml, data);
        var real = data.GetColumn<float>("Amount").ToArray();
        var made = model.GenerateRows(2000, seed: 1).GetColumn<float>("Amount").ToArray();
        foreach (var border in new[] { -50f, -1f, 1f, 50f })
            Assert.AreEqual(real.Count(v => v < border) / 1200.0, made.Count(v => v < border) / 2000.0, 0.15, $"below {border}");
    }

    [TestMethod]
    public void A_number_that_most_rows_have_is_that_of_most_synthetic_rows()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = GanTestRows.Table(
            ml, 1000, (row, i) => row.Amount = random.NextDouble() < 0.9 ? 0 : (float)Math.Exp(2 + Normal(random)));
        using var model = Fit(ml, data);
        var share = data.GetColumn<float>("Amount").Count(v => v == 0) / 1000.0;
        var made = model.GenerateRows(3000, seed: 1).GetColumn<float>("Amount").ToArray();
        Assert.AreEqual(share, made.Count(v => v == 0) / 3000.0, 0.03);
        Assert.IsGreaterThan(20, made.Where(v => v != 0).Distinct().Count(), "the others differ");
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Twenty_categories_occur_as_often_as_they_did(bool labelled)
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var data = GanTestRows.Table(ml, 2000, (row, i) => row.Country = $"c{(int)(20 * Math.Pow(random.NextDouble(), 2))}");
        using var model = labelled ? Fit(ml, data) : ml.Transforms.AugmentTableWithGan(GanTestRows.TableColumns, null, Quick).Fit(data);
        Assert.IsLessThan(
            0.05, Variation(data.GetColumn<string>("Country"), model.GenerateRows(5000, seed: 1).GetColumn<string>("Country")));
    }

    [TestMethod]
    public void Columns_that_differ_in_every_row_are_numbered_anew_and_said_so()
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.Add(e.Message);
        var data = GanTestRows.Table(ml, 120, (row, i) => (row.Note, row.Visits) = ($"customer {i}", 1000 + i));
        string[] columns = ["Amount", "Visits", "Country", "Note"];
        using var model = ml.Transforms.AugmentTableWithGan(columns, "Kind", Quick).Fit(data);
        var made = model.GenerateRows(600, seed: 1);
        CollectionAssert.AreEqual(
            Enumerable.Range(1, 600).Select(i => $"synthetic {i}").ToArray(), made.GetColumn<string>("Note").ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(1120, 600).ToArray(), made.GetColumn<int>("Visits").ToArray());
        CollectionAssert.AreEquivalent(new[] { "Identifiers", "Identifiers" },
            model.TrainingHistory.Chosen.Select(c => c.Option).Where(o => o == "Identifiers").ToArray());
        Assert.IsTrue(warnings.Any(
            warning => warning.Contains("Column 'Note' is another in every row: it is not learned", StringComparison.Ordinal)));
        Assert.AreEqual(120, model.Compare(data, seed: 1).Rows);
        Assert.AreEqual(
            120, model.Transform(data).GetColumn<string>("Note").Count(note => note.StartsWith("customer", StringComparison.Ordinal)));
        using var other = ml.Transforms.AugmentTableWithGan(columns, "Kind", Quick).Fit(data, model);
        Assert.AreEqual("synthetic 1", other.GenerateRows(1, seed: 1).GetColumn<string>("Note").Single());
        warnings.Clear();
        using var learned = ml.Transforms.AugmentTableWithGan(columns, "Kind", Quick with { Identifiers = GanIdentifiers.Learn }).Fit(data);
        StringAssert.StartsWith(learned.GenerateRows(1, seed: 1).GetColumn<string>("Note").Single(), "customer");
        Assert.IsTrue(warnings.Any(warning => warning.Contains("copy of a real one's", StringComparison.Ordinal)), "copies are said");
    }

    [TestMethod]
    public void A_comparison_names_the_tail_and_the_values_that_are_lost()
    {
        var ml = new MLContext(seed: 1);
        var learned = GanTestRows.Table(ml, 300, (row, i) => row.Country = i % 2 == 0 ? "FR" : "IT");
        using var model = Fit(ml, learned);
        var other = GanTestRows.Table(
            ml, 300, (row, i) => (row.Amount, row.Country) = (i % 2 == 0 ? 0 : -100 - i, i % 2 == 0 ? "FR" : "SE"));
        var warnings = model.Compare(other, seed: 1).Warnings;
        Assert.IsTrue(warnings.Any(w => w.StartsWith("column 'Amount' is 0 in 50", StringComparison.Ordinal)), string.Join("; ", warnings));
        Assert.IsTrue(warnings.Any(w => w.Contains("of the real numbers of column 'Amount' are below", StringComparison.Ordinal)),
            string.Join("; ", warnings));
        Assert.IsTrue(
            warnings.Any(w => w.Contains("1 values of column 'Country' hardly occur in synthetic rows: SE", StringComparison.Ordinal)),
            string.Join("; ", warnings));
    }

    private static GanAugmenterTransformer Fit(MLContext ml, IDataView data) => GanTestRows.TableEstimator(ml, Quick).Fit(data);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Variation(IEnumerable<string> real, IEnumerable<string> made)
    {
        static Dictionary<string, double> Shares(string[] values) =>
            values.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count() / (double)values.Length);
        var (a, b) = (Shares([.. real]), Shares([.. made]));
        return a.Keys.Union(b.Keys).Sum(key => Math.Abs(a.GetValueOrDefault(key) - b.GetValueOrDefault(key))) / 2;
    }
}
