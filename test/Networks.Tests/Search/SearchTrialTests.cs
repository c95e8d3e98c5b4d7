using System.Text.Json.Nodes;
using DeepML.Workout;

namespace DeepML.Networks.Tests.Search;

/// <summary>Trials and their table in words, and dimensions at the edges of their ranges.</summary>
[TestClass]
public sealed class SearchTrialTests
{
    private static readonly SearchTrial Trial = new(3, new Dictionary<string, object>
    {
        ["Units"] = 64,
        ["Rate"] = 0.00123456,
        ["Kind"] = "Adam",
    });

    [TestMethod]
    public void A_trial_tells_its_values_in_the_order_of_their_names_and_how_it_ended()
    {
        Assert.AreEqual("trial 3 (Kind Adam, Rate 0.001235, Units 64): planned", $"{Trial}");
        var measured = Trial with { Outcome = SearchOutcome.Measured, Metric = 0.123456789 };
        Assert.AreEqual("trial 3 (Kind Adam, Rate 0.001235, Units 64): 0.12346", $"{measured}");
        var stopped = measured with { Outcome = SearchOutcome.StoppedEarly, Message = "among the worse" };
        Assert.AreEqual("trial 3 (Kind Adam, Rate 0.001235, Units 64): 0.12346, among the worse", $"{stopped}");
        var failed = Trial with { Outcome = SearchOutcome.Failed, Message = "no memory" };
        Assert.AreEqual("trial 3 (Kind Adam, Rate 0.001235, Units 64): failed: no memory", $"{failed}");
    }

    [TestMethod]
    public void Words_of_a_trial_do_not_depend_on_the_culture()
    {
        var measured = Trial with { Outcome = SearchOutcome.Measured, Metric = 0.5 };
        Assert.AreEqual($"{measured}", GermanNumbers.In(() => $"{measured}"));
        var result = new SearchResult(Space(), [measured], lowerIsBetter: true);
        Assert.AreEqual($"{result}", GermanNumbers.In(() => $"{result}"));
    }

    [TestMethod]
    public void A_value_of_another_name_or_kind_is_refused_with_what_there_is()
    {
        Assert.AreEqual((64, 0.00123456, "Adam"), (Trial.Whole("Units"), Trial.Number("Rate"), Trial.Choice("Kind")));
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => Trial.Number("Depth")).Message,
            "The space has no dimension 'Depth'; it has Kind, Rate, Units.");
        StringAssert.StartsWith(
            Assert.ThrowsExactly<ArgumentException>(() => Trial.Number("Units")).Message,
            "The dimension 'Units' has values of Int32: it is no NumberDimension.");
        Assert.ThrowsExactly<ArgumentNullException>(() => Trial.Choice(null!));
    }

    [TestMethod]
    public void The_table_has_a_line_for_each_trial_with_its_columns_below_each_other()
    {
        SearchTrial[] trials =
        [
            At(1) with { Metric = 0.5, Outcome = SearchOutcome.Measured, Epochs = 10, Elapsed = TimeSpan.FromSeconds(1.5) },
            At(2) with { Outcome = SearchOutcome.Failed, Message = "too large" },
            At(10) with { Metric = 0.25, Outcome = SearchOutcome.StoppedEarly, Message = "stopped", Epochs = 3 },
        ];
        var result = new SearchResult(Space(), trials, lowerIsBetter: true);
        var lines = result.ToString().TrimEnd().Split(Environment.NewLine);
        CollectionAssert.AreEqual(
            new[]
            {
                "trial  metric  epochs  seconds  Kind      Rate  Units",
                "   10    0.25       3      0.0  Adam  0.001235     64  stopped",
                "    1     0.5      10      1.5  Adam  0.001235     64",
                "    2       -       0      0.0  Adam  0.001235     64  too large",
            },
            lines);
        Assert.AreEqual((10, true), (result.Best.Id, result.LowerIsBetter));
        CollectionAssert.AreEqual(new[] { 1, 2, 10 }, result.Trials.Select(trial => trial.Id).ToArray());
    }

    [TestMethod]
    public void Where_the_highest_is_best_the_order_turns_around_and_equals_keep_theirs()
    {
        var trials = new[] { 0.5, 0.75, 0.5, 0.75 }.Select((metric, i) => At(i + 1) with { Metric = metric }).ToArray();
        string Order(bool lowerIsBetter) => string.Join(' ', SearchResult.Rank(trials, lowerIsBetter).Select(trial => trial.Id));
        Assert.AreEqual(("2 4 1 3", "1 3 2 4"), (Order(lowerIsBetter: false), Order(lowerIsBetter: true)));
    }

    [TestMethod]
    public void Choices_are_equally_wide_and_the_last_has_the_end()
    {
        var choice = new ChoiceDimension("a", "b", "c", "d");
        Assert.AreEqual(4, choice.Choices);
        Assert.AreEqual("aabbccddd", string.Concat(Enumerable.Range(0, 9).Select(i => choice.At(i / 8.0))));
        Assert.AreEqual((0.5, 0.75), choice.PlacesOf("c"));
        Assert.AreEqual((0, 0), (new NumberDimension(0, 1).Choices, new WholeDimension(0, 1).Choices), "numbers have an order");
    }

    [TestMethod]
    public void A_dimension_holds_what_lies_within_it_and_is_of_its_kind()
    {
        SearchDimension number = new NumberDimension(0.5, 2), whole = new WholeDimension(2, 5), choice = new ChoiceDimension("a", "b");
        Assert.IsTrue(number.Holds(0.5) && number.Holds(2.0) && whole.Holds(2) && whole.Holds(5) && choice.Holds("b"));
        foreach (var value in new object?[] { 0.49, 2.01, double.NaN, 1, "1", null })
            Assert.IsFalse(number.Holds(value), $"{value}");
        foreach (var value in new object?[] { 1, 6, 3.0, 3L, null })
            Assert.IsFalse(whole.Holds(value), $"{value}");
        foreach (var value in new object?[] { "c", "A", 1, null })
            Assert.IsFalse(choice.Holds(value), $"{value}");
    }

    [TestMethod]
    public void Values_of_another_kind_are_not_read()
    {
        Assert.IsNull(new NumberDimension(0, 1).Read(JsonValue.Create("0.5")));
        Assert.IsNull(new WholeDimension(0, 9).Read(JsonNode.Parse("1.5")!.AsValue()));
        Assert.IsNull(new ChoiceDimension("a", "b").Read(JsonValue.Create(1)));
        Assert.AreEqual(1.0, new NumberDimension(0, 1).Read(JsonNode.Parse("1")!.AsValue()));
    }

    [TestMethod]
    public void Magnitudes_come_back_from_their_places_over_the_whole_range_of_numbers()
    {
        var wide = new NumberDimension(1e-150, 1e150) { IsLogarithmic = true };
        Assert.AreEqual(1, (double)wide.At(0.5), 1e-9);
        foreach (var place in new[] { 0.0, 0.25, 0.75, 1.0 })
            Assert.AreEqual(place, wide.PlacesOf(wide.At(place)).Low, 1e-9);
        Assert.AreEqual((1e-150, 1e150), ((double)wide.At(0), (double)wide.At(1)));
        Assert.IsEmpty(wide.Faults());
        Assert.AreEqual(
            "From is 1E-200 and To is 1E+200; they must lie within 1.7e308 times of each other where IsLogarithmic is set.",
            new NumberDimension(1e-200, 1e200) { IsLogarithmic = true }.Faults().Single());
    }

    [TestMethod]
    public void Whole_numbers_of_all_an_integer_holds_reach_both_ends()
    {
        var all = new WholeDimension(int.MinValue, int.MaxValue);
        Assert.AreEqual((int.MinValue, int.MaxValue), ((int)all.At(0), (int)all.At(1)));
        Assert.AreEqual(0, (int)all.At(0.5), 1);
        var (low, high) = all.PlacesOf(int.MaxValue);
        Assert.IsTrue(low < high && high == 1);
    }

    private static SearchTrial At(int id) => new(id, Trial.Values);

    private static Dictionary<string, SearchDimension> Space() => new()
    {
        ["Units"] = new WholeDimension(1, 100),
        ["Rate"] = new NumberDimension(0, 1),
        ["Kind"] = new ChoiceDimension("Adam", "Sgd"),
    };
}
