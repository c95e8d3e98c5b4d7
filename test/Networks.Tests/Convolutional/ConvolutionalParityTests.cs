using System.Text.Json;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>The same weights on the same pictures must give what PyTorch gives: see reference/convolutional_reference.py.</summary>
[TestClass]
public sealed class ConvolutionalParityTests
{
    private static readonly JsonElement Reference = JsonDocument.Parse(
        typeof(ConvolutionalParityTests).Assembly.GetManifestResourceStream("convolutional_reference.json")!).RootElement;

    [TestMethod]
    [DataRow("lenet5", ConvolutionalNetworkKind.LeNet5, 10)]
    [DataRow("small", ConvolutionalNetworkKind.Small, 10)]
    [DataRow("googlenet", ConvolutionalNetworkKind.GoogLeNet, 1000)]
    [DataRow("resnet18", ConvolutionalNetworkKind.ResNet18, 1000)]
    [DataRow("resnet18pre", ConvolutionalNetworkKind.ResNet18PreActivation, 1000)]
    [DataRow("smallresnet", ConvolutionalNetworkKind.SmallResNet, 10)]
    public void Answers_equal_those_of_the_same_network_in_torch(string name, ConvolutionalNetworkKind kind, int classes)
    {
        var reference = Reference.GetProperty(name);
        var shape = reference.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()).ToArray();
        var (layers, answerName) = NamedNetworks.Of(kind, shape[1], shape[2], heads: false);
        using var network = new ConvolutionalNetwork(
            new ConvolutionalArchitecture(shape[0], shape[1], shape[2], layers, classes, answerName));
        Assert.AreEqual(reference.GetProperty("parameters").GetInt64(), network.parameters().Sum(p => p.numel()), "parameters");
        Assert.AreEqual(network.Plan.ParameterCount, network.parameters().Sum(p => p.numel()), "parameters planned");
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        Fill(network);
        network.eval();
        var pictures = (Wave([2, .. shape.Select(size => (long)size)], 0.5) * 0.5 + 0.5).to(ScalarType.Float32);
        var expected = reference.GetProperty("answers")
            .EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetSingle()).ToArray();
        var actual = network.call(pictures).narrow(1, 0, 10).contiguous().data<float>().ToArray();
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.IsLessThan(
                1e-4, Math.Abs(expected[i] - actual[i]) / largest, $"{name}, answer {i}: expected {expected[i]}, found {actual[i]}");
    }

    [TestMethod]
    public void Names_of_weights_are_those_of_published_files()
    {
        Contains(ConvolutionalNetworkKind.ResNet18, "conv1.weight", "bn1.running_mean", "layer1.0.conv1.weight",
            "layer2.0.downsample.0.weight", "layer2.0.downsample.1.bias", "fc.bias");
        Contains(ConvolutionalNetworkKind.GoogLeNet, "conv1.conv.weight", "inception3a.branch1.bn.weight",
            "inception3a.branch2.1.conv.weight", "inception5b.branch4.1.bn.running_var", "aux1.fc2.weight", "fc.weight");
    }

    private static void Contains(ConvolutionalNetworkKind kind, params string[] names)
    {
        var (layers, answerName) = NamedNetworks.Of(kind, 32, 32);
        using var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(3, 32, 32, layers, 10, answerName));
        var found = network.state_dict().Keys.ToHashSet();
        foreach (var name in names)
            Assert.Contains(name, found);
    }

    private static Tensor Wave(long[] shape, double phase) =>
        (arange(shape.Aggregate(1L, (a, b) => a * b), dtype: ScalarType.Float64) * 12.9898 + phase).sin().reshape(shape);

    private static void Fill(nn.Module network)
    {
        var phase = 0;
        foreach (var (name, tensor) in network.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var number = phase++;
            if (tensor.dtype != ScalarType.Float32)
                continue;
            using var scope = NewDisposeScope();
            var values = Wave(tensor.shape, number);
            values = tensor.dim() > 1 ? values * 2 / Math.Sqrt(tensor.numel() / tensor.size(0))
                : name.EndsWith("running_var", StringComparison.Ordinal) ? (values * 0.5) + 1
                : name.EndsWith("weight", StringComparison.Ordinal) ? (values * 0.2) + 1
                : values * 0.1;
            tensor.copy_(values);
        }
    }
}
