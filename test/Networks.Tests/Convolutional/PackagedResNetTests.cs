using DeepML.Networks.Tests.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>The packaged ResNet-18, from a model with the same operations and tiny constants.</summary>
[TestClass]
public sealed class PackagedResNetTests
{
    private const int Convolutions = 1 + (9 * 2) + 3; // two for each of nine blocks, three shortcuts

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Convolutions_are_named_in_the_order_of_their_numbers_wherever_they_stand()
    {
        var weights = PackagedResNet.Read(Model(Enumerable.Range(0, Convolutions).Reverse()));
        Assert.AreEqual(0f, weights["conv1.weight"].item<float>());
        Assert.AreEqual(1f, weights["layer1.0.conv1.weight"].item<float>());
        Assert.AreEqual(4f, weights["layer1.1.conv2.weight"].item<float>());
        Assert.AreEqual(7f, weights["layer2.0.downsample.0.weight"].item<float>(), "behind the block's two");
        Assert.AreEqual(8f, weights["layer2.1.conv1.weight"].item<float>());
        Assert.AreEqual(Convolutions - 1f, weights["layer4.2.conv2.weight"].item<float>());
    }

    [TestMethod]
    public void Normalizations_follow_their_convolutions_with_all_four_parts()
    {
        var weights = PackagedResNet.Read(Model(Enumerable.Range(0, Convolutions)));
        Assert.HasCount(Convolutions * 5, weights);
        var parts = new[] { "weight", "bias", "running_mean", "running_var" };
        for (var part = 0; part < parts.Length; part++)
        {
            Assert.AreEqual(100f + part, weights[$"bn1.{parts[part]}"].item<float>());
            Assert.AreEqual(700f + 100 + part, weights[$"layer2.0.downsample.1.{parts[part]}"].item<float>());
        }
    }

    [TestMethod]
    public void Names_are_those_of_the_layers_that_read_them()
    {
        var names = PackagedResNet.Read(Model(Enumerable.Range(0, Convolutions))).Keys;
        var layers = PackagedResNet.Layers.Select(layer => layer.Name!).ToArray();
        foreach (var name in names)
            Assert.IsTrue(layers.Any(layer => name.StartsWith(layer + ".", StringComparison.Ordinal)), name);
        Assert.AreEqual(9, layers.Count(layer => layer.StartsWith("layer", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void The_first_convolution_reads_red_before_blue()
    {
        var weights = PackagedResNet.Read(Model(Enumerable.Range(0, Convolutions), first: [1, 2, 3]));
        TensorAssert.Holds([3, 2, 1], weights["conv1.weight"], 0);
        CollectionAssert.AreEqual(new long[] { 1, 3, 1, 1 }, weights["conv1.weight"].shape);
    }

    [TestMethod]
    public void Pictures_are_brought_to_the_bytes_that_it_has_learned_from()
    {
        var bytes = new[] { 200f, 0, 255 };
        for (var channel = 0; channel < 3; channel++)
            Assert.AreEqual(
                bytes[channel] - new[] { 123.15f, 115.90f, 103.06f }[channel],
                ((bytes[channel] / 255) - PackagedResNet.Means[channel]) / PackagedResNet.Deviations[channel], 1e-3);
    }

    [TestMethod]
    public void Other_models_are_refused_with_what_they_lack()
    {
        StringAssert.Contains(
            Refused(Model(Enumerable.Range(0, 20))), "has 20 convolutions; the ResNet-18 of Microsoft.ML.DnnImageFeaturizer has 22");
        StringAssert.Contains(
            Refused(Model(Enumerable.Range(0, Convolutions), normalized: false)),
            "No normalization follows the convolution 'Convolution0_Output'.");
        StringAssert.Contains(
            Refused(Model(Enumerable.Range(0, Convolutions), constants: false)), "The model has no constant 'w0'.");
        StringAssert.Contains(
            Refused(OnnxMessage.Model(Enumerable.Repeat(("Conv", new[] { "x", "w" }, new[] { "output" }), Convolutions), [])),
            "'output' has no number: CNTK has not written this model");
    }

    private static string Refused(byte[] model) => Assert.ThrowsExactly<FormatException>(() => PackagedResNet.Read(model)).Message;

    // Weights are the number of their convolution, parts of normalizations a hundred times it and more.
    private static byte[] Model(IEnumerable<int> order, float[]? first = null, bool normalized = true, bool constants = true)
    {
        var operations = new List<(string, string[], string[])>();
        var numbers = new List<(string, long[], float[])>();
        foreach (var i in order)
        {
            operations.Add(("Conv", ["x", $"w{i}"], [$"Convolution{i}_Output"]));
            float[] weight = i == 0 && first is not null ? first : [i];
            numbers.Add(($"w{i}", [1, weight.Length, 1, 1], weight));
            if (!normalized)
                continue;
            var parts = Enumerable.Range(0, 4).Select(part => $"n{i}.{part}");
            operations.Add(("BatchNormalization", [$"Convolution{i}_Output", .. parts], [$"N{i}"]));
            for (var part = 0; part < 4; part++)
                numbers.Add(($"n{i}.{part}", [1], [(100 * (i + 1)) + part]));
        }
        return OnnxMessage.Model(operations, constants ? numbers : []);
    }
}
