using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>The layers of a U-net, against torch's own functions on the same weights.</summary>
[TestClass]
public sealed class UNetModuleTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_U_of_two_levels_is_what_torch_makes_of_its_weights(bool skips)
    {
        var form = new UNetGenerator { Depth = 2, Filters = 2, Skips = skips, Upsampling = ImageUpsampling.Transposed };
        using var network = HandWeights.Drawn(form.Create(1, 3, 1));
        var w = HandWeights.Of(network);
        Tensor Pair(Tensor x, string name) => Convolved(w, Convolved(w, x, $"{name}.conv1").relu(), $"{name}.conv2").relu();
        Tensor Doubled(Tensor x, string name) => nn.functional.conv_transpose2d(
            x, w[$"{name}.conv.weight"], w[$"{name}.conv.bias"], strides: [2, 2], padding: [1, 1]).relu();
        Tensor Joined(Tensor seen, Tensor x) => skips ? cat([seen, x], 1) : x;
        var picture = rand(2, 1, 8, 4);
        var first = Pair(picture, "down1"); // (2, 2, 8, 4)
        var second = Pair(nn.functional.max_pool2d(first, 2, 2), "down2"); // (2, 4, 4, 2)
        var deepest = Pair(nn.functional.max_pool2d(second, 2, 2), "middle"); // (2, 8, 2, 1)
        var back = Pair(Joined(second, Doubled(deepest, "up2")), "join2");
        back = Pair(Joined(first, Doubled(back, "up1")), "join1");
        var expected = nn.functional.conv2d(back, w["answer.weight"], w["answer.bias"]);
        TensorAssert.AreClose(expected, network.call(picture), 1e-5);
    }

    [TestMethod]
    public void The_mean_of_the_deepest_features_is_added_everywhere()
    {
        using var with = HandWeights.Drawn(new UNetGenerator { Depth = 1, Filters = 2, GlobalFeatures = true }.Create(1, 1, 1));
        using var without = new UNetGenerator { Depth = 1, Filters = 2 }.Create(1, 1, 1);
        var w = HandWeights.Of(with);
        without.load_state_dict(w, strict: false);
        var picture = rand(1, 1, 6, 4);
        Assert.IsGreaterThan(1e-4f, (with.call(picture) - without.call(picture)).abs().max().item<float>());
        // dense2 that answers nothing but its bias adds the same number to each deep feature, wherever it lies.
        using (no_grad())
        {
            w["whole.dense2.weight"].zero_();
            w["whole.dense2.bias"].zero_();
        }
        TensorAssert.AreClose(without.call(picture), with.call(picture), 1e-6, "nothing to add");
    }

    [TestMethod]
    public void Deep_features_are_dropped_in_training_only()
    {
        using var network = HandWeights.Drawn(new UNetGenerator { Depth = 1, Filters = 4, Dropout = 0.5 }.Create(1, 1, 1));
        var picture = rand(1, 1, 8, 8);
        network.eval();
        TensorAssert.AreSame(network.call(picture), network.call(picture));
        network.train();
        Assert.IsFalse(network.call(picture).equal(network.call(picture)).all().item<bool>());
    }

    [TestMethod]
    public void Instance_normalization_makes_the_scale_of_a_picture_not_matter()
    {
        using var pair = HandWeights.Drawn(new ConvolutionPair(1, 3, ImageNormalization.Instance));
        var picture = rand(1, 1, 8, 8);
        // A convolution without bias answers three times a picture with three times the numbers, zeros around it included.
        TensorAssert.AreClose(pair.call(picture), pair.call(picture * 3), 1e-3);
        Assert.IsFalse(HandWeights.Of(pair).ContainsKey("conv1.bias"), "a bias would be taken away again");
        using var plain = new ConvolutionPair(1, 3, ImageNormalization.None);
        Assert.IsTrue(HandWeights.Of(plain).ContainsKey("conv1.bias"));
    }

    [TestMethod]
    public void A_pair_normalized_by_the_batch_is_what_torch_makes_of_its_weights_and_running_values()
    {
        using var pair = HandWeights.Drawn(new ConvolutionPair(2, 3, ImageNormalization.Batch, isResidual: false));
        pair.eval();
        var w = HandWeights.Of(pair);
        var x = rand(2, 2, 5, 3);
        Tensor Normalized(Tensor value, string name) => nn.functional.batch_norm(
            value, w[$"{name}.running_mean"], w[$"{name}.running_var"], w[$"{name}.weight"], w[$"{name}.bias"], false, 0.1, 1e-5);
        Tensor Plain(Tensor value, string name) => nn.functional.conv2d(value, w[$"{name}.weight"], padding: [1, 1]);
        var expected = Normalized(Plain(Normalized(Plain(x, "conv1"), "norm1").relu(), "conv2"), "norm2").relu();
        TensorAssert.AreClose(expected, pair.call(x), 1e-5);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void A_transposed_enlargement_spreads_each_pixel_by_its_kernel(int factor)
    {
        using var network = new Enlargement(1, 1, factor, ImageUpsampling.Transposed);
        var weight = network.get_parameter("conv.weight")!;
        using (no_grad())
        {
            weight.fill_(1);
            network.get_parameter("conv.bias")!.zero_();
        }
        var kernel = (2 * factor) - (factor % 2);
        Assert.AreEqual(kernel, weight.size(2));
        var picture = zeros(1, 1, 5, 5);
        picture[0, 0, 2, 2] = 1;
        var answer = network.call(picture);
        CollectionAssert.AreEqual(new long[] { 1, 1, 5 * factor, 5 * factor }, answer.shape);
        Assert.AreEqual(kernel * kernel, answer.sum().item<float>(), "a square of the kernel's size");
        var first = (2 * factor) - ((kernel - factor) / 2);
        Assert.AreEqual(kernel * kernel, answer[0, 0, first..(first + kernel), first..(first + kernel)].sum().item<float>(),
            "with the pixel in its middle");
    }

    [TestMethod]
    public void A_residual_network_that_halves_and_enlarges_is_what_torch_makes_of_its_weights()
    {
        using var network = HandWeights.Drawn(new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 }.Create(1, 2, 3));
        var w = HandWeights.Of(network);
        var picture = rand(2, 1, 4, 6);
        Tensor Shuffled(Tensor x, string name, int factor) => nn.functional.pixel_shuffle(Convolved(w, x, $"{name}.conv"), factor).relu();
        var entered = Convolved(w, picture, "enter").relu();
        entered = nn.functional.conv2d(entered, w["halve1.weight"], w["halve1.bias"], strides: [2, 2], padding: [1, 1]).relu();
        var inner = entered + Convolved(w, Convolved(w, entered, "block1.conv1").relu(), "block1.conv2");
        inner = Convolved(w, inner, "last") + entered;
        var expected = Convolved(w, Shuffled(Shuffled(inner, "double1", 2), "enlarge1", 3), "answer");
        CollectionAssert.AreEqual(new long[] { 2, 2, 12, 18 }, expected.shape);
        TensorAssert.AreClose(expected, network.call(picture), 1e-5);
    }

    [TestMethod]
    public void Normalizations_stand_behind_entry_and_doublings()
    {
        using var network = new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1, Normalization = ImageNormalization.Batch }
            .Create(1, 1, 1);
        var names = HandWeights.Of(network).Keys.Where(name => name.EndsWith("running_mean", StringComparison.Ordinal)).Order().ToArray();
        CollectionAssert.AreEqual(
            new[]
            {
                "block1.norm1.running_mean", "block1.norm2.running_mean", "double1_norm.running_mean", "enter_norm.running_mean",
                "halve1_norm.running_mean",
            },
            names);
    }

    private static Tensor Convolved(Dictionary<string, Tensor> w, Tensor x, string name) =>
        nn.functional.conv2d(x, w[$"{name}.weight"], w[$"{name}.bias"], padding: [1, 1]);
}
