using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann;

/// <summary>Machines at the edges: estimates of what is known, far numbers, pasts, stacks, and chance.</summary>
[TestClass]
public sealed class BoltzmannEdgeTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(3);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Of_a_machine_without_weights_the_partition_function_is_a_product_and_every_chain_agrees()
    {
        var rbm = new RbmNetwork(new RbmArchitecture(3, 2, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli));
        using (no_grad())
        {
            rbm.Weight.zero_();
            rbm.VisibleBias.copy_(tensor(new[] { 0.5f, -1, 2 }));
            rbm.HiddenBias.copy_(tensor(new[] { 0.25f, -0.75f }));
        }
        using var random = new GibbsRandom(1, CPU);
        var estimate = AnnealedImportanceSampling.Run(rbm, tensor(new[] { 0.62, 0.27, 0.88 }), 50, 20, random);
        var expected = new[] { 0.5, -1, 2, 0.25, -0.75 }.Sum(bias => Math.Log(1 + Math.Exp(bias)));
        Assert.AreEqual(expected, estimate.LogPartition, 0.02);
        Assert.AreEqual(20, estimate.EffectiveSampleSize, 0.5, "no chain counts for more than another");
        Assert.IsLessThan(0.02, estimate.StandardError);
    }

    [TestMethod]
    public void Fewer_temperatures_leave_fewer_chains_that_count()
    {
        var rbm = HandWeights.Drawn(new RbmNetwork(new RbmArchitecture(6, 5, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli)), 1.5);
        PartitionEstimate At(int temperatures)
        {
            using var random = new GibbsRandom(2, CPU);
            return AnnealedImportanceSampling.Run(rbm, full(6, 0.5).to(float64), temperatures, 200, random);
        }
        var (few, many) = (At(3), At(500));
        Assert.IsGreaterThan(2 * few.EffectiveSampleSize, many.EffectiveSampleSize);
        Assert.IsGreaterThan(many.StandardError, few.StandardError);
    }

    [TestMethod]
    public void Numbers_farther_than_ten_deviations_say_no_more_than_ten()
    {
        var machine = HandWeights.Drawn(new RbmNetwork(new RbmArchitecture(2, 3, VisibleUnits.Gaussian, HiddenUnits.Bernoulli)));
        using (no_grad())
        {
            machine.Mean.copy_(tensor(new[] { 1f, 0 }));
            machine.Scale.copy_(tensor(new[] { 2f, 1 }));
        }
        var far = machine.Standardize(tensor(new[] { 1e6f, -1e6f }, [1, 2]));
        TensorAssert.Holds([(float)RbmNetwork.FarthestNumber, -(float)RbmNetwork.FarthestNumber], far);
        TensorAssert.AreSame(
            machine.call(tensor(new[] { 21f, -10 }, [1, 2])), machine.call(tensor(new[] { 1e6f, -1e6f }, [1, 2])));
        TensorAssert.Holds([5f, 3], machine.Restore(tensor(new[] { 2f, 3 }, [1, 2])), 1e-5);
    }

    [TestMethod]
    public void What_is_seen_of_a_number_is_divided_by_its_learned_variance()
    {
        var learned = new RbmNetwork(new RbmArchitecture(2, 1, VisibleUnits.Gaussian, HiddenUnits.Bernoulli, LearnsVariances: true));
        using (no_grad())
            learned.LogVariance!.copy_(tensor(new[] { MathF.Log(4), 0 }));
        TensorAssert.Holds([2, 3], learned.Seen(tensor(new[] { 8f, 3 }, [1, 2])), 1e-5);
        var plain = new RbmNetwork(new RbmArchitecture(2, 1, VisibleUnits.Gaussian, HiddenUnits.Bernoulli));
        var numbers = randn(1, 2);
        Assert.AreSame(numbers, plain.Seen(numbers));
    }

    [TestMethod]
    public void The_stretch_of_numbers_is_the_logarithm_of_what_they_are_divided_by()
    {
        var machine = new RbmNetwork(new RbmArchitecture(3, 1, VisibleUnits.Gaussian, HiddenUnits.Bernoulli));
        using (no_grad())
            machine.Scale.copy_(tensor(new[] { 2f, 4, 0.5f }));
        TensorAssert.Holds([-MathF.Log(4), -MathF.Log(4)], machine.LogStretch(zeros(2, 3)), 1e-5);
    }

    [TestMethod]
    public void A_row_is_a_past_and_a_present_and_its_sizes_say_so()
    {
        var architecture = new ConditionalRbmArchitecture(new RbmArchitecture(2, 3, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli), 3);
        Assert.AreEqual((2, 8), (architecture.FrameSize, architecture.RowSize));
        var network = HandWeights.Drawn(new ConditionalRbmNetwork(architecture));
        var rows = rand(4, 8);
        var (past, present) = network.Split(rows);
        TensorAssert.AreSame(rows[.., ..6], past);
        TensorAssert.AreSame(rows[.., 6..], present);
        var (seen, last) = network.PastOf(rows[.., 2..]);
        TensorAssert.AreSame(rows[.., 2..], seen);
        TensorAssert.AreSame(rows[.., 6..], last);
        var drive = network.Of(past);
        TensorAssert.AreClose(nn.functional.linear(past, network.PastToVisible), drive.Visible, 1e-5);
        TensorAssert.AreClose(nn.functional.linear(past, network.PastToHidden), drive.Hidden, 1e-5);
        var hidden = (nn.functional.linear(present, network.Machine.Weight, network.Machine.HiddenBias) + drive.Hidden).sigmoid();
        TensorAssert.AreClose(hidden, network.call(rows), 1e-5);
    }

    [TestMethod]
    public void Drawn_frames_are_those_of_the_seed()
    {
        var network = HandWeights.Drawn(new ConditionalRbmNetwork(
            new ConditionalRbmArchitecture(new RbmArchitecture(4, 3, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli), 2)));
        var (past, last) = (rand(5, 8).round(), rand(5, 4).round());
        (Tensor Mean, Tensor Sample) Drawn(long seed)
        {
            using var random = new GibbsRandom(seed, CPU);
            return network.Draw(past, last, 3, random);
        }
        var (first, again, other) = (Drawn(1), Drawn(1), Drawn(2));
        TensorAssert.AreSame(first.Sample, again.Sample);
        Assert.IsFalse(first.Mean.equal(other.Mean).all().item<bool>());
        Assert.IsTrue(first.Sample.eq(0).logical_or(first.Sample.eq(1)).all().item<bool>());
        TensorAssert.AreSame(network.Draw(past, last, 0, new GibbsRandom(1, CPU)).Mean, last, "no step goes nowhere");
    }

    [TestMethod]
    public void Machines_over_rectified_units_read_numbers_and_over_bits_bits()
    {
        var stack = DeepBeliefArchitecture.Create(
            7, VisibleUnits.Counts, [(5, HiddenUnits.NoisyReLU), (4, HiddenUnits.Bernoulli), (3, HiddenUnits.Bernoulli)],
            readsAsGiven: true);
        CollectionAssert.AreEqual(
            new[] { VisibleUnits.Counts, VisibleUnits.Gaussian, VisibleUnits.Bernoulli },
            stack.Machines.Select(machine => machine.VisibleUnits).ToArray());
        CollectionAssert.AreEqual(new[] { 7, 5, 4 }, stack.Machines.Select(machine => machine.VisibleSize).ToArray());
        Assert.AreEqual((7, 3), (stack.VisibleSize, stack.TopSize));
        CollectionAssert.AreEqual(new[] { true, false, false }, stack.Machines.Select(machine => machine.ReadsAsGiven).ToArray());
        using var network = new DeepBeliefNetwork(stack);
        Assert.AreEqual(2, network.FeatureLayer);
        Assert.HasCount(3, network.LayerNames);
        var rows = rand(2, 7).round();
        TensorAssert.AreSame(network.call(rows), network.OutputOf([rows], 2));
        Assert.AreEqual(5, network.OutputOf([rows], 0).size(1));
    }

    [TestMethod]
    public void Counts_are_drawn_whole_and_a_row_without_words_stays_empty()
    {
        using var random = new GibbsRandom(1, CPU);
        var counts = random.Counts(tensor(new[] { 2.5f, 0, 1.5f, 0, 0, 0 }, [2, 3]));
        Assert.AreEqual(4f, counts[0].sum().item<float>());
        Assert.AreEqual(0f, counts[0, 1].item<float>(), "what is never expected is never drawn");
        Assert.AreEqual(0f, counts[1].sum().item<float>());
        TensorAssert.AreSame(counts, counts.round());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(8)]
    [DataRow(33)]
    public void Bits_of_certain_probabilities_are_certain_in_rows_of_any_length(int width)
    {
        using var random = new GibbsRandom(5, CPU);
        TensorAssert.AreSame(zeros(3, width), random.Bits(zeros(3, width)));
        TensorAssert.AreSame(ones(3, width), random.Bits(ones(3, width)));
        var turned = random.Bits(stack([zeros(width), ones(width)], 1).t());
        TensorAssert.AreSame(stack([zeros(width), ones(width)]), turned, "whatever the layout in memory");
        TensorAssert.AreSame(ones(2, 2, dtype: ScalarType.Float64), random.Bits(ones(2, 2, dtype: ScalarType.Float64)));
    }

    [TestMethod]
    public void Gibbs_steps_leave_no_tensors_behind()
    {
        using var machine = HandWeights.Drawn(new RbmNetwork(new RbmArchitecture(4, 3, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli)));
        using var random = new GibbsRandom(1, CPU);
        using var hidden = rand(5, 3).round();
        void Step(int steps)
        {
            using var gradientsOff = no_grad();
            var (mean, sample) = machine.Gibbs(hidden, steps, random);
            mean.Dispose();
            sample.Dispose();
        }
        LiveTensors.AreIndependentOfSteps(() => Step(1), () => Step(5));
    }

    [TestMethod]
    public void Levels_of_ratings_tilt_evenly_from_minus_one_to_one()
    {
        var network = new RatingsRbmNetwork(new RatingsRbmArchitecture(2, 3, 5, 4, 6));
        TensorAssert.Holds([-1, -0.5f, 0, 0.5f, 1], network.Tilts(arange(5)));
        TensorAssert.Holds([0, 6, 14], network.Places(tensor(new long[] { 0, 1, 2 }), tensor(new long[] { 0, 1, 4 })), 0);
        Assert.AreEqual(2, network.Expected(tensor(new[] { 0.1f, 0.2f, 0.4f, 0.2f, 0.1f }, [1, 5])).item<float>(), 1e-6);
    }
}
