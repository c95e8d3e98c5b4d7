using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Reports over rows whose differences are known.</summary>
[TestClass]
public sealed class GanComparisonTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Copies_of_the_real_rows_differ_in_nothing()
    {
        var real = View(40, i => i, i => 2 * i);
        var report = Compare(real, real);
        Assert.AreEqual(40, report.Rows);
        Assert.AreEqual(0, report.LargestMarginal);
        Assert.AreEqual(0, report.LargestCorrelationDifference, 1e-9);
        Assert.AreEqual(40, report.Copies);
        Assert.AreEqual(0, report.NearestReal);
        Assert.IsGreaterThan(0.0, report.NearestAmongReal);
    }

    [TestMethod]
    public void A_column_that_lies_elsewhere_has_total_variation_1()
    {
        var report = Compare(View(40, i => i, i => i % 5), View(40, i => i + 1000, i => i % 5));
        Assert.AreEqual(0.9, report.Marginals["A"], 1e-9, "all in the last tenth, where one tenth should be");
        Assert.AreEqual(0, report.Marginals["B"], 1e-9);
        Assert.AreEqual(report.Marginals["A"], report.LargestMarginal);
        Assert.AreEqual(0, report.Copies);
    }

    [TestMethod]
    public void Half_of_the_rows_at_another_value_are_half_of_the_variation()
    {
        var report = Compare(View(40, i => i % 2, i => i % 5), View(40, _ => 0, i => i % 5));
        Assert.AreEqual(0.5, report.Marginals["A"], 1e-9);
    }

    [TestMethod]
    public void A_correlation_that_turns_round_is_named_with_its_columns()
    {
        var report = Compare(View(40, i => i, i => 2 * i), View(40, i => i, i => 80 - (2 * i)));
        Assert.AreEqual(2, report.LargestCorrelationDifference, 1e-9);
        Assert.AreEqual(("A", "B"), report.LargestCorrelationColumns);
    }

    [TestMethod]
    public void A_column_that_never_changes_correlates_with_nothing()
    {
        var report = Compare(View(40, i => i, _ => 7), View(40, i => i, i => i));
        Assert.AreEqual(0, report.LargestCorrelationDifference, 1e-9);
        Assert.AreEqual(0.9, Compare(View(40, i => i, i => i % 5), View(40, _ => 5000, i => i % 5)).Marginals["A"], 1e-9);
    }

    [TestMethod]
    public void Missing_numbers_are_taken_at_the_mean()
    {
        var report = Compare(View(40, i => i % 4 == 0 ? float.NaN : i, i => i), View(40, i => i % 4 == 0 ? float.NaN : i, i => i));
        Assert.AreEqual(0, report.LargestMarginal);
        Assert.IsFalse(double.IsNaN(report.NearestReal));
    }

    [TestMethod]
    public void The_distance_to_the_nearest_real_row_is_that_in_deviations()
    {
        // real: 0 and 10 in turn, deviation 5; made: each 2.5 away, half a deviation
        var report = Compare(View(40, i => 10 * (i % 2), _ => 1), View(40, i => (10 * (i % 2)) + (i % 2 == 0 ? 2.5f : -2.5f), _ => 1));
        Assert.AreEqual(0.5, report.NearestReal, 1e-6);
        Assert.AreEqual(0, report.NearestAmongReal, "each real row has others like it");
    }

    [TestMethod]
    public void A_classifier_learns_from_made_rows_as_well_as_they_are()
    {
        var real = View(200, i => i % 2 == 0 ? -1 : 1, i => i, i => i % 2 == 0);
        var good = Compare(real, View(200, i => i % 2 == 0 ? -1 : 1, i => i, i => i % 2 == 0), label: "Label");
        Assert.AreEqual(1, good.AccuracyTrainedOnReal!.Value, 0.02);
        Assert.AreEqual(1, good.AccuracyTrainedOnSynthetic!.Value, 0.02);
        var wrong = Compare(real, View(200, i => i % 2 == 0 ? 1 : -1, i => i, i => i % 2 == 0), label: "Label");
        Assert.AreEqual(1, wrong.AccuracyTrainedOnReal!.Value, 0.02);
        Assert.AreEqual(0, wrong.AccuracyTrainedOnSynthetic!.Value, 0.02);
    }

    [TestMethod]
    public void Without_a_label_there_is_no_accuracy()
    {
        var report = Compare(View(40, i => i, i => i), View(40, i => i, i => i));
        Assert.IsNull(report.AccuracyTrainedOnReal);
        Assert.IsNull(report.AccuracyTrainedOnSynthetic);
    }

    [TestMethod]
    public void Too_few_real_rows_are_refused()
    {
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Compare(View(9, i => i, i => i), View(9, i => i, i => i))).Message,
            "There are 9 real rows; at least 10 are needed");
        Assert.AreEqual(10, Compare(View(10, i => i, i => i), View(10, i => i, i => i)).Rows);
    }

    [TestMethod]
    public void As_many_rows_are_made_as_are_looked_at()
    {
        var asked = 0;
        var report = new GanComparison(Describe(null)).Of(View(6000, i => i, i => i % 9), rows =>
        {
            asked = rows;
            return View(rows, i => i, i => i % 9);
        });
        Assert.AreEqual(5000, asked);
        Assert.AreEqual(5000, report.Rows);
    }

    [TestMethod]
    public void A_report_reads_alike_in_every_culture()
    {
        var report = new GanReport
        {
            Rows = 12,
            Marginals = new Dictionary<string, double> { ["A"] = 0.25, ["B"] = 0.5 },
            LargestCorrelationDifference = 0.125,
            LargestCorrelationColumns = ("A", "B"),
            AccuracyTrainedOnReal = 0.9,
            AccuracyTrainedOnSynthetic = 0.75,
            NearestReal = 1.5,
            NearestAmongReal = 2,
            Copies = 3,
        };
        var text = GermanNumbers.In(report.ToString);
        Assert.AreEqual(report.ToString(), text);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        Assert.AreEqual("12 synthetic rows against as many real ones", lines[0]);
        Assert.AreEqual("largest total variation of a column: 0.500 (B)", lines[1]);
        Assert.AreEqual("largest difference of a correlation: 0.125 (A, B)", lines[2]);
        StringAssert.Contains(lines[3], "75.0 % trained on synthetic, 90.0 % trained on real rows");
        Assert.AreEqual("median distance to the nearest real row: 1.5 (among real rows 2); copies: 3", lines[4]);
    }

    [TestMethod]
    public void A_report_of_nothing_reads_too()
    {
        var lines = new GanReport().ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.HasCount(4, lines);
        Assert.AreEqual("largest total variation of a column: 0.000 (none)", lines[1]);
        Assert.AreEqual("largest difference of a correlation: 0.000", lines[2]);
    }

    private static GanReport Compare(IDataView real, IDataView made, string? label = null) =>
        new GanComparison(Describe(label)).Of(real, _ => made);

    private static GanDescription Describe(string? label)
    {
        var number = new TableColumn("A", TableColumnKind.Number, "Single", 0, []) { Mixture = new GaussianMixture([1], [0], [1]) };
        TableColumn[] table = [number, number with { Name = "B" }];
        if (label is not null)
            table = [.. table,
                new TableColumn(label, TableColumnKind.Category, "Boolean", 0, []) { Values = ["False", "True"], Counts = [1, 1] }];
        return new GanDescription(
            table, TableCondition.None, true, label, null, new KeyValues?[table.Length], [],
                new GeneratorArchitecture([], 1, 0, [], false, null), null,
            GanAmount.PerClass(1), 1, new TrainingHistory());
    }

    private IDataView View(int rows, Func<int, float> a, Func<int, float> b, Func<int, bool>? label = null) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, rows).Select(i => new Row { A = a(i), B = b(i), Label = label?.Invoke(i) ?? false }).ToArray());

    private sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }

        public bool Label { get; set; }
    }
}
