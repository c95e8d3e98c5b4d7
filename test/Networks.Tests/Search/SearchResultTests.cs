namespace DeepML.Networks.Tests.Search;

[TestClass]
public sealed class SearchResultTests
{
    private static readonly Dictionary<string, SearchDimension> Space = new()
    {
        ["units"] = new WholeDimension(1, 9),
        ["rate"] = new NumberDimension(0, 1),
        ["rule"] = new ChoiceDimension("adam", "descent"),
    };

    [TestMethod]
    public void The_best_comes_first_of_equal_ones_the_earlier_and_failures_last()
    {
        SearchTrial[] trials = [Trial(3, 0.9), Trial(1, 0.5), Trial(2, 0.9), Trial(4, null)];
        var highest = new SearchResult(Space, trials, lowerIsBetter: false);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, highest.Trials.Select(trial => trial.Id).ToArray());
        CollectionAssert.AreEqual(new[] { 2, 3, 1 }, highest.Ranked.Select(trial => trial.Id).ToArray());
        Assert.AreEqual(2, highest.Best.Id);
        Assert.AreEqual(1, new SearchResult(Space, trials, lowerIsBetter: true).Best.Id);
        var lines = highest.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual("trial  metric  epochs  seconds  rate  rule  units", lines[0]);
        Assert.AreEqual("    2     0.9       0      0.0   0.5  adam      7", lines[1]);
        StringAssert.EndsWith(lines[4], "broken");
    }

    [TestMethod]
    public void A_search_of_which_nothing_came_says_why()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => new SearchResult(Space, [Trial(1, null)], lowerIsBetter: false));
        StringAssert.Contains(error.Message, "None of 1 trials could be measured: trial 1 (rate 0.5, rule adam, units 7): failed: broken");
    }

    [TestMethod]
    public void Values_are_asked_by_name_and_kind()
    {
        var trial = Trial(1, 1);
        Assert.AreEqual(0.5, trial.Number("rate"));
        Assert.AreEqual(7, trial.Whole("units"));
        Assert.AreEqual("adam", trial.Choice("rule"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => trial.Number("rats")).Message, "no dimension 'rats'; it has rate, rule, units");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => trial.Whole("rate")).Message, "it is no WholeDimension");
    }

    private static SearchTrial Trial(int id, double? metric) =>
        new(id, new Dictionary<string, object> { ["units"] = 7, ["rate"] = 0.5, ["rule"] = "adam" })
        {
            Metric = metric,
            Outcome = metric is null ? SearchOutcome.Failed : SearchOutcome.Measured,
            Message = metric is null ? "broken" : null,
        };
}
