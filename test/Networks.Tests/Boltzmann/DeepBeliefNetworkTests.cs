using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann;

[TestClass]
public sealed class DeepBeliefNetworkTests
{
    [TestMethod]
    public void Each_machine_reads_the_hidden_units_of_the_one_below()
    {
        var architecture = DeepBeliefArchitecture.Create(
            6, VisibleUnits.Gaussian, [(5, HiddenUnits.Bernoulli), (4, HiddenUnits.NoisyReLU), (3, HiddenUnits.Bernoulli)]);
        CollectionAssert.AreEqual(
            new RbmArchitecture[]
            {
                new(6, 5, VisibleUnits.Gaussian, HiddenUnits.Bernoulli),
                new(5, 4, VisibleUnits.Bernoulli, HiddenUnits.NoisyReLU),
                new(4, 3, VisibleUnits.Gaussian, HiddenUnits.Bernoulli), // rectified numbers are no bits
            },
            architecture.Machines);
        Assert.AreEqual((6, 3), (architecture.VisibleSize, architecture.TopSize));
    }

    [TestMethod]
    public void Features_are_the_hidden_means_passed_up()
    {
        using var scope = NewDisposeScope();
        using var network = Network((4, HiddenUnits.Bernoulli), (3, HiddenUnits.Bernoulli));
        var rows = rand(7, 5);
        var expected = network.Machines[1].HiddenMean(network.Machines[1].HiddenInput(
            network.Machines[0].HiddenMean(network.Machines[0].HiddenInput(rows))));
        Near(expected, network.call(rows));
        CollectionAssert.AreEquivalent(
            new[] { "rbm1", "rbm2" }, network.state_dict().Keys.Select(name => name.Split('.')[0]).Distinct().ToArray());
    }

    [TestMethod]
    public void Rows_are_drawn_from_the_top_down()
    {
        using var scope = NewDisposeScope();
        using var network = Network((4, HiddenUnits.Bernoulli), (3, HiddenUnits.Bernoulli));
        using var gradientsOff = no_grad();
        // The lowest machine knows its rows whatever lies above.
        network.Machines[0].Weight.zero_();
        network.Machines[0].VisibleBias.copy_(tensor(new float[] { 50, -50, 50, -50, 0 }));
        using var random = new GibbsRandom(5, CPU);
        var drawn = network.Sample(2000, 3, means: false, random);
        CollectionAssert.AreEqual(new long[] { 2000, 5 }, drawn.shape);
        var shares = drawn.mean([0L]).data<float>().ToArray();
        CollectionAssert.AreEqual(new float[] { 1, 0, 1, 0 }, shares[..4]);
        Assert.AreEqual(0.5, shares[4], 0.05);
        Assert.IsTrue(drawn.data<float>().ToArray().All(bit => bit is 0 or 1));
        var means = network.Sample(3, 1, means: true, random).data<float>().ToArray();
        Assert.AreEqual(0.5f, means[4], "a mean instead of a bit");
    }

    [TestMethod]
    public void Variances_that_the_lowest_machine_has_learned_are_a_part_of_the_layer_it_becomes()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var architecture = DeepBeliefArchitecture.Create(
            2, VisibleUnits.Gaussian, [(3, HiddenUnits.Bernoulli), (2, HiddenUnits.Bernoulli)], learnsVariances: true);
        Assert.IsTrue(architecture.Machines[0].LearnsVariances && !architecture.Machines[1].LearnsVariances);
        using var network = new DeepBeliefNetwork(architecture);
        var machine = network.Machines[0];
        machine.StartAt(tensor(new float[] { 100, -7 }), tensor(new float[] { 10, 0.5f }), rows: 9);
        machine.LogVariance!.copy_(tensor(new float[] { -1, 0.5f }));
        machine.Weight.copy_(tensor(new float[] { 1, 2, -1, 0.5f, 0, 3 }, [3, 2]));
        var row = tensor(new float[] { 115, -7.25f }, [1, 2]);
        // standardized (1.5, -0.5); each over its variance e^-1 and e^0.5
        var (first, second) = (1.5 * Math.E, -0.5 / Math.Exp(0.5));
        var expected = tensor(
            new float[] { (float)(first + (2 * second)), (float)(-first + (0.5 * second)), (float)(3 * second) }, [1, 3]);
        using var layer = new RecognitionLayer(architecture.Machines[0]);
        layer.CopyFrom(machine);
        Near(expected, layer.call(row));
        var weights = network.Unrolled().ToDictionary();
        Near(expected, row.mm(weights["layer1.linear.weight"].t()) + weights["layer1.linear.bias"]);
    }

    [TestMethod]
    public void A_single_machine_draws_in_the_units_of_its_data()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = new DeepBeliefNetwork(DeepBeliefArchitecture.Create(2, VisibleUnits.Gaussian, [(3, HiddenUnits.Bernoulli)]));
        var machine = network.Machines[0];
        machine.Weight.zero_();
        machine.StartAt(tensor(new float[] { 100, -7 }), tensor(new float[] { 10, 0.5f }), rows: 9);
        using var random = new GibbsRandom(2, CPU);
        var drawn = network.Sample(4000, 2, means: false, random);
        var (mean, deviation) = (drawn.mean([0L]).data<float>().ToArray(), drawn.std(0L).data<float>().ToArray());
        Assert.AreEqual(100, mean[0], 0.7);
        Assert.AreEqual(-7, mean[1], 0.04);
        Assert.AreEqual(10, deviation[0], 0.5);
        Assert.AreEqual(0.5, deviation[1], 0.025);
        Near(tensor(new float[] { 100, -7 }).expand(2, 2), network.Sample(2, 1, means: true, random));
    }

    [TestMethod]
    public void A_stack_is_unrolled_into_layers_that_answer_like_it()
    {
        using var scope = NewDisposeScope();
        using var network = Network((4, HiddenUnits.Bernoulli), (3, HiddenUnits.Bernoulli));
        using var unrolled = new UnrolledDeepBeliefNetwork(
            new UnrolledDeepBeliefArchitecture(network.Architecture.Machines, 2, Activation.Sigmoid, 0));
        unrolled.CopyFrom(network);
        var state = unrolled.state_dict();
        using var gradientsOff = no_grad();
        state["output.weight"].copy_(tensor(new float[] { 1, 0, 0, 0, 0, 1 }, [2, 3]));
        state["output.bias"].copy_(tensor(new float[] { 0, 10 }));
        var rows = rand(6, 5);
        var features = network.call(rows);
        Near(features.select(1, 0), unrolled.call(rows).select(1, 0));
        Near(features.select(1, 2).add(10), unrolled.call(rows).select(1, 1));
    }

    [TestMethod]
    public void Layers_over_numbers_read_them_in_their_own_units()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var machine = new RbmNetwork(new RbmArchitecture(2, 3, VisibleUnits.Gaussian, HiddenUnits.Bernoulli));
        machine.StartAt(tensor(new float[] { 5, 50 }), tensor(new float[] { 2, 20 }), rows: 4);
        using var layer = new RecognitionLayer(machine.Architecture);
        layer.CopyFrom(machine);
        var rows = tensor(new float[] { 7, 30, 5, 50 }, [2, 2]);
        Near(machine.HiddenInput(tensor(new float[] { 1, -1, 0, 0 }, [2, 2])), layer.call(rows));
        using var bits = new RecognitionLayer(new RbmArchitecture(2, 3, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli));
        Assert.IsFalse(bits.state_dict().ContainsKey("mean"), "bits have no unit");
    }

    [TestMethod]
    public void Layers_are_fitted_to_rectifiers_one_after_the_other()
    {
        using var scope = NewDisposeScope();
        using var network = new UnrolledDeepBeliefNetwork(new UnrolledDeepBeliefArchitecture(
            DeepBeliefArchitecture.Create(5, VisibleUnits.Bernoulli, [(4, HiddenUnits.Bernoulli), (3, HiddenUnits.Bernoulli)]).Machines,
            1, Activation.ReLU, 0));
        manual_seed(1);
        var rows = rand(300, 5);
        network.Calibrate(rows);
        RecognitionLayer[] layers = [.. network.children().OfType<RecognitionLayer>()];
        var first = layers[0].call(rows);
        var second = layers[1].call(first.relu());
        foreach (var answers in new[] { first, second })
        {
            Assert.IsLessThan(1e-4f, answers.mean([0L]).abs().max().item<float>(), "half of the answers lie above 0");
            Assert.IsLessThan(1e-3f, (answers.std(0L, unbiased: false) - MathF.Sqrt(2)).abs().max().item<float>());
        }
    }

    [TestMethod]
    public void A_unit_that_always_answers_the_same_is_moved_but_not_blown_up()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var layer = new RecognitionLayer(new RbmArchitecture(2, 2, VisibleUnits.Bernoulli, HiddenUnits.Bernoulli));
        var state = layer.state_dict();
        state["linear.weight"].copy_(tensor(new float[] { 0, 0, 1, 1 }, [2, 2]));
        state["linear.bias"].copy_(tensor(new float[] { 3, 0 }));
        layer.Calibrate(tensor(new float[] { 0, 0, 1, 1 }, [2, 2]), 1);
        CollectionAssert.AreEqual(new float[] { 0, 0, 1, 1 }, state["linear.weight"].data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, -1 }, state["linear.bias"].data<float>().ToArray());
    }

    [TestMethod]
    public void Dropout_lies_behind_every_layer_and_only_in_training()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new UnrolledDeepBeliefNetwork(new UnrolledDeepBeliefArchitecture(
            DeepBeliefArchitecture.Create(5, VisibleUnits.Bernoulli, [(40, HiddenUnits.Bernoulli)]).Machines, 2, Activation.Tanh, 0.5));
        var rows = rand(3, 5);
        network.eval();
        Near(network.call(rows), network.call(rows));
        network.train();
        Assert.IsGreaterThan(0f, (network.call(rows) - network.call(rows)).abs().max().item<float>());
    }

    private static DeepBeliefNetwork Network(params (int, HiddenUnits)[] hidden)
    {
        manual_seed(7);
        var network = new DeepBeliefNetwork(DeepBeliefArchitecture.Create(5, VisibleUnits.Bernoulli, hidden));
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.normal_(0, 0.7);
        return network;
    }

    private static void Near(Tensor expected, Tensor actual) => Assert.IsLessThan(1e-4f, (expected - actual).abs().max().item<float>());
}
