using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Boltzmann;

/// <summary>A machine of three bits and two hidden units, whose every state can be counted.</summary>
[TestClass]
public sealed class RbmTransformerTests
{
    private static readonly float[] Weights = [0.9f, -0.4f, 0.3f, -0.7f, 0.5f, 1.1f];

    private static readonly float[] VisibleBias = [0.2f, -0.3f, 0.1f];

    private static readonly float[] HiddenBias = [-0.5f, 0.4f];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_are_scored_with_hidden_means_and_free_energies()
    {
        using var machine = Machine("Energy");
        var scored = machine.Transform(Bits([1, 0, 1], [0, 0, 0]));
        var means = scored.GetColumn<float[]>("Hidden").ToArray();
        var energies = scored.GetColumn<float>("Energy").ToArray();
        foreach (var (row, bits) in new[] { (0, new float[] { 1, 0, 1 }), (1, new float[] { 0, 0, 0 }) })
        {
            for (var hidden = 0; hidden < 2; hidden++)
                Assert.AreEqual(1 / (1 + Math.Exp(-Input(bits, hidden))), means[row][hidden], 1e-6);
            Assert.AreEqual(-Math.Log(Weight(bits)), energies[row], 1e-5, "minus the logarithm of the sum over all hidden states");
        }
    }

    [TestMethod]
    public void Without_a_name_there_is_no_column_of_energies()
    {
        using var machine = Machine(null);
        var added = machine.GetOutputSchema(Bits([0, 0, 0]).Schema);
        CollectionAssert.AreEqual(new[] { "Bits", "Hidden" }, added.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void What_was_learned_can_be_read()
    {
        using var machine = Machine("Energy");
        Assert.AreEqual((3, 2, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli),
            (machine.VisibleSize, machine.HiddenSize, machine.VisibleUnits, machine.HiddenUnits));
        CollectionAssert.AreEqual(Weights[..3], machine.Weights[0]);
        CollectionAssert.AreEqual(Weights[3..], machine.Weights[1]);
        CollectionAssert.AreEqual(VisibleBias, machine.VisibleBiases.ToArray());
        CollectionAssert.AreEqual(HiddenBias, machine.HiddenBiases.ToArray());
    }

    [TestMethod]
    public void Drawn_rows_come_as_often_as_the_machine_says()
    {
        using var machine = Machine("Energy");
        var drawn = machine.Sample(6000, gibbsSteps: 30, seed: 3);
        var whole = States().Sum(Weight);
        foreach (var state in States())
            Assert.AreEqual(Weight(state) / whole, drawn.Count(row => row.SequenceEqual(state)) / 6000.0, 0.03, string.Join("", state));
        CollectionAssert.AreEqual(machine.Sample(5, 2, seed: 9).SelectMany(r => r).ToArray(),
            machine.Sample(5, 2, seed: 9).SelectMany(r => r).ToArray());
        Assert.IsTrue(machine.Sample(5, 2, means: true, seed: 9).SelectMany(r => r).All(mean => mean is > 0 and < 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.Sample(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.Sample(1, gibbsSteps: 0));
    }

    [TestMethod]
    public void The_log_likelihood_is_that_of_every_state_counted()
    {
        using var machine = Machine("Energy");
        var whole = States().Sum(Weight);
        var data = Bits([1, 0, 1], [0, 1, 1]);
        var found = machine.LogLikelihood(data, temperatures: 200, chains: 300, seed: 1);
        Assert.AreEqual(Math.Log(whole), found.LogPartition, 0.03);
        Assert.AreEqual((Math.Log(Weight([1, 0, 1])) + Math.Log(Weight([0, 1, 1]))) / 2 - Math.Log(whole), found.Mean, 0.03);
        Assert.IsTrue(found.StandardError is > 0 and < 0.05);
        Assert.AreEqual((300, 200), (found.Chains, found.Temperatures));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.LogLikelihood(data, temperatures: 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => machine.LogLikelihood(data, chains: 1));
    }

    [TestMethod]
    public void The_pseudo_log_likelihood_is_the_sum_over_bits_given_the_others()
    {
        using var machine = Machine("Energy");
        var expected = 0.0;
        foreach (var row in new[] { new float[] { 1, 0, 1 }, [0, 1, 1] })
            for (var bit = 0; bit < 3; bit++)
            {
                var flipped = row.ToArray();
                flipped[bit] = 1 - flipped[bit];
                expected += Math.Log(Weight(row) / (Weight(row) + Weight(flipped))) / 2;
            }
        Assert.AreEqual(expected, machine.PseudoLogLikelihood(Bits([1, 0, 1], [0, 1, 1])), 1e-5);
    }

    [TestMethod]
    public void Numbers_between_0_and_1_are_bits_and_others_are_named()
    {
        using var machine = Machine("Energy");
        Assert.IsTrue(double.IsFinite(machine.PseudoLogLikelihood(Bits([0.5f, 0, 1]))));
        var error = Assert.ThrowsExactly<ArgumentException>(() => machine.PseudoLogLikelihood(Bits([0, 0, 1], [0, 1.5f, 1])));
        StringAssert.Contains(error.Message, "column 'Bits' holds 1.5 in row 1, slot 1 (counted from 0); bits need values in [0, 1]");
    }

    [TestMethod]
    public void A_reconstruction_is_the_visible_mean_of_the_hidden_mean()
    {
        using var machine = Machine("Energy");
        float[] bits = [1, 0, 1];
        var restored = machine.Reconstruct(Bits(bits)).GetColumn<float[]>("Bits").Single();
        double[] hidden = [.. Enumerable.Range(0, 2).Select(h => 1 / (1 + Math.Exp(-Input(bits, h))))];
        for (var visible = 0; visible < 3; visible++)
        {
            var sum = VisibleBias[visible] + (hidden[0] * Weights[visible]) + (hidden[1] * Weights[3 + visible]);
            Assert.AreEqual(1 / (1 + Math.Exp(-sum)), restored[visible], 1e-6);
        }
    }

    [TestMethod]
    public void What_is_not_defined_for_its_units_is_refused_with_the_way_out()
    {
        using var gaussian = Machine("Energy", VisibleUnits.Gaussian);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => gaussian.PseudoLogLikelihood(Bits([1, 0, 1]))).Message,
                "Use LogLikelihood");
        using var rectified = Machine("Energy", hidden: HiddenUnits.NoisyReLU);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => rectified.LogLikelihood(Bits([1, 0, 1]))).Message, "needs hidden bits");
    }

    [TestMethod]
    public void Numbers_are_drawn_and_measured_in_their_own_units()
    {
        using var machine = Machine("Energy", VisibleUnits.Gaussian, means: [100, -5, 0], deviations: [10, 0.1f, 1]);
        var drawn = machine.Sample(3000, 20, seed: 1);
        Assert.AreEqual(100, drawn.Average(row => row[0]), 15);
        Assert.AreEqual(-5, drawn.Average(row => row[1]), 0.15);
        using var plain = Machine("Energy", VisibleUnits.Gaussian);
        var (inUnits, inNone) = (machine.LogLikelihood(Bits([110, -5.1f, 1]), 50, 50, 1).Mean,
            plain.LogLikelihood(Bits([1, -1, 1]), 50, 50, 1).Mean);
        Assert.AreEqual(inNone - Math.Log(10 * 0.1), inUnits, 1e-3, "a density is of its unit");
    }

    [TestMethod]
    public void A_machine_that_is_disposed_answers_nothing()
    {
        var machine = Machine("Energy");
        machine.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => machine.Weights);
        Assert.ThrowsExactly<ObjectDisposedException>(() => machine.Sample(1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => machine.PseudoLogLikelihood(Bits([1, 0, 1])));
    }

    private RbmTransformer Machine(
        string? energy, VisibleUnits visible = VisibleUnits.Bernoulli, HiddenUnits hidden = HiddenUnits.Bernoulli, float[]? means = null,
        float[]? deviations = null)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var architecture = new RbmArchitecture(3, 2, visible, hidden);
        var network = new RbmNetwork(architecture);
        if (means is not null)
            network.StartAt(tensor(means), tensor(deviations!), 100);
        network.Weight.copy_(tensor(Weights, [2, 3]));
        network.VisibleBias.copy_(tensor(VisibleBias));
        network.HiddenBias.copy_(tensor(HiddenBias));
        return new RbmTransformer(_ml, new RbmDescription(new RbmColumns("Hidden", "Bits", energy), architecture, new TrainingHistory()),
            network, CPU);
    }

    private IDataView Bits(params float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Bits = row }).ToArray());

    private static IEnumerable<float[]> States() =>
        Enumerable.Range(0, 8).Select(state => new float[] { state & 1, (state >> 1) & 1, state >> 2 });

    private static double Input(float[] bits, int hidden) =>
        HiddenBias[hidden] + Enumerable.Range(0, 3).Sum(visible => (double)bits[visible] * Weights[(3 * hidden) + visible]);

    // The unnormalized chance of a state, summed over both hidden units.
    private static double Weight(float[] bits) =>
        Math.Exp(Enumerable.Range(0, 3).Sum(visible => (double)bits[visible] * VisibleBias[visible]))
        * (1 + Math.Exp(Input(bits, 0))) * (1 + Math.Exp(Input(bits, 1)));

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Bits { get; set; } = [];
    }
}
