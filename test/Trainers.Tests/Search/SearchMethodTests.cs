using DeepML.Data;

namespace DeepML.Trainers.Tests.Search;

[TestClass]
public sealed class SearchMethodTests
{
    private static readonly Dictionary<string, SearchDimension> Space = new()
    {
        ["a"] = new NumberDimension(-1, 1),
        ["b"] = new NumberDimension(1e-4, 1) { IsLogarithmic = true },
        ["c"] = new WholeDimension(1, 20),
        ["d"] = new ChoiceDimension("x", "y", "z"),
    };

    [TestMethod]
    public void Trials_that_learn_from_others_come_nearer_to_the_best_than_chance()
    {
        double[] Best(SearchMethod method) =>
        [
            .. Enumerable.Range(1, 12).Select(seed => Search(method, trials: 40, seed)),
        ];
        var (learned, random) = (Best(new TreeParzenSearch()), Best(new RandomSearch()));
        Assert.IsLessThan(0.6 * random.Average(), learned.Average());
    }

    [TestMethod]
    public void Even_draws_go_over_the_whole_space()
    {
        var values = Enumerable.Range(0, 300).Select(i => new RandomSearch().Next(Space, [], new Random(Mixing.Seed(1, i)))).ToArray();
        Assert.AreEqual(0, values.Average(v => (double)v["a"]), 0.1);
        Assert.AreEqual(-2, values.Average(v => Math.Log10((double)v["b"])), 0.2);
        Assert.AreEqual(20, values.Select(v => (int)v["c"]).Distinct().Count());
        foreach (var name in new[] { "x", "y", "z" })
            Assert.AreEqual(1 / 3.0, values.Average(v => (string)v["d"] == name ? 1.0 : 0), 0.1);
        var warm = new TreeParzenSearch { WarmUp = 3 };
        CollectionAssert.AreEqual(
            new RandomSearch().Next(Space, [], new Random(5)).Values.ToArray(), warm.Next(Space, [], new Random(5)).Values.ToArray());
    }

    [TestMethod]
    public void Densities_are_highest_where_trials_are_and_sum_to_one()
    {
        var space = new Dictionary<string, SearchDimension> { ["c"] = Space["c"], ["d"] = Space["d"] };
        var centre = new Dictionary<string, object> { ["c"] = 15, ["d"] = "y" };
        var mixture = new ParzenMixture(space, [centre, new Dictionary<string, object> { ["c"] = 14, ["d"] = "y" }]);
        var all = Enumerable.Range(1, 20).SelectMany(c => new[] { "x", "y", "z" }
            .Select(d => new Dictionary<string, object> { ["c"] = c, ["d"] = d })).ToArray();
        Assert.AreEqual(1, all.Sum(values => Math.Exp(mixture.LogDensity(values))), 1e-9);
        Assert.AreEqual("y", all.MaxBy(mixture.LogDensity)!["d"]);
        Assert.IsInRange(14, 15, (int)all.MaxBy(mixture.LogDensity)!["c"]);
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 4000).Select(_ => mixture.Draw(random)).ToArray();
        var share = drawn.Average(values => (int)values["c"] == 15 && (string)values["d"] == "y" ? 1.0 : 0);
        Assert.AreEqual(Math.Exp(mixture.LogDensity(centre)), share, 0.02, "draws are from the density");
    }

    [TestMethod]
    public void The_density_of_numbers_has_an_integral_of_one_and_draws_follow_it()
    {
        var space = new Dictionary<string, SearchDimension> { ["a"] = new NumberDimension(0, 1) };
        var mixture = new ParzenMixture(
            space, [new Dictionary<string, object> { ["a"] = 0.95 }, new Dictionary<string, object> { ["a"] = 0.2 }]);
        const int steps = 2000;
        double Density(int step) => Math.Exp(mixture.LogDensity(new Dictionary<string, object> { ["a"] = (step + 0.5) / steps }));
        Assert.AreEqual(1, Enumerable.Range(0, steps).Average(Density), 1e-5);
        var below = Enumerable.Range(0, steps / 2).Sum(Density) / steps;
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 4000).Average(_ => (double)mixture.Draw(random)["a"] < 0.5 ? 1.0 : 0);
        Assert.AreEqual(below, drawn, 0.03);
    }

    [TestMethod]
    public void Trials_go_on_at_rungs_among_the_best_of_a_factor()
    {
        var halving = new SuccessiveHalving { FirstEpochs = 2, Factor = 3 };
        CollectionAssert.AreEqual(new[] { 2, 6, 18, 54 }, Enumerable.Range(1, 60).Where(halving.IsRung).ToArray());
        Assert.IsTrue(halving.GoesOn(9, []), "the first is the best so far");
        Assert.IsFalse(halving.GoesOn(9, [8]));
        Assert.IsTrue(halving.GoesOn(7, [8]));
        Assert.IsTrue(halving.GoesOn(2, [1, 3, 4, 5, 6]), "the second of six");
        Assert.IsFalse(halving.GoesOn(3.5, [1, 3, 4, 5, 6]), "the third of six");
    }

    [TestMethod]
    public void What_a_method_cannot_do_is_named()
    {
        var faults = new OptionFaults();
        new TreeParzenSearch { WarmUp = 1, GoodShare = 1, Candidates = 0 }.Validate(faults, "Method");
        new SuccessiveHalving { FirstEpochs = 0, Factor = 1 }.Validate(faults, "Halving");
        var error = Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options"));
        foreach (var part in new[]
            {
                "Method.WarmUp is 1; it must be at least 2", "Method.GoodShare is 1; it must be in (0, 1)", "Method.Candidates is 0",
                "Halving.FirstEpochs is 0", "Halving.Factor is 1; it must be at least 2",
            })
            StringAssert.Contains(error.Message, part);
    }

    // The lowest value of a bowl with its bottom at (0.3, 1e-3, 12, y).
    private static double Search(SearchMethod method, int trials, int seed)
    {
        var done = new List<SearchTrial>();
        for (var id = 1; id <= trials; id++)
        {
            SearchTrial[] ranked = [.. SearchResult.Rank(done, lowerIsBetter: true)];
            var trial = new SearchTrial(id, method.Next(Space, ranked, new Random(Mixing.Seed(seed, id))));
            var bowl = Math.Pow(trial.Number("a") - 0.3, 2) + Math.Pow((Math.Log10(trial.Number("b")) + 3) / 4, 2)
                + Math.Pow((trial.Whole("c") - 12) / 20.0, 2) + (trial.Choice("d") == "y" ? 0 : 0.2);
            done.Add(trial with { Metric = bowl });
        }
        return done.Min(trial => trial.Metric!.Value);
    }
}
