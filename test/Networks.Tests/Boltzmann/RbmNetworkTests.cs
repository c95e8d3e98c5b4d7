using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Rbm;

[TestClass]
public sealed class RbmNetworkTests
{
    private static RbmNetwork Strong(
        int visible, int hidden, VisibleUnits units = VisibleUnits.Bernoulli, HiddenUnits hiddenUnits = HiddenUnits.Bernoulli)
    {
        manual_seed(1);
        var machine = new RbmNetwork(new RbmArchitecture(visible, hidden, units, hiddenUnits));
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        foreach (var parameter in machine.parameters())
            parameter.copy_(randn(parameter.shape));
        return machine;
    }

    // Every row of bits.
    private static Tensor States(int size) => tensor(
        Enumerable.Range(0, 1 << size).SelectMany(s => Enumerable.Range(0, size).Select(i => (float)(s >> i & 1))).ToArray(),
        [1 << size, size]);

    // -E(v, h) of every pair of states.
    private static Tensor Energies(RbmNetwork machine, Tensor visible, Tensor hidden) =>
        visible.mm(machine.Weight.t())
            .mm(hidden.t()) + visible.mv(machine.VisibleBias).unsqueeze(1) + hidden.mv(machine.HiddenBias).unsqueeze(0);

    [TestMethod]
    public void Free_energy_is_the_sum_over_every_hidden_state()
    {
        using var scope = NewDisposeScope();
        using var machine = Strong(4, 3);
        var visible = States(4);
        var expected = Energies(machine, visible, States(3)).logsumexp(1).neg();
        Assert.IsTrue(machine.FreeEnergy(visible).allclose(expected, atol: 1e-5));
    }

    [TestMethod]
    public void Pseudo_likelihood_is_the_conditional_of_each_bit()
    {
        using var scope = NewDisposeScope();
        using var machine = Strong(4, 3);
        var visible = States(4);
        var energy = machine.FreeEnergy(visible).data<float>().ToArray();
        for (var unit = 0; unit < 4; unit++)
        {
            var units = full([16], unit, dtype: ScalarType.Int64);
            var found = machine.PseudoLogLikelihood(visible, machine.HiddenInput(visible), units).data<float>().ToArray();
            for (var state = 0; state < 16; state++)
            {
                var (own, turned) = (Math.Exp(-energy[state]), Math.Exp(-energy[state ^ (1 << unit)]));
                Assert.AreEqual(4 * Math.Log(own / (own + turned)), found[state], 1e-4);
            }
        }
    }

    [TestMethod]
    public void Pseudo_likelihood_of_a_number_between_is_the_expectation_over_its_bit()
    {
        using var scope = NewDisposeScope();
        using var machine = Strong(4, 3);
        float[] row = [0.9f, 0.25f, 0, 0.6f];
        var visible = tensor(row, [1, 4]);
        for (var unit = 0; unit < 4; unit++)
        {
            var (on, off) = (Energy(unit, 1), Energy(unit, 0));
            var chance = 1 / (1 + Math.Exp(on - off));
            var found = machine.PseudoLogLikelihood(visible, machine.HiddenInput(visible), full([1], unit, dtype: ScalarType.Int64))
                .ToSingle();
            Assert.AreEqual(4 * ((row[unit] * Math.Log(chance)) + ((1 - row[unit]) * Math.Log(1 - chance))), found, 1e-4);
        }

        double Energy(int unit, float value)
        {
            float[] turned = [.. row];
            turned[unit] = value;
            return machine.FreeEnergy(tensor(turned, [1, 4])).ToSingle();
        }
    }

    [TestMethod]
    public void Gibbs_sampling_reaches_the_exact_distribution()
    {
        const int chains = 40000;
        using var scope = NewDisposeScope();
        using var machine = Strong(3, 2);
        using var random = new GibbsRandom(5, CPU);
        var (_, drawn) = machine.Gibbs(zeros(chains, 2), 30, random);
        var states = drawn.mv(tensor(new[] { 1f, 2f, 4f })).to(ScalarType.Int64);
        var share = nn.functional.one_hot(states, 8).sum(0L).to(ScalarType.Float32) / chains;
        var exact = machine.FreeEnergy(States(3)).neg().softmax(0);
        Assert.IsTrue(share.allclose(exact, atol: 0.01), $"{share.str()} against {exact.str()}");
    }

    [TestMethod]
    public void Annealing_finds_the_partition_function_that_enumeration_finds()
    {
        using var scope = NewDisposeScope();
        using var machine = Strong(10, 5);
        var exact = Energies(machine, States(10), States(5)).flatten().logsumexp(0).ToDouble();
        using var random = new GibbsRandom(5, CPU);
        var estimate = AnnealedImportanceSampling.Run(machine, full([10], 0.5f), 3000, 100, random);
        Assert.AreEqual(exact, estimate.LogPartition, 0.05);
        Assert.IsGreaterThan(50.0, estimate.EffectiveSampleSize);
        using var again = new GibbsRandom(5, CPU);
        var hasty = AnnealedImportanceSampling.Run(machine, full([10], 0.5f), 2, 100, again);
        Assert.IsLessThan(estimate.EffectiveSampleSize, hasty.EffectiveSampleSize);
    }

    [TestMethod]
    public void Annealing_of_gaussian_units_finds_the_sum_over_hidden_states()
    {
        using var scope = NewDisposeScope();
        using var machine = Strong(3, 4, VisibleUnits.Gaussian);
        // ∫ e^(-½|v-a|² + vᵀw) dv = (2π)^(D/2) e^(aᵀw + ½|w|²) with w = hᵀW
        var pull = States(4).mm(machine.Weight); // (states, visible)
        var exact = (States(4).mv(machine.HiddenBias) + pull.mv(machine.VisibleBias) + (pull.square().sum(1L) * 0.5))
            .logsumexp(0).ToDouble() + (1.5 * Math.Log(2 * Math.PI));
        using var random = new GibbsRandom(5, CPU);
        var estimate = AnnealedImportanceSampling.Run(machine, zeros(3), 3000, 200, random);
        Assert.AreEqual(exact, estimate.LogPartition, 0.15);
    }

    [TestMethod]
    public void Visible_biases_start_at_the_log_odds_and_stay_finite_for_constant_columns()
    {
        using var scope = NewDisposeScope();
        using var machine = new RbmNetwork(new RbmArchitecture(3, 2, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli));
        machine.StartAt(tensor(new[] { 0.0, 0.25, 1.0 }), zeros(3, dtype: ScalarType.Float64), 1000);
        var biases = machine.VisibleBias.data<float>().ToArray();
        Assert.AreEqual(Math.Log(0.25 / 0.75), biases[1], 0.01);
        Assert.IsTrue(biases[0] < -5 && float.IsFinite(biases[0]));
        Assert.AreEqual(-biases[0], biases[2], 1e-3);
    }

    [TestMethod]
    public void Gaussian_units_standardize_and_a_constant_column_does_not_divide_by_nothing()
    {
        using var scope = NewDisposeScope();
        using var machine = new RbmNetwork(new RbmArchitecture(2, 2, VisibleUnits.Gaussian, HiddenUnits.Bernoulli));
        machine.StartAt(tensor(new[] { 10.0, 3.0 }), tensor(new[] { 2.0, 0.0 }), 100);
        var standardized = machine.Standardize(tensor(new[] { 14f, 3f }, [1, 2]));
        CollectionAssert.AreEqual(new[] { 2f, 0f }, standardized.data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 14f, 3f }, machine.Restore(standardized).data<float>().ToArray());
    }

    [TestMethod]
    public void Numbers_as_given_are_neither_centred_nor_divided_nor_bounded()
    {
        using var scope = NewDisposeScope();
        using var machine = new RbmNetwork(
            new RbmArchitecture(2, 2, VisibleUnits.Gaussian, HiddenUnits.Bernoulli, ReadsAsGiven: true));
        machine.StartAt(tensor(new[] { 10.0, 3.0 }), tensor(new[] { 2.0, 0.0 }), 100, noise: 0.4);
        var row = tensor(new[] { 1e6f, 3f }, [1, 2]);
        CollectionAssert.AreEqual(new[] { 1e6f, 3f }, machine.Standardize(row).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 1e6f, 3f }, machine.Restore(row).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 10f, 3f }, machine.VisibleBias.data<float>().ToArray(), "where the data are");
        Assert.AreEqual(0f, machine.LogStretch(row).item<float>());
    }

    [TestMethod]
    public void One_noise_for_all_keeps_the_sizes_of_numbers_to_each_other()
    {
        using var scope = NewDisposeScope();
        using var machine = new RbmNetwork(new RbmArchitecture(3, 2, VisibleUnits.Gaussian, HiddenUnits.Bernoulli));
        machine.StartAt(tensor(new[] { 0.0, 1, 5 }), tensor(new[] { 1.0, 7, 0 }), 100, noise: 0.5, isCommon: true);
        CollectionAssert.AreEqual(new[] { 2.5f, 2.5f, 1f }, machine.Scale.data<float>().ToArray(), "half of the root of (1 + 49) / 2");
    }

    [TestMethod]
    public void Numbers_on_curves_are_read_by_them_and_restored()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var machine = new RbmNetwork(
            new RbmArchitecture(2, 3, VisibleUnits.Gaussian, HiddenUnits.Bernoulli, ScalingForm.Curved));
        machine.Scaling!.Set(new ColumnScales([2, 0], [0.5f, 1], [0.01f, 0], [ScalingCurve.Logarithm, ScalingCurve.InverseHyperbolicSine]));
        machine.StartAt(tensor(new[] { 1.0, 0 }), tensor(new[] { 2.0, 4 }), 100);
        var rows = tensor(new[] { 100f, -30f, 0.5f, 2f }, [2, 2]);
        var seen = machine.Standardize(rows).data<float>().ToArray();
        Assert.AreEqual((((Math.Log(100) - 2) / 2) - 1) / 2, seen[0], 1e-5);
        Assert.AreEqual(Math.Asinh(-30) / 4, seen[1], 1e-5);
        Assert.IsTrue(machine.Restore(machine.Standardize(rows)).allclose(rows, rtol: 1e-4));
        Assert.IsTrue(machine.Restore(tensor(new[] { 1e6f, -1e6f }, [1, 2])).isfinite().all().ToBoolean(), "curves have no end");
        var stretch = machine.LogStretch(rows).data<float>().ToArray();
        Assert.AreEqual(-Math.Log(100 * 2 * 2) - Math.Log(4) - (0.5 * Math.Log(901)), stretch[0], 1e-4);
        using var layer = new RecognitionLayer(machine.Architecture);
        layer.CopyFrom(machine);
        Assert.IsTrue(layer.call(rows).allclose(machine.HiddenInput(machine.Standardize(rows)), atol: 1e-5));
    }

    [TestMethod]
    public void Rectified_units_are_never_negative_and_have_the_papers_noise()
    {
        using var scope = NewDisposeScope();
        using var machine = Strong(2, 1, hiddenUnits: HiddenUnits.NoisyReLU);
        using var random = new GibbsRandom(3, CPU);
        var input = full([50000, 1], 6f);
        var drawn = machine.SampleHidden(input, machine.HiddenMean(input), random);
        Assert.AreEqual(6, drawn.mean().ToDouble(), 0.03);
        Assert.AreEqual(1, drawn.std().ToDouble(), 0.03);
        Assert.IsTrue(machine.SampleHidden(input - 6, input - 6, random).ge(0).all().ToBoolean());
    }
}
