using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Classic;

/// <summary>A memory of patterns of -1 and 1.</summary>
[TestClass]
public sealed class HopfieldNetworkTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Hebbs_rule_is_the_sum_of_outer_products_without_a_diagonal()
    {
        var memory = new HopfieldNetwork(new HopfieldArchitecture(3, OneByOne: false, 10));
        memory.Store(tensor(new float[] { 1, -1, 1, 1, 1, 1 }, [2, 3]));
        float[] expected = [0, 0, 2 / 3f, 0, 0, 0, 2 / 3f, 0, 0];
        foreach (var (expectedWeight, weight) in expected.Zip(memory.Weight.data<float>().ToArray()))
            Assert.AreEqual(expectedWeight, weight, 1e-6f);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(5)]
    [DataRow(6)]
    public void Projection_leaves_every_one_of_as_many_independent_patterns_as_units_where_it_is(int count)
    {
        // Lower triangles of -1 in rows of 1: the first of them are independent, as many as there are.
        var patterns = tensor(
            Enumerable.Range(0, count).SelectMany(row => Enumerable.Range(0, 6).Select(unit => unit < row ? -1f : 1f)).ToArray(),
            [count, 6]);
        foreach (var oneByOne in new[] { false, true })
        {
            var memory = new HopfieldNetwork(new HopfieldArchitecture(6, oneByOne, 10));
            memory.Project(patterns);
            var recalled = memory.Recall(patterns);
            Assert.IsTrue(recalled.State.eq(patterns).all().item<bool>(), $"one by one: {oneByOne}");
            Assert.AreEqual(0f, recalled.Steps.max().item<float>());
        }
    }

    [TestMethod]
    public void Units_that_turn_one_by_one_never_raise_the_energy_and_reach_a_state_that_stays()
    {
        var patterns = BipolarNoise(4, 20);
        var start = BipolarNoise(30, 20);
        var memory = new HopfieldNetwork(new HopfieldArchitecture(20, OneByOne: true, 100));
        memory.Store(patterns);
        var energies = Enumerable.Range(0, 5).Select(sweeps =>
        {
            var shorter = new HopfieldNetwork(new HopfieldArchitecture(20, OneByOne: true, sweeps));
            shorter.Store(patterns);
            return memory.Energy(shorter.Recall(start).State);
        }).ToArray();
        for (var sweep = 1; sweep < energies.Length; sweep++)
            Assert.IsLessThan(1e-5f, (energies[sweep] - energies[sweep - 1]).max().item<float>());
        Assert.IsLessThan(-0.1f, (energies[^1] - energies[0]).mean().item<float>());
        var settled = memory.Recall(start);
        var again = memory.Recall(settled.State);
        Assert.IsTrue(again.State.eq(settled.State).all().item<bool>());
        Assert.AreEqual(0f, again.Steps.max().item<float>());
        Assert.IsLessThan(100f, settled.Steps.max().item<float>());
    }

    [TestMethod]
    public void Units_that_turn_at_once_may_go_to_and_fro_until_they_are_stopped()
    {
        // Two units that each want the other's opposite.
        var together = new HopfieldNetwork(new HopfieldArchitecture(2, OneByOne: false, 7));
        var apart = new HopfieldNetwork(new HopfieldArchitecture(2, OneByOne: true, 7));
        foreach (var memory in new[] { together, apart })
            memory.Store(tensor(new float[] { 1, -1 }, [1, 2]));
        var alike = ones(1, 2);
        Assert.AreEqual(7f, together.Recall(alike).Steps.item<float>());
        Assert.AreEqual(1f, apart.Recall(alike).Steps.item<float>());
        CollectionAssert.AreEqual(new float[] { -1, 1 }, apart.Recall(alike).State.data<float>().ToArray());
    }

    [TestMethod]
    public void Energy_is_what_loops_over_the_units_make_of_it()
    {
        var memory = new HopfieldNetwork(new HopfieldArchitecture(5, OneByOne: false, 3));
        memory.Store(BipolarNoise(3, 5));
        var states = BipolarNoise(4, 5);
        var (weights, energies) = (memory.Weight, memory.Energy(states));
        for (var row = 0; row < 4; row++)
        {
            var expected = 0.0;
            for (var i = 0; i < 5; i++)
                for (var j = 0; j < 5; j++)
                    expected -= 0.5 * weights[i, j].item<float>() * states[row, i].item<float>() * states[row, j].item<float>();
            Assert.AreEqual(expected, energies[row].item<float>(), 1e-5);
        }
    }

    private static Tensor BipolarNoise(int rows, int units) => randn(rows, units).sign();
}
