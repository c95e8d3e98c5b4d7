using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalNetworkTests
{
    private static readonly ConvolutionalLayer[] Layers =
    [
        new ConvolutionLayer(3, 3) { Padding = 1 }, new BatchNormalizationLayer(), new ActivationLayer(Activation.ReLU),
        new AuxiliaryHead { Filters = 2, Units = 4 }, new PoolingLayer(PoolingKind.Maximum, 2), new DenseLayer(5),
    ];

    private static ConvolutionalArchitecture Architecture => new(1, 8, 8, Layers, 2, "answer");

    [TestMethod]
    public void Frozen_blocks_get_no_gradient_and_keep_their_running_values_in_training()
    {
        using var network = new ConvolutionalNetwork(Architecture);
        network.FrozenBlocks = 1;
        network.train();
        using var scope = NewDisposeScope();
        var before = network.get_buffer("normalization1.running_mean")!.clone();
        network.call(randn([4, 1, 8, 8])).sum().backward();
        Assert.IsTrue(before.allclose(network.get_buffer("normalization1.running_mean")!), "running mean");
        Assert.IsFalse(network.get_parameter("convolution1.weight")!.requires_grad);
        Assert.IsTrue(network.get_parameter("dense1.weight")!.grad is not null, "a trained block has a gradient");
    }

    [TestMethod]
    public void Auxiliary_heads_answer_only_when_asked_and_change_nothing_behind_them()
    {
        using var network = new ConvolutionalNetwork(Architecture);
        using var plain = new ConvolutionalNetwork(Architecture.WithoutHeads());
        using var scope = NewDisposeScope();
        TransferredWeights.Copy(network.state_dict(), plain, keepHead: true);
        network.eval();
        plain.eval();
        var pictures = randn([3, 1, 8, 8]);
        var heads = new List<(Tensor Answer, double Weight)>();
        var answer = network.Answer(pictures, heads);
        Assert.HasCount(1, heads);
        CollectionAssert.AreEqual(new long[] { 3, 2 }, heads[0].Answer.shape);
        Assert.IsTrue(answer.allclose(plain.call(pictures)), "the answer without heads");
    }

    [TestMethod]
    public void Weights_of_another_network_are_refused_with_their_names()
    {
        using var network = new ConvolutionalNetwork(Architecture);
        using var other = new ConvolutionalNetwork(
            Architecture with { Layers = [new ConvolutionLayer(4, 3), new DenseLayer(7) { Name = "extra" }] });
        using var scope = NewDisposeScope();
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => TransferredWeights.Copy(other.state_dict(), network, keepHead: false)).Message;
        StringAssert.Contains(error, "'convolution1.weight' is [4x1x3x3] where [3x1x3x3] is needed");
        StringAssert.Contains(error, "'dense1.weight' is missing");
        StringAssert.Contains(error, "'extra.weight' has no place");
    }

    [TestMethod]
    public void Channels_are_centred_and_scaled_as_the_architecture_says()
    {
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            2, 1, 1, [new FlattenLayer()], 1, "answer", Means: [1, 2], Deviations: [2, 4]));
        using var scope = NewDisposeScope();
        var flat = network.OutputOf(tensor(new float[] { 3, 10 }, [1, 2, 1, 1]), 0);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, flat.data<float>().ToArray());
    }

    [TestMethod]
    public void Weights_start_within_the_bounds_of_the_method_asked_for()
    {
        foreach (var (method, bound) in new[] { (WeightInitialization.He, Math.Sqrt(6.0 / 9)),
            (WeightInitialization.Xavier, Math.Sqrt(6.0 / (9 + 576))), (WeightInitialization.LeCun, 1 / 3.0) })
        {
            using var network = new ConvolutionalNetwork(
                new ConvolutionalArchitecture(1, 8, 8, [new ConvolutionLayer(64, 3)], 2, "answer", method));
            using var scope = NewDisposeScope();
            var largest = network.get_parameter("convolution1.weight")!.abs().max().item<float>();
            Assert.IsTrue(largest <= bound && largest > 0.95 * bound, $"{method}: {largest} of {bound}");
            Assert.AreEqual(method != WeightInitialization.LeCun,
                network.get_parameter("convolution1.bias")!.abs().sum().item<float>() == 0, "biases of 0");
        }
    }
}
