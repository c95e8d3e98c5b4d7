using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Classic;

[TestClass]
public sealed class HopfieldMemoryWorkout : EstimatorWorkout<HopfieldMemoryTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override bool HasChance => false;

    protected override IEstimator<HopfieldMemoryTransformer> CreateEstimator(MLContext ml) => ml.Transforms.HopfieldMemory(
        "Recalled", "Features", new HopfieldMemoryOptions { StepsColumnName = "Steps", EnergyColumnName = "Energy" });

    protected override IDataView CreateData(MLContext ml) => Signs.View(ml, Signs.Draw(7, seed: 1));
}

[TestClass]
public sealed class HopfieldMemoryTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(HopfieldRule.Hebb, HopfieldUpdate.OneByOne)]
    [DataRow(HopfieldRule.Hebb, HopfieldUpdate.Together)]
    [DataRow(HopfieldRule.Projection, HopfieldUpdate.OneByOne)]
    public void A_damaged_pattern_is_recalled_whole(HopfieldRule rule, HopfieldUpdate update)
    {
        var stored = Signs.Draw(2, seed: 5);
        using var model = Fit(stored, new HopfieldMemoryOptions { Rule = rule, Update = update, StepsColumnName = "Steps" });
        var damaged = Enumerable.Range(0, 20).Select(i => Signs.Damage(stored[i % 2], 5, seed: i)).ToArray();
        var recalled = model.Transform(Signs.View(_ml, damaged));
        foreach (var (row, i) in recalled.GetColumn<float[]>("Recalled").Select((row, i) => (row, i)))
            CollectionAssert.AreEqual(stored[i % 2].Features, row, $"row {i}");
        Assert.IsTrue(recalled.GetColumn<float>("Steps").All(steps => steps is >= 1 and < 10));
        Assert.AreEqual(2.0 / Signs.Bits, model.PatternsPerUnit);
    }

    [TestMethod]
    public void Weights_and_energy_are_those_of_the_formulas()
    {
        var stored = Signs.Draw(3, seed: 6);
        using var model = Fit([.. stored, stored[0]], new HopfieldMemoryOptions { EnergyColumnName = "Energy" });
        Assert.AreEqual(3, model.PatternCount, "equal ones are stored once");
        var weights = model.Weights;
        for (var i = 0; i < Signs.Bits; i++)
            for (var j = 0; j < Signs.Bits; j++)
                Assert.AreEqual(
                    i == j ? 0 : stored.Sum(row => row.Features[i] * row.Features[j]) / Signs.Bits, weights[i][j], 1e-6, $"{i}, {j}");
        var scored = model.Transform(Signs.View(_ml, Signs.Draw(4, seed: 7)));
        foreach (var (state, energy) in scored.GetColumn<float[]>("Recalled").Zip(scored.GetColumn<float>("Energy")))
            Assert.AreEqual(-0.5 * state.Select((a, i) => a * weights[i].Zip(state, (w, b) => w * b).Sum()).Sum(), energy, 1e-4);
    }

    [TestMethod]
    public void Units_that_turn_one_by_one_see_what_those_before_them_became()
    {
        var stored = Signs.Draw(4, seed: 8);
        using var model = Fit(stored, new HopfieldMemoryOptions { MaximumSweeps = 1 });
        var start = Signs.Draw(5, seed: 9);
        var recalled = model.Transform(Signs.View(_ml, start)).GetColumn<float[]>("Recalled").ToArray();
        var weights = model.Weights;
        for (var row = 0; row < start.Length; row++)
        {
            var state = (float[])start[row].Features.Clone();
            for (var unit = 0; unit < Signs.Bits; unit++)
            {
                var field = weights[unit].Zip(state, (w, a) => (double)w * a).Sum();
                state[unit] = Math.Abs(field) < 1e-6 ? state[unit] : Math.Sign(field);
            }
            CollectionAssert.AreEqual(state, recalled[row], $"row {row}");
        }
    }

    [TestMethod]
    public void Half_as_many_patterns_as_bits_stay_where_they_are_under_the_projection_rule_and_not_under_Hebbs()
    {
        var stored = Signs.Draw(Signs.Bits / 2, seed: 10);
        foreach (var rule in Enum.GetValues<HopfieldRule>())
        {
            using var model = Fit(stored, new HopfieldMemoryOptions { Rule = rule });
            var recalled = model.Transform(Signs.View(_ml, stored)).GetColumn<float[]>("Recalled");
            var kept = recalled.Zip(stored, (row, original) => row.SequenceEqual(original.Features)).Count(same => same);
            Assert.AreEqual(rule == HopfieldRule.Projection, kept == stored.Length, $"{rule}: {kept}");
        }
    }

    [TestMethod]
    public void Two_states_that_take_turns_end_with_the_last_sweep()
    {
        // Two units that hold each other on, begun apart: all at once they change places for ever, one by one they agree.
        var stored = _ml.Data.LoadFromEnumerable([new Two { Bits = [1, 1] }]);
        var apart = _ml.Data.LoadFromEnumerable([new Two { Bits = [1, -1] }]);
        var options = new HopfieldMemoryOptions { Update = HopfieldUpdate.Together, MaximumSweeps = 7, StepsColumnName = "Steps" };
        using var together = _ml.Transforms.HopfieldMemory("Recalled", "Bits", options).Fit(stored);
        Assert.AreEqual(7f, together.Transform(apart).GetColumn<float>("Steps").Single());
        options = options with { Update = HopfieldUpdate.OneByOne };
        using var oneByOne = _ml.Transforms.HopfieldMemory("Recalled", "Bits", options).Fit(stored);
        Assert.AreEqual(1f, oneByOne.Transform(apart).GetColumn<float>("Steps").Single());
        CollectionAssert.AreEqual(new float[] { -1, -1 }, oneByOne.Transform(apart).GetColumn<float[]>("Recalled").Single());
    }

    [TestMethod]
    public void What_cannot_be_stored_or_set_is_refused()
    {
        var rows = Signs.Draw(3, seed: 4);
        rows[2].Features[0] = 0;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Fit(rows, new())).Message, "Column 'Features' holds 0 in row 2, slot 0");
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.HopfieldMemory("A", "B", new HopfieldMemoryOptions
        {
            Rule = (HopfieldRule)9,
            Update = (HopfieldUpdate)9,
            MaximumSweeps = 0,
            StepsColumnName = "A",
            EnergyColumnName = "",
        }));
        foreach (var name in new[] { "Rule is ", "Update is ", "MaximumSweeps is 0", "StepsColumnName is ", "EnergyColumnName is " })
            StringAssert.Contains(error.Message, name);
    }

    private HopfieldMemoryTransformer Fit(Signs.Row[] rows, HopfieldMemoryOptions options) =>
        _ml.Transforms.HopfieldMemory("Recalled", "Features", options).Fit(Signs.View(_ml, rows));

    private sealed class Two
    {
        [VectorType(2)]
        public float[] Bits { get; set; } = [];
    }
}
