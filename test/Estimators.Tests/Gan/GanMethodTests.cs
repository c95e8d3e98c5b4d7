using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Where added rows come from: by hand, or by what cross-validation on the training rows says.</summary>
[TestClass]
public sealed class GanMethodTests
{
    private const int Usual = 90;
    private const int Rare = 12;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void With_a_label_and_nothing_else_the_methods_are_compared_and_the_best_is_taken_and_told()
    {
        var data = Data();
        using var model = Fit(data, null);
        var comparison = model.Comparison!;
        CollectionAssert.AreEqual(
            new[] { AugmentationMethod.None, AugmentationMethod.Oversampling, AugmentationMethod.Interpolation, AugmentationMethod.Gan },
            comparison.Scores.Select(score => score.Method).ToArray());
        Assert.AreEqual((3, Usual + Rare), (comparison.Folds, comparison.Rows));
        Assert.IsTrue(comparison.Scores.All(score => score.MacroF1 is > 0 and <= 1 && score.StandardError >= 0), comparison.ToString());
        Assert.AreEqual(comparison.Chosen, model.Method);
        var choice = model.TrainingHistory.Chosen.Single(choice => choice.Option == "Method");
        Assert.AreEqual(($"{model.Method}", comparison.ToString()), (choice.Value, choice.Reason));
        // two epochs make a generator of nothing, and classes that overlap need no help that copies do not give
        Assert.AreNotEqual(AugmentationMethod.Gan, model.Method, comparison.ToString());
        Assert.AreEqual(model.Method == AugmentationMethod.None ? 0 : Usual - Rare, Added(model, data).Length);
        using var again = Fit(data, null);
        Assert.AreEqual(comparison.ToString(), again.Comparison!.ToString());
    }

    [TestMethod]
    public void A_method_that_is_set_by_hand_is_not_measured()
    {
        var data = Data();
        foreach (var method in new[] { AugmentationMethod.None, AugmentationMethod.Oversampling, AugmentationMethod.Interpolation,
            AugmentationMethod.Gan })
        {
            using var model = Fit(data, method);
            Assert.IsNull(model.Comparison);
            Assert.AreEqual(method, model.Method);
            var added = Added(model, data);
            Assert.HasCount(method == AugmentationMethod.None ? 0 : Usual - Rare, added);
            Assert.IsTrue(added.All(row => row.Kind == "rare"));
            Assert.AreEqual(5, model.GenerateRows(5, seed: 1).GetColumn<float>("Amount").Count(), "the generator is there in any case");
        }
    }

    [TestMethod]
    public void Rows_whose_number_is_asked_for_are_the_generators_and_are_measured_only_on_demand()
    {
        var data = Data();
        using var asked = Fit(data, null, GanAmount.PerClass(3));
        Assert.AreEqual((AugmentationMethod.Gan, null), (asked.Method, asked.Comparison));
        using var measured = Fit(data, AugmentationMethod.Measured, GanAmount.PerClass(3));
        Assert.IsNotNull(measured.Comparison);
        using var even = Fit(_ml.Data.TakeRows(data, 2 * Rare), null); // every second of them is rare
        Assert.AreEqual((AugmentationMethod.Gan, null), (even.Method, even.Comparison));
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.AugmentWithGan("F", null, GanTestRows.Tiny with { Method = AugmentationMethod.Measured }));
        StringAssert.Contains(error.Message, "Method is Measured; it must be another one without a label");
    }

    [TestMethod]
    public void Oversampled_rows_are_real_ones_and_interpolated_rows_lie_between_real_ones()
    {
        var data = Data();
        var real = Rows(data).Where(row => row.Kind == "rare").ToArray();
        using var copies = Fit(data, AugmentationMethod.Oversampling);
        foreach (var row in Added(copies, data))
            Assert.IsTrue(real.Any(r => Math.Abs(r.Amount - row.Amount) < 1e-3 && r.Country == row.Country && r.Visits == row.Visits),
                $"{row.Amount} {row.Country} {row.Visits}");
        using var between = Fit(data, AugmentationMethod.Interpolation);
        var mixed = Added(between, data);
        var (least, most) = (real.Min(row => row.Amount), real.Max(row => row.Amount));
        Assert.IsTrue(mixed.All(row => row.Amount >= least - 1e-3 && row.Amount <= most + 1e-3 && real.Any(r => r.Country == row.Country)));
        Assert.IsGreaterThan(mixed.Length / 2, mixed.Count(row => !real.Any(r => Math.Abs(r.Amount - row.Amount) < 1e-3)), "most are new");
    }

    [TestMethod]
    public void A_saved_model_keeps_method_and_comparison_and_makes_rows_of_those_it_is_given()
    {
        var data = Data();
        using var model = Fit(data, AugmentationMethod.Oversampling);
        using var measured = Fit(data, null);
        using var loaded = Saved(model, data);
        using var loadedToo = Saved(measured, data);
        Assert.AreEqual(AugmentationMethod.Oversampling, loaded.Method);
        Assert.AreEqual(measured.Comparison!.ToString(), loadedToo.Comparison!.ToString());
        var added = Rows(loaded.Augment(data)).Skip(Usual + Rare).Select(row => row.Amount).ToArray();
        CollectionAssert.AreEqual(Added(model, data).Select(row => row.Amount).ToArray(), added);
    }

    private GanAugmenterTransformer Saved(GanAugmenterTransformer model, IDataView data)
    {
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        return (GanAugmenterTransformer)_ml.Model.Load(file, out _);
    }

    private GanAugmenterTransformer Fit(IDataView data, AugmentationMethod? method, GanAmount? amount = null) =>
        new MLContext(seed: 1).Transforms.AugmentTableWithGan(
        ["Amount", "Visits", "Country"], "Kind", GanTestRows.Tiny with
        {
            Method = method,
            Amount = amount,
            Training = GanTestRows.Tiny.Training with { Epochs = 2 },
        }).Fit(data);

    private Row[] Added(GanAugmenterTransformer model, IDataView data) => [.. Rows(model.Transform(data)).Skip(Usual + Rare)];

    private Row[] Rows(IDataView data) => [.. _ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false, ignoreMissingColumns: true)];

    private IDataView Data()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, Usual + Rare).Select(i => Make(i < 2 * Rare ? i % 2 == 0 : false, random)).ToArray();
        return _ml.Data.LoadFromEnumerable(rows);
    }

    private static Row Make(bool isRare, Random random) => new()
    {
        Amount = (float)((isRare ? 1 : 0) + random.NextDouble()),
        Visits = random.Next(1, 9),
        Country = random.Next(2) == 0 ? "FR" : "IT",
        Kind = isRare ? "rare" : "usual",
    };

    private sealed class Row
    {
        public float Amount { get; set; }

        public int Visits { get; set; }

        public string Country { get; set; } = "";

        public string Kind { get; set; } = "";
    }
}
