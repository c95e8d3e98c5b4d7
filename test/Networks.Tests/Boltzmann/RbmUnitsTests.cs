using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann;

/// <summary>Counted words and learned variances against their energies.</summary>
[TestClass]
public sealed class RbmUnitsTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(3);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void The_free_energy_of_counts_is_the_sum_over_hidden_bits_whose_biases_count_once_a_word()
    {
        var machine = Machine(VisibleUnits.Counts);
        var rows = tensor(new float[] { 2, 0, 1, 0, 3, 1, 0, 0, 0, 0, 0, 0 }, [3, 4]);
        var energies = machine.FreeEnergy(rows).data<float>().ToArray();
        for (var row = 0; row < 3; row++)
        {
            var sum = 0.0;
            for (var state = 0; state < 1 << 3; state++)
                sum += Math.Exp(-Energy(state));
            Assert.AreEqual(-Math.Log(sum), energies[row], 1e-4);

            double Energy(int state)
            {
                var energy = 0.0;
                for (var word = 0; word < 4; word++)
                {
                    var count = rows[row, word].item<float>();
                    energy -= count * machine.VisibleBias[word].item<float>();
                    for (var hidden = 0; hidden < 3; hidden++)
                        energy -= (state >> hidden & 1)
                            * count * (machine.Weight[hidden, word].item<float>() + machine.HiddenBias[hidden].item<float>());
                }
                return energy;
            }
        }
    }

    [TestMethod]
    public void Words_are_expected_as_often_as_a_row_has_words_in_the_shares_of_a_softmax()
    {
        var machine = Machine(VisibleUnits.Counts);
        var hidden = tensor(new float[] { 1, 0, 1, 0, 0, 0 }, [2, 3]);
        var mean = machine.VisibleMean(hidden, tensor(new float[] { 5, 0 }, [2, 1]));
        var shares = (machine.VisibleBias + machine.Weight[0] + machine.Weight[2]).softmax(0);
        Assert.IsLessThan(1e-5f, (mean[0] - (shares * 5)).abs().max().item<float>());
        Assert.AreEqual(0f, mean[1].sum().item<float>());
        machine.StartAt(tensor(new double[] { 2, 1, 0.5, 0.5 }), zeros(4, float64), 100);
        Assert.AreEqual(4, machine.MeanLength(), 1e-6);
        Assert.AreEqual(4f, machine.VisibleMean(hidden)[0].sum().item<float>(), 1e-4f);
        Assert.AreEqual(Math.Log(200.5 / 402), machine.VisibleBias[0].item<float>(), 1e-5, "biases begin at the words' shares");
    }

    [TestMethod]
    public void Drawn_words_add_up_to_the_length_of_the_row_and_are_as_frequent_as_expected()
    {
        using var random = new GibbsRandom(5, CPU);
        var means = tensor(new[] { 6f, 3, 1, 0, 0, 0, 0, 2 }, [2, 4]).repeat(500, 1);
        means = cat([means, zeros(1, 4)], 0);
        var drawn = random.Counts(means);
        Assert.IsTrue(drawn.eq(drawn.round()).all().item<bool>());
        Assert.IsTrue(drawn.sum(1L).Equals(means.sum(1L)));
        Assert.AreEqual(0.6, drawn[TensorIndex.Slice(0, 1000, 2), 0].mean().item<float>() / 10, 0.02);
        Assert.AreEqual(0f, drawn.select(1, 3)[TensorIndex.Slice(0, 1000, 2)].sum().item<float>());
    }

    [TestMethod]
    public void Variances_that_are_learned_are_part_of_energy_mean_and_chance()
    {
        var machine = Machine(VisibleUnits.Gaussian, learnsVariances: true);
        var rows = randn(5, 4);
        var precision = machine.LogVariance!.detach().neg().exp();
        var input = (rows * precision).mm(machine.Weight.t()) + machine.HiddenBias;
        Assert.IsLessThan(1e-5f, (machine.HiddenInput(rows) - input).abs().max().item<float>());
        var energy = (0.5f * (rows - machine.VisibleBias).pow(2) * precision).sum(1L) - (1 + input.exp()).log().sum(1L);
        Assert.IsLessThan(1e-4f, (machine.FreeEnergy(rows) - energy).abs().max().item<float>());
        using var random = new GibbsRandom(2, CPU);
        var drawn = machine.SampleVisible(zeros(20_000, 4), random);
        var off = (drawn.var(0L, true) * precision - 1).abs().max().item<float>();
        Assert.IsLessThan(0.05f, off);
    }

    [TestMethod]
    public void What_the_variances_learn_is_the_slope_of_the_free_energy()
    {
        var machine = Machine(VisibleUnits.Gaussian, learnsVariances: true);
        var rows = randn(6, 4);
        var slope = machine.VarianceSlope(rows, machine.HiddenMean(machine.HiddenInput(rows))).data<float>().ToArray();
        const float step = 1e-2f;
        for (var i = 0; i < 4; i++)
        {
            double At(float change)
            {
                using var gradientsOff = no_grad();
                machine.LogVariance![i] += change;
                var energy = machine.FreeEnergy(rows).mean().item<float>();
                machine.LogVariance[i] -= change;
                return energy;
            }
            Assert.AreEqual(-(At(step) - At(-step)) / (2 * step), slope[i], 5e-3, $"unit {i}");
        }
    }

    private static RbmNetwork Machine(VisibleUnits units, bool learnsVariances = false)
    {
        var machine = new RbmNetwork(new RbmArchitecture(4, 3, units, HiddenUnits.Bernoulli, LearnsVariances: learnsVariances));
        using var gradientsOff = no_grad();
        foreach (var parameter in machine.parameters())
            parameter.copy_(randn(parameter.shape) * 0.5f);
        return machine;
    }
}
