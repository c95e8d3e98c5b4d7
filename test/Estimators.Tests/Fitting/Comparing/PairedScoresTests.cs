namespace DeepML.Estimators.Tests.Fitting.Comparing;

[TestClass]
public sealed class PairedScoresTests
{
    [TestMethod]
    public void Accuracies_that_differ_on_few_rows_differ_for_sure_only_if_nearly_all_of_these_speak_for_one()
    {
        double[] truth = [.. Enumerable.Repeat(1.0, 100)];
        double[] Wrong(int from, int count) => [.. truth.Select((_, i) => i >= from && i < from + count ? 0.0 : 1)];
        var surely = PairedScores.Accuracy("x", truth, Wrong(0, 10), Wrong(0, 20));
        Assert.AreEqual((0.9, 0.8), (surely.NetworkValue, surely.Value));
        Assert.AreEqual(0.03, surely.NetworkError, 1e-9);
        Assert.AreEqual(0.04, surely.ValueError, 1e-9);
        Assert.AreEqual(0.03, surely.DifferenceError, 1e-9);
        Assert.AreEqual(ComparisonVerdict.Better, surely.Verdict);
        var perhaps = PairedScores.Accuracy("x", truth, Wrong(0, 10), Wrong(50, 14));
        Assert.AreEqual(ComparisonVerdict.NoDifference, perhaps.Verdict);
        Assert.AreEqual("no better than x on 100 held-out rows: accuracy 0.90 ± 0.03 against 0.86 ± 0.035", perhaps.ToString());
        Assert.AreEqual(ComparisonVerdict.Worse, PairedScores.Accuracy("x", truth, Wrong(0, 10), truth).Verdict);
        Assert.AreEqual(ComparisonVerdict.NoDifference, PairedScores.Accuracy("x", truth, truth, truth).Verdict);
    }

    [TestMethod]
    public void The_error_of_a_difference_is_that_of_the_rows_on_which_the_two_differ()
    {
        var random = new Random(2);
        double[] truth = [.. Enumerable.Range(0, 300).Select(_ => 1e6 + random.NextDouble())];
        double[] near = [.. truth.Select(y => y + (0.2 * (random.NextDouble() - 0.5)))];
        double[] nearer = [.. truth.Zip(near, (y, p) => y + (0.97 * (p - y)))];
        var compared = PairedScores.Determination("x", truth, nearer, near, seed: 1);
        Assert.AreEqual(0.96, compared.Value, 0.01);
        Assert.AreEqual(ComparisonVerdict.Better, compared.Verdict, "less than two errors of each, but the same on every row");
        Assert.IsLessThan(compared.ValueError, compared.NetworkValue - compared.Value);
        var mean = truth.Average();
        Assert.AreEqual(0, PairedScores.Determination("x", truth, [.. truth.Select(_ => mean)], near, seed: 1).NetworkValue, 1e-9);
    }
}
