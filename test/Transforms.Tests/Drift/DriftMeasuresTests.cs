using DeepML.Workout;

namespace DeepML.Transforms.Tests.Drift;

/// <summary>How far two counts of the same bins are apart, against loops and against the density of χ².</summary>
[TestClass]
public sealed class DriftMeasuresTests
{
    private static readonly DriftOptions AsItIs = new() { ChanceLimit = 1 };

    [TestMethod]
    public void Index_and_divergence_are_those_of_a_loop_over_bins_that_somebody_has()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 20; trial++)
        {
            var (then, now) = (Counts(random, 7), Counts(random, 7));
            (then[2], now[2]) = (0, 0); // a bin that nobody has
            var found = DriftMeasures.Compare(Profile(then), Tally(now), AsItIs);
            Assert.AreEqual(Index(then, now), found.StabilityIndex, 1e-12);
            double divergence = 0, n = then.Sum(), m = now.Sum();
            for (var bin = 0; bin < 7; bin++)
            {
                var (p, q) = (then[bin] / n, now[bin] / m);
                divergence += p > 0 ? 0.5 * p * Math.Log2(2 * p / (p + q)) : 0;
                divergence += q > 0 ? 0.5 * q * Math.Log2(2 * q / (p + q)) : 0;
            }
            Assert.AreEqual(divergence, found.JensenShannon, 1e-12);
            Assert.AreEqual(then[^1] / n, found.MissingThen, 1e-15);
            Assert.AreEqual(now[^1] / m, found.MissingNow, 1e-15);
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(7)]
    [DataRow(12)]
    [DataRow(13)]
    public void The_chance_is_the_area_under_the_density_beyond_what_was_found(int bins)
    {
        var random = new Random(bins);
        for (var trial = 0; trial < 10; trial++)
        {
            long[] then = [.. Enumerable.Range(0, bins).Select(_ => 20L + random.Next(20))];
            long[] now = [.. then.Select(count => count + random.Next(9))];
            var square = Index(then, now) / ((1.0 / then.Sum()) + (1.0 / now.Sum()));
            Assert.AreEqual(
                Tail(square, bins - 1), DriftMeasures.Compare(Profile(then), Tally(now), AsItIs).Chance, 1e-6, $"{square} of {bins - 1}");
        }
    }

    [TestMethod]
    public void The_chance_of_what_is_far_out_is_small_and_not_lost()
    {
        var (then, now) = (new long[] { 500, 500 }, new long[] { 380, 620 });
        var square = Index(then, now) / (2 / 1000.0);
        Assert.IsGreaterThan(5.0, Math.Sqrt(square), "beyond the polynomial");
        var chance = DriftMeasures.Compare(Profile(then), Tally(now), AsItIs).Chance;
        Assert.AreEqual(1, chance / Tail(square, 1), 0.05);
    }

    [TestMethod]
    public void One_bin_in_all_rows_is_no_difference()
    {
        var same = DriftMeasures.Compare(Profile([0, 9, 0]), Tally([0, 40, 0]), AsItIs);
        Assert.AreEqual((0.0, 0.0, 1.0), (same.StabilityIndex, same.JensenShannon, same.Chance));
        Assert.AreEqual(DriftVerdict.Stable, same.Verdict);
    }

    [TestMethod]
    public void A_column_moves_up_a_verdict_at_the_limit_of_either_measure_and_not_below()
    {
        long[] then = [30, 40, 30], now = [50, 30, 20];
        var found = DriftMeasures.Compare(Profile(then), Tally(now), AsItIs);
        var never = AsItIs with { ChangedIndex = 9, DriftedIndex = 9, ChangedDivergence = 9, DriftedDivergence = 9 };
        Is(DriftVerdict.Stable, never);
        Is(DriftVerdict.Changed, never with { ChangedIndex = found.StabilityIndex });
        Is(DriftVerdict.Stable, never with { ChangedIndex = found.StabilityIndex * 1.0001 });
        Is(DriftVerdict.Drifted, never with { ChangedIndex = 1e-9, DriftedIndex = found.StabilityIndex });
        Is(DriftVerdict.Changed, never with { ChangedIndex = 1e-9, DriftedIndex = found.StabilityIndex * 1.0001 });
        Is(DriftVerdict.Changed, never with { ChangedDivergence = found.JensenShannon });
        Is(DriftVerdict.Stable, never with { ChangedDivergence = found.JensenShannon * 1.0001 });
        Is(DriftVerdict.Drifted, never with { ChangedDivergence = 1e-9, DriftedDivergence = found.JensenShannon });

        void Is(DriftVerdict verdict, DriftOptions options) =>
            Assert.AreEqual(verdict, DriftMeasures.Compare(Profile(then), Tally(now), options).Verdict);
    }

    [TestMethod]
    public void What_may_be_chance_is_stable_however_far_apart_it_is()
    {
        long[] then = [3, 1, 0], now = [1, 3, 0];
        var found = DriftMeasures.Compare(Profile(then), Tally(now), AsItIs);
        Assert.AreEqual(DriftVerdict.Drifted, found.Verdict);
        Assert.AreEqual(
            DriftVerdict.Drifted, DriftMeasures.Compare(Profile(then), Tally(now), new() { ChanceLimit = found.Chance }).Verdict);
        Assert.AreEqual(
            DriftVerdict.Stable, DriftMeasures.Compare(Profile(then), Tally(now), new() { ChanceLimit = found.Chance * 0.999 }).Verdict);
    }

    [TestMethod]
    public void Numbers_are_counted_from_an_edge_on_and_missing_ones_at_the_end()
    {
        var tally = new DriftTally([0, 1, 2], null);
        foreach (var number in new[] { -5, 0, 0.5, 2, 3, double.NaN })
            tally.Add(number);
        CollectionAssert.AreEqual(new long[] { 1, 2, 0, 2, 1 }, tally.Counts);
        Assert.AreEqual(0.5, tally.Sum, 1e-12, "what is missing is not summed");
    }

    [TestMethod]
    public void Texts_are_counted_by_themselves_then_together_and_missing_ones_at_the_end()
    {
        var tally = new DriftTally(null, ["a", "b"]);
        foreach (var text in new[] { "b", "", "c", "b", "A" })
            tally.Add(text);
        CollectionAssert.AreEqual(new long[] { 0, 2, 2, 1 }, tally.Counts);
    }

    [TestMethod]
    public void A_mean_is_of_the_numbers_that_are_there_and_texts_have_none()
    {
        var now = new DriftTally([10], null);
        foreach (var number in new[] { 4, 8, double.NaN })
            now.Add(number);
        var found = DriftMeasures.Compare(new DriftProfile("X", [10], null, [3, 1, 4], 24), now, AsItIs);
        Assert.AreEqual((6.0, 6.0), (found.MeanThen, found.MeanNow));
        var texts = DriftMeasures.Compare(new DriftProfile("T", null, ["a"], [3, 1, 0], 0), new DriftTally(null, ["a"]).With("a"), AsItIs);
        Assert.IsTrue(double.IsNaN(texts.MeanThen) && double.IsNaN(texts.MeanNow));
        var gone = new DriftTally([10], null);
        gone.Add(double.NaN);
        Assert.IsTrue(double.IsNaN(DriftMeasures.Compare(new DriftProfile("X", [10], null, [3, 1, 4], 24), gone, AsItIs).MeanNow));
    }

    [TestMethod]
    public void A_report_lists_the_worst_first_and_is_the_same_in_every_culture()
    {
        var report = new DriftReport(1000, 50,
        [
            Column("Calm", DriftVerdict.Stable, 0.01), Column("Odd", DriftVerdict.Changed, 0.1), Column("Worst", DriftVerdict.Drifted, 0.3),
            Column("Odder", DriftVerdict.Changed, 0.2),
        ]);
        Assert.AreEqual(DriftVerdict.Drifted, report.Verdict);
        CollectionAssert.AreEqual(new[] { "Worst", "Odder", "Odd" }, report.Moved.Select(column => column.Name).ToArray());
        var lines = GermanNumbers.In(report.ToString).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual("50 rows beside 1000 of the training: Drifted", lines[0]);
        CollectionAssert.AreEqual(
            new[] { "Worst", "Odder", "Odd", "Calm" }, lines.Skip(1).Select(line => line[..line.IndexOf(':')]).ToArray());
        Assert.AreEqual(
            "Worst: Drifted (stability index 0.300, divergence 0.0500 bits, by chance 0.0012), mean 1.5 → 2.25, missing 0.0 % → 12.5 %",
            lines[1]);
        Assert.AreEqual(
            "T: Stable (stability index 0.000, divergence 0.0500 bits, by chance 0.0012)",
            (Column("T", DriftVerdict.Stable, 0) with { MeanThen = double.NaN, MeanNow = double.NaN, MissingNow = 0 }).ToString());
    }

    private static ColumnDrift Column(string name, DriftVerdict verdict, double index) =>
        new(name, verdict, index, 0.05, 0.00123, 0, 0.125, 1.5, 2.25);

    private static long[] Counts(Random random, int bins) => [.. Enumerable.Range(0, bins).Select(_ => (long)random.Next(4) * 25)];

    private static DriftProfile Profile(long[] counts) =>
        new("X", null, [.. Enumerable.Range(0, counts.Length - 2).Select(i => $"{i}")], counts, 0);

    private static DriftTally Tally(long[] counts)
    {
        var tally = new DriftTally(null, [.. Enumerable.Range(0, counts.Length - 2).Select(i => $"{i}")]);
        counts.CopyTo(tally.Counts, 0);
        return tally;
    }

    // Half a row is added to each bin that one of them has.
    private static double Index(long[] then, long[] now)
    {
        var used = Enumerable.Range(0, then.Length).Where(bin => then[bin] + now[bin] > 0).ToArray();
        var index = 0.0;
        foreach (var bin in used)
        {
            var share = (then[bin] + 0.5) / (then.Sum() + (used.Length / 2.0));
            var other = (now[bin] + 0.5) / (now.Sum() + (used.Length / 2.0));
            index += (other - share) * Math.Log(other / share);
        }
        return index;
    }

    // With x = u², so that the density of one degree of freedom has no pole: Simpson's rule from √square to where nothing is left.
    private static double Tail(double square, int freedom)
    {
        const int steps = 20_000;
        var gamma = freedom % 2 == 0 ? 1 : Math.Sqrt(Math.PI);
        for (var half = freedom % 2 == 0 ? 1 : 0.5; half < freedom / 2.0; half++)
            gamma *= half;
        var (from, width) = (Math.Sqrt(square), 20.0 / steps);
        var sum = 0.0;
        for (var i = 0; i <= steps; i++)
        {
            var u = from + (i * width);
            var weight = i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * 2 * Math.Pow(u, freedom - 1) * Math.Exp(-u * u / 2) / (Math.Pow(2, freedom / 2.0) * gamma);
        }
        return sum * width / 3;
    }
}

/// <summary>Counts in one expression.</summary>
internal static class DriftTallies
{
    public static DriftTally With(this DriftTally tally, params string[] texts)
    {
        foreach (var text in texts)
            tally.Add(text);
        return tally;
    }
}
