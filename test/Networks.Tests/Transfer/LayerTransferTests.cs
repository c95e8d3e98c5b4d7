using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Transfer;

[TestClass]
public sealed class LayerTransferTests
{
    [TestMethod]
    public void A_perceptron_takes_the_layers_of_an_autoencoders_encoder_and_those_behind_are_new()
    {
        using var scope = NewDisposeScope();
        using var source = Autoencoder(6, [5], 3);
        using var target = Perceptron(6, [5, 3, 4], 2);
        var before = Values(target, "layers.linear3.weight");
        var taken = LayerTransfer.Copy(source.state_dict(), target, TransferForm.Dense, keepHead: false, []);
        Assert.AreEqual(2, taken.Blocks);
        CollectionAssert.AreEqual(Values(source, "encoder.linear1.weight"), Values(target, "layers.linear1.weight"));
        CollectionAssert.AreEqual(Values(source, "encoder.linear2.bias"), Values(target, "layers.linear2.bias"));
        CollectionAssert.AreEqual(before, Values(target, "layers.linear3.weight"));
        CollectionAssert.AreEquivalent(
            new[] { "layers.linear1.weight", "layers.linear1.bias", "layers.linear2.weight", "layers.linear2.bias" },
            taken.Weights.Keys.ToArray());
    }

    [TestMethod]
    public void A_head_goes_along_on_request_only()
    {
        using var scope = NewDisposeScope();
        using var source = Perceptron(4, [3], 2);
        using var target = Perceptron(4, [3], 2);
        var before = Values(target, "layers.linear2.weight");
        LayerTransfer.Copy(source.state_dict(), target, TransferForm.Dense, keepHead: false, []);
        CollectionAssert.AreEqual(before, Values(target, "layers.linear2.weight"));
        LayerTransfer.Copy(source.state_dict(), target, TransferForm.Dense, keepHead: true, []);
        CollectionAssert.AreEqual(Values(source, "layers.linear2.weight"), Values(target, "layers.linear2.weight"));
    }

    [TestMethod]
    public void Everything_that_does_not_fit_is_in_one_error()
    {
        using var scope = NewDisposeScope();
        using var source = Autoencoder(6, [5], 3);
        using var target = Perceptron(7, [5], 2, normalizes: true);
        var message = Refused(source, target, keepHead: false, "its hidden function is Tanh where ReLU is asked for");
        foreach (var part in new[]
        {
            "its hidden function is Tanh where ReLU is asked for", "its 'encoder.linear1.weight' is [5x6] where [5x7] is needed",
            "it has nothing for 'layers.norm1.norm.weight'", "its 'encoder.linear2.weight' has no place here",
            "its 'encoder.linear2.bias' has no place here",
        })
            StringAssert.Contains(message, part);
        Assert.DoesNotContain("decoder", message); // heads are no concern of a network that has its own
        StringAssert.Contains(Refused(source, target, keepHead: true), "it has nothing for 'layers.linear2.weight'");
    }

    [TestMethod]
    public void A_network_without_layers_before_its_answer_has_nothing_to_take_over_but_that()
    {
        using var scope = NewDisposeScope();
        foreach (var form in Enum.GetValues<ScalingForm>())
        {
            using var source = new MultilayerPerceptronNetwork(new(4, [], 2, Activation.ReLU, Scaling: form));
            using var target = new MultilayerPerceptronNetwork(new(4, [], 2, Activation.ReLU, Scaling: form));
            StringAssert.Contains(Refused(source, target, keepHead: false), "it has no layer before the one that gives its answer");
            LayerTransfer.Copy(source.state_dict(), target, TransferForm.Dense, keepHead: true, []);
            CollectionAssert.AreEqual(Values(source, "layers.linear1.weight"), Values(target, "layers.linear1.weight"));
        }
    }

    [TestMethod]
    public void Of_very_many_differences_the_first_are_shown()
    {
        using var scope = NewDisposeScope();
        using var source = Perceptron(4, [.. Enumerable.Repeat(3, 9)], 2);
        using var target = Perceptron(4, [2], 2);
        StringAssert.Contains(Refused(source, target, keepHead: false), "; and 6 more.");
    }

    [TestMethod]
    public void Frozen_blocks_have_no_gradient_and_their_normalizations_learn_nothing()
    {
        using var scope = NewDisposeScope();
        using var source = Perceptron(4, [3, 3], 2, normalizes: true);
        using var target = Perceptron(4, [3, 3], 2, normalizes: true);
        var taken = LayerTransfer.Copy(source.state_dict(), target, TransferForm.Dense, keepHead: false, []);
        taken.Freeze(target, 1);
        var learning = target.named_parameters().Where(p => p.parameter.requires_grad).Select(p => p.name).ToArray();
        Assert.IsFalse(Array.Exists(learning, name => name.Contains('1', StringComparison.Ordinal)), string.Join(", ", learning));
        Assert.HasCount(6, learning);
        var means = (Values(target, "layers.norm1.norm.running_mean"), Values(target, "layers.norm2.norm.running_mean"));
        target.train();
        target.call(rand(16, 4)).Dispose();
        CollectionAssert.AreEqual(means.Item1, Values(target, "layers.norm1.norm.running_mean"));
        CollectionAssert.AreNotEqual(means.Item2, Values(target, "layers.norm2.norm.running_mean"));
    }

    [TestMethod]
    public void A_stack_of_machines_unrolls_into_layers_that_answer_the_same()
    {
        using var scope = NewDisposeScope();
        var stack = DeepBeliefArchitecture.Create(5, VisibleUnits.Gaussian, [(4, HiddenUnits.Bernoulli), (3, HiddenUnits.Bernoulli)]);
        using var source = new DeepBeliefNetwork(stack);
        using (no_grad())
            source.Machines[0].StartAt(tensor(new[] { 1.0, -2, 3, 0.5, 4 }), tensor(new[] { 2.0, 1, 0.5, 3, 1 }), 10);
        using var target = new MultilayerPerceptronNetwork(new(5, [4, 3], 2, Activation.Sigmoid));
        LayerTransfer.Copy(source.Unrolled().ToDictionary(), target, TransferForm.Dense, keepHead: false, []);
        var rows = rand(7, 5).mul(3);
        using var gradientsOff = no_grad();
        AreClose(source.call(rows), target.OutputOf([rows], 1), 1e-5);
        using var decoder = Autoencoder(5, [4], 3, Activation.Sigmoid);
        LayerTransfer.Copy(source.Unrolled().ToDictionary(), decoder, TransferForm.Dense, keepHead: true, []);
        var codes = source.call(rows);
        var down = source.Machines[0].Restore(source.Machines[0].VisibleMean(source.Machines[1].VisibleMean(codes)));
        AreClose(down, decoder.Decode(codes), 1e-5);
    }

    [TestMethod]
    public void A_fine_tuned_belief_network_becomes_plain_layers_that_answer_the_same()
    {
        using var scope = NewDisposeScope();
        var machines = DeepBeliefArchitecture.Create(5, VisibleUnits.Gaussian, [(4, HiddenUnits.Bernoulli)]).Machines;
        using var source = new UnrolledDeepBeliefNetwork(new(machines, 2, Activation.Sigmoid, 0));
        using (no_grad())
        {
            source.state_dict()["layer1.mean"].copy_(rand(5));
            source.state_dict()["layer1.scale"].copy_(rand(5).add(0.5));
        }
        using var target = new MultilayerPerceptronNetwork(new(5, [4], 2, Activation.Sigmoid));
        using var gradientsOff = no_grad();
        LayerTransfer.Copy(source.Plain().ToDictionary(), target, TransferForm.Dense, keepHead: true, []);
        var rows = rand(7, 5);
        source.eval();
        AreClose(source.call(rows), target.call(rows), 1e-5);
    }

    [TestMethod]
    public void The_scaling_is_known_by_its_weights()
    {
        using var scope = NewDisposeScope();
        foreach (var form in Enum.GetValues<ScalingForm>())
        {
            using var network = new MultilayerPerceptronNetwork(new(4, [3], 2, Activation.ReLU, Scaling: form));
            Assert.AreEqual(form, TransferForm.Dense.ScalingOf(network.state_dict().Keys.ToArray()));
        }
    }

    private static string Refused(
        nn.Module source, nn.Module target, bool keepHead, params string[] faults) => Assert.ThrowsExactly<ArgumentException>(
        () => LayerTransfer.Copy(source.state_dict(), target, TransferForm.Dense, keepHead, faults)).Message;

    private static MultilayerPerceptronNetwork Perceptron(int width, int[] hidden, int answers, bool normalizes = false) =>
        new(new(width, hidden, answers, Activation.ReLU, BatchNormalization: normalizes));

    private static AutoencoderNetwork Autoencoder(int width, int[] hidden, int code, Activation function = Activation.ReLU) =>
        new(new(width, hidden, code, function, Activation.Sigmoid, Activation.Identity));

    private static float[] Values(nn.Module network, string name) => network.state_dict()[name].data<float>().ToArray();

    private static void AreClose(Tensor expected, Tensor found, double tolerance) =>
        Assert.IsLessThan(tolerance, (expected - found).abs().max().item<float>());
}
