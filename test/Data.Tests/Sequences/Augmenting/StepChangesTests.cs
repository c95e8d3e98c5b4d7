namespace DeepML.Data.Tests.Sequences;

[TestClass]
public sealed class StepChangesTests
{
    private static readonly float[] Pairs = [0, 10, 1, 20, 2, 30]; // three steps of two numbers

    [TestMethod]
    public void Between_two_steps_numbers_lie_on_a_line_and_outside_the_ends_hold()
    {
        CollectionAssert.AreEqual(
            new[] { 0f, 10, 0, 10, 0.25f, 12.5f, 1, 20, 1.5f, 25, 2, 30, 2, 30 },
            StepChanges.At(Pairs, 2, [-3, 0, 0.25, 1, 1.5, 2, 9]));
        CollectionAssert.AreEqual(new[] { float.NaN, 5 }, StepChanges.At([float.NaN, 5], 1, [0, 1]), "a missing step stays one");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(7)]
    [DataRow(50)]
    public void A_line_over_other_steps_is_a_line_between_the_same_ends(int steps)
    {
        var line = Enumerable.Range(0, 20).Select(i => 3f * i).ToArray();
        var found = StepChanges.Resampled(line, 1, steps);
        Assert.HasCount(steps, found);
        for (var i = 0; i < steps; i++)
            Assert.AreEqual(57.0 * i / Math.Max(1, steps - 1), found[i], 1e-4);
    }

    [TestMethod]
    public void Warped_time_never_goes_back_and_keeps_both_ends()
    {
        var line = Enumerable.Range(0, 100).Select(i => (float)i).ToArray();
        var most = 0.0;
        for (var seed = 0; seed < 20; seed++)
        {
            var found = StepChanges.Warped(line, 1, 0.5, new Random(seed));
            Assert.AreEqual((0f, 99f), (found[0], found[^1]));
            for (var i = 1; i < 100; i++)
                Assert.IsGreaterThan(found[i - 1], found[i]);
            most = Math.Max(most, found.Select((value, i) => Math.Abs(value - i)).Max());
        }
        Assert.IsTrue(most is > 5 and < 50, $"{most} steps off");
        CollectionAssert.AreEqual(new[] { 4f }, StepChanges.Warped([4], 1, 0.5, new Random(1)));
        var even = StepChanges.Warped(line, 1, 0, new Random(1));
        for (var i = 0; i < 100; i++)
            Assert.AreEqual(line[i], even[i], 1e-3);
    }

    [TestMethod]
    public void Noise_is_a_share_of_the_deviation_of_each_number_of_a_step()
    {
        const int steps = 20_000;
        var series = Enumerable.Range(0, steps).SelectMany(i => new[] { i % 2 == 0 ? 1f : -1, i % 2 == 0 ? 110f : 90, 7 }).ToArray();
        series[0] = float.NaN;
        var noisy = (float[])series.Clone();
        StepChanges.AddNoise(noisy, 3, 0.2, new Random(1));
        Assert.IsTrue(float.IsNaN(noisy[0]));
        foreach (var (number, deviation) in ((int, double)[])[(0, 0.2), (1, 2), (2, 0)])
        {
            var places = Enumerable.Range(1, steps - 1).Select(step => (step * 3) + number);
            var added = places.Select(place => (double)noisy[place] - series[place]).ToArray();
            Assert.AreEqual(0, added.Average(), 0.03 * deviation, $"number {number}");
            Assert.AreEqual(deviation, Math.Sqrt(added.Average(a => a * a)), 0.02 * deviation, $"number {number}");
        }
    }
}
