using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Augmenting;

/// <summary>Changed copies of series: what each change does to them, and what it leaves.</summary>
[TestClass]
public sealed class SeriesCopiesTests
{
    private static readonly SeriesAugmentation Nothing = new() { Noise = 0, Scale = 0 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Noise_has_the_share_of_each_numbers_own_deviation()
    {
        var rows = Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 20)
            .SelectMany(step => new[] { MathF.Sin(step), 100 * MathF.Cos(step) }).ToArray()).ToArray();
        var copies = Copies(Nothing with { Noise = 0.2, StepSize = 2 }, rows);
        for (var slot = 0; slot < 2; slot++)
        {
            var own = Deviation([.. Enumerable.Range(0, 20).Select(step => (double)rows[0][(2 * step) + slot])]);
            var noise = Deviation([.. rows.Zip(copies).SelectMany(pair =>
                Enumerable.Range(0, 20).Select(step => (double)pair.Second[(2 * step) + slot] - pair.First[(2 * step) + slot]))]);
            Assert.AreEqual(0.2 * own, noise, 0.02 * own, $"number {slot}");
        }

        static double Deviation(double[] values)
        {
            var mean = values.Average();
            return Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
        }
    }

    [TestMethod]
    public void A_series_is_scaled_by_one_factor_within_the_most_and_its_inverse()
    {
        var rows = Enumerable.Range(0, 300).Select(i => new float[] { 1, -2, 3, 4 }).ToArray();
        var factors = Copies(Nothing with { Scale = 0.5 }, rows).Select(copy =>
        {
            for (var i = 1; i < 4; i++)
                Assert.AreEqual(copy[0], copy[i] / rows[0][i], 1e-5);
            return (double)copy[0];
        }).ToArray();
        Assert.IsTrue(factors.All(factor => factor is >= 1 / 1.5 - 1e-6 and <= 1.5 + 1e-6));
        Assert.AreEqual(0, factors.Average(Math.Log), 0.05, "up and down alike");
        Assert.AreEqual(Math.Log(1.5) / Math.Sqrt(3), Math.Sqrt(factors.Average(f => Math.Pow(Math.Log(f), 2))), 0.03, "drawn evenly");
    }

    [TestMethod]
    public void A_shift_moves_whole_steps_and_its_ends_fill_the_rest()
    {
        var rows = Enumerable.Range(0, 100).Select(_ => Enumerable.Range(1, 20).SelectMany(i => new float[] { i, -i }).ToArray()).ToArray();
        var seen = new HashSet<int>();
        foreach (var copy in Copies(Nothing with { Shift = 0.25, StepSize = 2 }, rows))
        {
            var later = copy[0] > 1 ? 1 - (int)copy[0] : 20 - (int)copy[38];
            seen.Add(later);
            for (var step = 0; step < 20; step++)
            {
                var expected = Math.Clamp(step + 1 - later, 1, 20);
                Assert.AreEqual((expected, -expected), (copy[2 * step], copy[(2 * step) + 1]));
            }
        }
        Assert.IsTrue(seen.Min() >= -5 && seen.Max() <= 5 && seen.Count > 5, string.Join(" ", seen));
    }

    [TestMethod]
    public void A_warp_keeps_both_ends_and_the_order_of_what_lies_between()
    {
        var rows = Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 30).Select(i => (float)i).ToArray()).ToArray();
        var copies = Copies(Nothing with { TimeWarp = 0.5 }, rows);
        foreach (var copy in copies)
        {
            Assert.AreEqual((0f, 29f), (copy[0], MathF.Round(copy[^1], 3)));
            for (var i = 1; i < 30; i++)
                Assert.IsGreaterThanOrEqualTo(copy[i - 1], copy[i]);
        }
        Assert.IsGreaterThan(1, copies.Max(copy => Math.Abs(copy[15] - 15)), "time goes unevenly");
    }

    [TestMethod]
    public void Another_speed_changes_the_number_of_steps_or_cuts_where_that_is_known()
    {
        var ramp = Enumerable.Range(0, 40).Select(i => (float)i).ToArray();
        var copies = Copies(Nothing with { Speed = 1 }, [.. Enumerable.Repeat(ramp, 60)]);
        Assert.IsTrue(copies.All(copy => copy.Length is >= 20 and <= 80 && copy[0] == 0 && Math.Abs(copy[^1] - 39) < 1e-3));
        Assert.IsTrue(copies.Min(copy => copy.Length) < 30 && copies.Max(copy => copy.Length) > 55);
        var model = Model(Nothing with { Speed = 1 });
        var known = model.Augment(_ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Known { Numbers = ramp }, 30).ToArray()));
        foreach (var copy in known.GetColumn<float[]>("Numbers").Skip(30))
        {
            Assert.HasCount(40, copy);
            var speed = copy[1];
            Assert.IsTrue(speed is >= 0.5f and <= 2);
            for (var i = 0; i < 40; i++)
                Assert.AreEqual(Math.Min(39, i * speed), copy[i], 1e-3);
        }
    }

    [TestMethod]
    public void The_pitch_of_a_sound_changes_and_its_length_does_not()
    {
        var sound = Enumerable.Range(0, 400).Select(i => MathF.Sin(i / 3f)).ToArray();
        var copies = Copies(Nothing with { Pitch = 6 }, [sound, sound, sound]);
        Assert.IsTrue(copies.All(copy => copy.Length == 400));
        Assert.IsTrue(copies.Any(copy => copy.Zip(sound, (a, b) => Math.Abs(a - b)).Max() > 0.2));
        var wide = Model(Nothing with { Pitch = 1 });
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => wide.Augment(_ml.Data.LoadFromEnumerable([new Pairs { Numbers = new float[8] }])).GetColumn<float[]>("Numbers").Count());
        StringAssert.Contains(error.Message, "Column 'Numbers' has 2 numbers per step, and Pitch is 1; it must be 0 but for sounds");
    }

    [TestMethod]
    public void Rows_without_steps_stay_and_rows_that_end_within_a_step_are_refused_by_place()
    {
        var copies = Copies(Nothing with { Noise = 1, StepSize = 2 }, [[], [1, 2]]);
        Assert.IsEmpty(copies[0]);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Copies(Nothing with { Noise = 1, StepSize = 2 }, [[1, 2], [1]]));
        StringAssert.Contains(error.Message, "Column 'Numbers' holds 1 numbers in row 1; that is no multiple of the step size 2.");
    }

    [TestMethod]
    public void A_missing_number_stays_missing_and_leaves_the_noise_of_the_others()
    {
        var copy = Copies(Nothing with { Noise = 0.5 }, [[1, float.NaN, 3, 5]]).Single();
        Assert.IsTrue(float.IsNaN(copy[1]));
        Assert.IsTrue(float.IsFinite(copy[0]) && copy[0] != 1 && copy[2] != 3 && copy[3] != 5);
    }

    [TestMethod]
    public void Numbers_past_their_limits_are_told_by_name_value_and_range()
    {
        var sound = new SeriesAugmentation();
        Assert.IsEmpty(Faults(sound with { Noise = 10, Scale = 10, Shift = 0.99, TimeWarp = 2, Speed = 4, Pitch = 24, Copies = 1000 }));
        Told(sound with { Copies = 0 }, "Copies is 0; in [1, 1000]");
        Told(sound with { Copies = 1001 }, "Copies is 1001");
        Told(sound with { MarkerColumnName = "" }, "MarkerColumnName is \"\"; a name, or null");
        Told(sound with { Noise = 10.1 }, "Noise is 10.1; in [0, 10]");
        Told(sound with { Scale = -0.1 }, "Scale is -0.1; in [0, 10]");
        Told(sound with { Shift = 1 }, "Shift is 1; in [0, 1)");
        Told(sound with { TimeWarp = double.NaN }, "TimeWarp is NaN; in [0, 2]");
        Told(sound with { Speed = 5 }, "Speed is 5; in [0, 4]");
        Told(sound with { Pitch = 25 }, "Pitch is 25; in [0, 24]");
        Told(sound with { Pitch = 1, StepSize = 2 }, "Pitch is 1; 0 where StepSize is above 1");
        Told(sound with { StepSize = 0 }, "StepSize is 0; at least 1");
        Told(Nothing, "Noise is 0; above 0, or another change: nothing would be changed");

        static void Told(SeriesAugmentation augmentation, string said) => StringAssert.StartsWith(Faults(augmentation).Single(), said);
    }

    internal static List<string> Faults(RowAugmentation augmentation)
    {
        var faults = new List<string>();
        augmentation.Validate(new PartFaults("", (name, value, requirement) =>
            faults.Add(FormattableString.Invariant($"{name[1..]} is {value}; {requirement}"))));
        return faults;
    }

    private float[][] Copies(SeriesAugmentation augmentation, float[][] rows)
    {
        using var model = Model(augmentation);
        var all = model.Augment(_ml.Rows(rows)).GetColumn<float[]>("Numbers").ToArray();
        Cells.AreEqual(rows, all[..rows.Length], 0, "the real rows come first");
        Assert.HasCount(2 * rows.Length, all);
        return all[rows.Length..];
    }

    private RowAugmenterTransformer Model(RowAugmentation augmentation)
    {
        var description = new RowAugmenterDescription("Numbers", augmentation, 17);
        description.Check();
        return new RowAugmenterTransformer(_ml, description, description.CreateNetwork(), CPU);
    }

    private sealed class Known
    {
        [VectorType(40)]
        public float[] Numbers { get; set; } = [];
    }

    private sealed class Pairs
    {
        [VectorType(4, 2)]
        public float[] Numbers { get; set; } = [];
    }
}
