using System.Reflection;
using DeepML.Workout;

namespace DeepML.Networks.Tests.History;

/// <summary>What a training tells of itself beside its losses.</summary>
[TestClass]
public sealed class ComparisonTests
{
    private static readonly HeldOutComparison Comparison = new("the most frequent class", "accuracy", 120, 0.9, 0.0274, 0.5, 0.0456, 0.05);

    [TestMethod]
    [DataRow(0.60, ComparisonVerdict.NoDifference)]
    [DataRow(0.601, ComparisonVerdict.Better)]
    [DataRow(0.40, ComparisonVerdict.NoDifference)]
    [DataRow(0.399, ComparisonVerdict.Worse)]
    [DataRow(0.50, ComparisonVerdict.NoDifference)]
    [DataRow(double.NaN, ComparisonVerdict.NoDifference)]
    public void Two_standard_errors_are_a_difference(double network, ComparisonVerdict verdict) =>
        Assert.AreEqual(verdict, (Comparison with { NetworkValue = network, Value = 0.5, DifferenceError = 0.05 }).Verdict);

    [TestMethod]
    public void Without_an_error_any_difference_is_one()
    {
        var exact = Comparison with { DifferenceError = 0, NetworkValue = 0.5 };
        Assert.AreEqual(ComparisonVerdict.NoDifference, exact.Verdict);
        Assert.AreEqual(ComparisonVerdict.Better, (exact with { NetworkValue = 0.5001 }).Verdict);
    }

    [TestMethod]
    public void A_comparison_reads_alike_in_every_culture()
    {
        const string expected =
            "better than the most frequent class on 120 held-out rows: accuracy 0.90 ± 0.027 against 0.50 ± 0.046";
        Assert.AreEqual(expected, Comparison.ToString());
        Assert.AreEqual(expected, GermanNumbers.In(Comparison.ToString));
        StringAssert.StartsWith((Comparison with { NetworkValue = 0.5 }).ToString(), "no better than");
        StringAssert.StartsWith((Comparison with { NetworkValue = 0.1 }).ToString(), "worse than");
    }

    [TestMethod]
    public void A_history_tells_every_comparison_behind_the_rest()
    {
        var history = new TrainingHistory
        {
            StopMessage = "time limit",
            Comparisons = [Comparison, Comparison with { Method = "a linear model", NetworkValue = 0.1 }],
        };
        var parts = history.ToString().Split("; ");
        CollectionAssert.AreEqual(new[] { "no finished epoch", "time limit" }, parts[..2]);
        StringAssert.StartsWith(parts[2], "better than the most frequent class");
        StringAssert.StartsWith(parts[3], "worse than a linear model");
        Assert.HasCount(4, parts);
    }

    [TestMethod]
    public void A_choice_is_told_with_its_reason() => Assert.AreEqual(
        "BatchSize = 32 (1200 rows)", new AutomaticChoice("BatchSize", "32", "1200 rows").ToString());

    [TestMethod]
    public void A_baseline_reads_alike_in_every_culture() => Assert.AreEqual(
        "error 0.1235 against 1.5 of the mean", GermanNumbers.In(new Baseline("the mean", "error", 1.5, 0.12346).ToString));

    [TestMethod]
    public void Every_metric_has_a_name_of_its_own()
    {
        var names = typeof(MetricNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.IsGreaterThan(10, names.Length);
        CollectionAssert.AllItemsAreUnique(names.Concat(names.Select(MetricNames.Validation)).ToArray());
        Assert.AreEqual("validation accuracy", MetricNames.Validation(MetricNames.Accuracy));
    }
}
