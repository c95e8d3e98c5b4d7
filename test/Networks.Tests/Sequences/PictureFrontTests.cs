using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>What makes steps of pictures: the same layers for each frame, none for frames that are not there.</summary>
[TestClass]
public sealed class PictureFrontTests
{
    private static readonly ConvolutionalFront Small = new(4, 6, 2)
    {
        Layers = [new ConvolutionLayer(3, 3) { Padding = ConvolutionPadding.Same }, new PoolingLayer(PoolingKind.Maximum, 2)],
    };

    [TestMethod]
    public void Every_frame_has_the_features_that_it_has_by_itself()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var front = new PictureFront(Small.Architecture());
        var steps = randn(2, 5, 48);
        var features = front.Read(steps, null);
        CollectionAssert.AreEqual(new long[] { 2, 5, 18 }, features.shape);
        for (var row = 0; row < 2; row++)
            for (var step = 0; step < 5; step++)
                Near(front.Layers.call(steps[row][step].reshape(1, 2, 4, 6)).flatten(), features[row][step]);
    }

    [TestMethod]
    public void Behind_the_end_no_frame_is_looked_at_and_features_are_0()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var front = new PictureFront(Small.Architecture());
        var steps = randn(3, 4, 48);
        var lengths = tensor(new long[] { 4, 2, 0 });
        var whole = front.Read(steps, null);
        var within = SequenceEncoderNetwork.Mask(lengths, 4).unsqueeze(2);
        var features = front.Read(where(within, steps, full_like(steps, double.NaN)), lengths);
        Near(whole[0], features[0]);
        Near(whole[1].narrow(0, 0, 2), features[1].narrow(0, 0, 2));
        Assert.AreEqual(0, features[1].narrow(0, 2, 2).abs().sum().item<float>());
        Assert.AreEqual(0, features[2].abs().sum().item<float>());
        Assert.AreEqual(0, front.Read(steps, zeros(3, dtype: ScalarType.Int64)).abs().sum().item<float>(), "no frame at all");
    }

    [TestMethod]
    public void Channels_side_by_side_are_the_same_pictures_as_planes()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        using var planes = new PictureFront(Small.Architecture());
        using var side = new PictureFront((Small with { ChannelsLast = true }).Architecture());
        side.load_state_dict(planes.state_dict());
        var pictures = randn(3, 2, 4, 6);
        Near(planes.Read(pictures.reshape(1, 3, 48), null), side.Read(pictures.permute(0, 2, 3, 1).reshape(1, 3, 48), null));
    }

    [TestMethod]
    public void The_places_of_a_picture_are_steps_line_by_line()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        manual_seed(1);
        var architecture = Small.Architecture() with { ReadsPlaces = true };
        Assert.AreEqual(6, architecture.Places);
        Assert.AreEqual(3, architecture.StepSize);
        using var front = new PictureFront(architecture);
        var pictures = randn(2, 2, 4, 6);
        var places = front.Places(pictures);
        CollectionAssert.AreEqual(new long[] { 2, 6, 3 }, places.shape);
        var maps = front.Layers.call(pictures); // (2, 3, 2, 3)
        Near(maps[1].select(1, 1).select(1, 2), places[1][5]);
        Near(maps[1].select(1, 1).select(1, 0), places[1][3]);
    }

    public static IEnumerable<object[]> Normalized =>
    [
        [new ConvolutionLayer(3, 4) { Bias = false }, "convolution1", "normalization1"], // leaves one pixel
        [new DenseLayer(3), "dense1", "normalization1.norm"],
    ];

    [TestMethod]
    [DynamicData(nameof(Normalized))]
    public void A_single_frame_of_a_training_batch_is_normalized_by_what_was_seen_before(
        ConvolutionalLayer layer, string first, string normalization)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var front = new PictureFront(new ConvolutionalFront(4, 4) { Layers = [layer, new BatchNormalizationLayer()] }.Architecture());
        front.train();
        front.Read(randn(2, 3, 16), null); // six frames, which the running values are of
        var of = front.Layers.state_dict().ToDictionary(weight => weight.Key, weight => weight.Value.detach().clone());
        var frames = randn(2, 3, 16);
        var features = front.Read(frames, tensor(new long[] { 0, 1 })); // (2, 3, 3), of which one frame is there
        var sums = of[$"{first}.weight"].reshape(3, 16).matmul(frames[1][0]);
        if (of.TryGetValue($"{first}.bias", out var bias))
            sums += bias;
        var (mean, variance) = (of[$"{normalization}.running_mean"], of[$"{normalization}.running_var"]);
        Near((sums - mean) / (variance + 1e-5).sqrt(), features[1][0]); // weights begin at 1, biases at 0
        Near(mean, front.Layers.state_dict()[$"{normalization}.running_mean"]);
        Assert.IsTrue(front.Layers.training, "the next batch is learned from as before");
        features.sum().backward();
        Assert.IsGreaterThan(0, front.parameters().First().grad!.abs().sum().item<float>(), "and it is learned from");
    }

    [TestMethod]
    public void With_nothing_set_tiny_and_large_pictures_have_64_features()
    {
        foreach (var (height, width) in new[] { (1, 1), (3, 9), (24, 24), (64, 48) })
        {
            var architecture = new ConvolutionalFront(height, width, 3).Architecture();
            Assert.AreEqual(64, architecture.StepSize, $"{height}x{width}");
            Assert.IsLessThan(700_000, ConvolutionalPlan.Of(architecture.Pictures).ParameterCount, $"{height}x{width}");
        }
    }

    [TestMethod]
    public void Sizes_and_layers_past_their_limits_are_named()
    {
        var faults = new List<string>();
        var front = new ConvolutionalFront(0, -1, 0)
        {
            Layers = [null!, new AuxiliaryHead(), new ConvolutionLayer(0, 3) { Name = "a..b" }],
        };
        front.Validate(new PartFaults("Front", (name, value, requirement) => faults.Add($"{name} is {value ?? "null"}: {requirement}")));
        foreach (var fault in new[]
        {
            "Front.Height is 0: at least 1", "Front.Width is -1: at least 1", "Front.Channels is 0: at least 1",
            "Front.Layers[0] is null", "Front.Layers[1] is AuxiliaryHead", "Front.Layers[2].Name is \"a..b\"",
            "Front.Layers[2] (convolution).Filters is 0",
        })
            Assert.IsTrue(faults.Any(found => found.StartsWith(fault, StringComparison.Ordinal)), $"{fault}: {string.Join("; ", faults)}");
    }

    private static void Near(Tensor expected, Tensor actual) =>
        Assert.IsLessThan(1e-5, (expected - actual).abs().max().item<float>());
}
