using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Blocks of convolutions against torch's own functions on the same weights, in training and in scoring.</summary>
[TestClass]
public sealed class BlockForwardTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Residual =>
    [
        [new ResidualBlock(3), 3], [new ResidualBlock(4) { Stride = 2 }, 3], [new ResidualBlock(2) { Bottleneck = true }, 8],
        [new ResidualBlock(2) { Bottleneck = true, Stride = 3 }, 5],
    ];

    public static IEnumerable<object[]> PreActivation =>
    [
        [new ResidualBlock(3) { PreActivation = true }, 3], [new ResidualBlock(4) { PreActivation = true, Stride = 2 }, 3],
        [new ResidualBlock(2) { PreActivation = true, Bottleneck = true }, 8],
        [new ResidualBlock(2) { PreActivation = true, Bottleneck = true, Stride = 2 }, 5],
    ];

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Residual))]
    public void A_residual_block_is_what_torch_makes_of_its_weights(ResidualBlock block, int channels)
    {
        foreach (var training in new[] { false, true })
        {
            using var module = Made(block, channels, training);
            var w = HandWeights.Of(module);
            var x = randn(4, channels, 7, 6);
            int first = block.Bottleneck ? 1 : block.Stride, second = block.Bottleneck ? block.Stride : 1;
            var inner = Normalized(w, "bn1", Convolved(w, "conv1", x, first), training).relu();
            inner = Normalized(w, "bn2", Convolved(w, "conv2", inner, second), training);
            if (block.Bottleneck)
                inner = Normalized(w, "bn3", Convolved(w, "conv3", inner.relu(), 1), training);
            var shortcut = w.ContainsKey("downsample.0.weight")
                ? Normalized(w, "downsample.1", Convolved(w, "downsample.0", x, block.Stride), training)
                : x;
            TensorAssert.AreClose((inner + shortcut).relu(), module.call(x), 1e-4, $"training {training}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(PreActivation))]
    public void A_block_with_normalization_first_is_what_torch_makes_of_its_weights(ResidualBlock block, int channels)
    {
        foreach (var training in new[] { false, true })
        {
            using var module = Made(block, channels, training);
            var w = HandWeights.Of(module);
            var x = randn(4, channels, 7, 6);
            int first = block.Bottleneck ? 1 : block.Stride, second = block.Bottleneck ? block.Stride : 1;
            var activated = Normalized(w, "bn1", x, training).relu();
            var inner = Convolved(w, "conv2", Normalized(w, "bn2", Convolved(w, "conv1", activated, first), training).relu(), second);
            if (block.Bottleneck)
                inner = Convolved(w, "conv3", Normalized(w, "bn3", inner, training).relu(), 1);
            var shortcut = w.ContainsKey("downsample.weight") ? Convolved(w, "downsample", activated, block.Stride) : x;
            TensorAssert.AreClose(inner + shortcut, module.call(x), 1e-4, $"training {training}");
        }
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(5)]
    [DataRow(1)]
    public void An_inception_block_is_what_torch_makes_of_its_weights(int kernel)
    {
        var block = new InceptionBlock(2, 3, 4, 1, 5, 2) { LargeKernel = kernel };
        using var module = Made(block, 3, training: false);
        var w = HandWeights.Of(module);
        var x = randn(2, 3, 6, 5);
        Tensor Path(string name, Tensor from) =>
            Normalized(w, $"{name}.bn", Convolved(w, $"{name}.conv", from, 1), training: false, 1e-3).relu();
        var expected = cat(
            [
                Path("branch1", x), Path("branch2.1", Path("branch2.0", x)), Path("branch3.1", Path("branch3.0", x)),
                Path("branch4.1", F.max_pool2d(x, 3, 1, 1)),
            ], 1);
        CollectionAssert.AreEqual(new long[] { 2, 13, 6, 5 }, expected.shape);
        TensorAssert.AreClose(expected, module.call(x), 1e-4);
    }

    [TestMethod]
    public void An_auxiliary_head_is_what_torch_makes_of_its_weights_in_any_size()
    {
        var head = new AuxiliaryHead { Filters = 2, Units = 5, Dropout = 0.5 };
        using var module = head.Create(new LayerShape(3, 9, 7), new LayerBuild(4, false));
        HandWeights.Drawn(module);
        module.eval();
        var w = HandWeights.Of(module);
        var x = randn(2, 3, 9, 7);
        var features = Normalized(w, "conv.bn", Convolved(w, "conv.conv", F.adaptive_avg_pool2d(x, 4), 1), false, 1e-3).relu();
        var hidden = F.linear(features.flatten(1), w["fc1.weight"], w["fc1.bias"]).relu();
        TensorAssert.AreClose(F.linear(hidden, w["fc2.weight"], w["fc2.bias"]), module.call(x), 1e-4);
        module.train();
        Assert.IsGreaterThan(1e-4f, (module.call(x) - module.call(x)).abs().max().item<float>(), "it drops hidden units in training");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Rows_that_go_past_a_block_have_its_shortcut_alone_and_the_others_are_scaled_up(bool preActivation)
    {
        var block = new ResidualBlock(3) { PreActivation = preActivation };
        using var module = Made(block, 3, training: true);
        foreach (var norm in module.modules().OfType<BatchNormalization>())
            norm.KeepsStatistics = true; // each row by itself
        var x = randn(400, 3, 4, 4).abs();
        var whole = module.call(x);
        ((IResidualModule)module).SkipShare = 0.75;
        var skipped = module.call(x);
        var past = (skipped - x).abs().flatten(1).amax([1]).lt(1e-6f);
        Assert.AreEqual(0.75, past.to(float32).mean().item<float>(), 0.06);
        if (preActivation)
        {
            var others = past.logical_not();
            TensorAssert.AreClose(((whole - x) * 4)[others], (skipped - x)[others], 1e-4, "a quarter of the rows has four times as much");
        }
        module.eval();
        TensorAssert.AreClose(whole, module.call(x), 1e-5, "none in scoring");
    }

    [TestMethod]
    public void Shares_of_rows_grow_evenly_to_the_last_block()
    {
        ConvolutionalLayer[] layers =
            [new ResidualBlock(2), new ActivationLayer(Activation.ReLU), new ResidualBlock(2), new ResidualBlock(2)];
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(2, 8, 8, layers, 3, "answer"));
        network.SkipBlocks(0.6);
        CollectionAssert.AreEqual(
            new[] { 0.2, 0.4, 0.6 },
            network.Functions.OfType<IResidualModule>().Select(block => Math.Round(block.SkipShare, 12)).ToArray());
    }

    [TestMethod]
    public void Batch_normalization_is_torchs_in_training_and_scoring_and_counts_batches()
    {
        using var ours = HandWeights.Drawn(new BatchNormalization(3, epsilon: 1e-3, momentum: 0.3));
        using var torchs = nn.BatchNorm2d(3, eps: 1e-3, momentum: 0.3);
        NetworkWeights.Copy(ours.state_dict(), torchs.state_dict());
        for (var batch = 0; batch < 3; batch++)
        {
            var x = (randn(4, 3, 2, 5) * 2) + 1;
            TensorAssert.AreClose(torchs.call(x), ours.call(x), 1e-5);
        }
        foreach (var (name, value) in torchs.state_dict())
            TensorAssert.AreClose(value, ours.state_dict()[name], 1e-5, name);
        Assert.AreEqual(3L, ours.state_dict()["num_batches_tracked"].item<long>());
        (ours.KeepsStatistics, var before) = (true, ours.RunningMean.clone());
        var still = randn(4, 3, 2, 5);
        TensorAssert.AreSame(ours.ByRunningStatistics(still), ours.call(still), "training by the running statistics");
        TensorAssert.AreSame(before, ours.RunningMean);
        Assert.AreEqual(3L, ours.state_dict()["num_batches_tracked"].item<long>());
        ours.eval();
        torchs.eval();
        TensorAssert.AreClose(torchs.call(still), ours.call(still), 1e-5);
    }

    [TestMethod]
    public void A_single_row_is_normalized_by_the_running_statistics_in_training()
    {
        using var norm = HandWeights.Drawn(new RowBatchNorm(4));
        var row = randn(1, 4);
        var inner = norm.Norm;
        var expected = ((row - inner.RunningMean) / (inner.RunningVariance + 1e-5).sqrt() * inner.Weight) + inner.Bias;
        var before = inner.RunningMean.clone();
        TensorAssert.AreClose(expected, norm.call(row), 1e-5);
        TensorAssert.AreSame(before, inner.RunningMean, "one row has no spread to learn from");
        norm.call(randn(2, 4));
        Assert.IsFalse(before.equal(inner.RunningMean).all().item<bool>());
    }

    private static nn.Module<Tensor, Tensor> Made(ConvolutionalLayer layer, int channels, bool training)
    {
        var module = HandWeights.Drawn(layer.Create(new LayerShape(channels, 7, 6), new LayerBuild(1, false)));
        module.train(training);
        return module;
    }

    private static Tensor Convolved(Dictionary<string, Tensor> w, string name, Tensor x, int stride)
    {
        var weight = w[$"{name}.weight"];
        return F.conv2d(x, weight, strides: [stride, stride], padding: [weight.size(2) / 2, weight.size(3) / 2]);
    }

    // By the mean and variance of the batch, or by the running ones, of each channel.
    private static Tensor Normalized(Dictionary<string, Tensor> w, string name, Tensor x, bool training, double epsilon = 1e-5)
    {
        Tensor Channels(Tensor numbers) => numbers.view(1, -1, 1, 1);
        var mean = training ? x.mean([0L, 2, 3], keepdim: true) : Channels(w[$"{name}.running_mean"]);
        var variance = training ? (x - mean).square().mean([0L, 2, 3], keepdim: true) : Channels(w[$"{name}.running_var"]);
        return ((x - mean) / (variance + epsilon).sqrt() * Channels(w[$"{name}.weight"])) + Channels(w[$"{name}.bias"]);
    }
}
