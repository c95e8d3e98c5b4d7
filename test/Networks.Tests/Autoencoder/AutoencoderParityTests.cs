using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Autoencoder;

/// <summary>Against what PyTorch computed with the same weights: autoencoder_reference.py.</summary>
[TestClass]
public sealed class AutoencoderParityTests
{
    private static readonly JsonDocument Reference = JsonDocument.Parse(
        typeof(AutoencoderParityTests).Assembly.GetManifestResourceStream("autoencoder_reference.json")
            ?? throw new InvalidOperationException("autoencoder_reference.json is missing."));

    [TestMethod]
    public void A_dense_network_answers_what_PyTorch_answers()
    {
        using var scope = NewDisposeScope();
        using var network = Create(
            new AutoencoderArchitecture(
                6, [5], 3, Activation.LeakyReLU, Activation.Identity, Activation.Sigmoid)
            { ActivationSlope = 0.2 });
        var code = network.Encode(Inputs(4, 6));
        Compare("dense.code", code, 4, 3);
        Compare("dense.output", network.Decode(code), 4, 6);
        Compare("dense.output", network.call(Inputs(4, 6)), 4, 6);
    }

    [TestMethod]
    public void A_variational_encoder_answers_clamped_distributions_as_PyTorch_does()
    {
        using var scope = NewDisposeScope();
        using var network = Create(new AutoencoderArchitecture(6, [5], 3, Activation.LeakyReLU, Activation.Identity, Activation.Sigmoid)
        {
            ActivationSlope = 0.2,
            LogVarianceLimit = 0.4,
        });
        var (mean, logVariance) = network.EncodeDistribution(Inputs(4, 6));
        Compare("variational.mean", mean, 4, 3);
        Compare("variational.mean", network.Encode(Inputs(4, 6)), 4, 3);
        Compare("variational.log_variance", logVariance, 4, 3);
        var divergence = (1 + logVariance - mean.square() - logVariance.exp()).sum(dim: 1).mean() * -0.5;
        Compare("variational.divergence", divergence);
    }

    [TestMethod]
    public void Convolutions_and_their_way_back_over_odd_extents_answer_what_PyTorch_answers()
    {
        using var scope = NewDisposeScope();
        using var network = Create(new AutoencoderArchitecture(70, [], 2, Activation.Tanh, Activation.Identity, Activation.Sigmoid)
        {
            Convolution = new AutoencoderImageArchitecture(7, 5, 2, [3, 4], 3, DenseCode: true),
        });
        var code = network.Encode(Inputs(3, 70));
        Compare("convolutional.code", code, 3, 2);
        Compare("convolutional.output", network.Decode(code), 3, 70);
        CollectionAssert.AreEqual(new[] { 36, 16 }, network.Architecture.LayerSizes());
        CollectionAssert.AreEqual(new long[] { 36, 16 }, network.Layers(Inputs(3, 70)).Select(layer => layer.size(1)).ToArray());
    }

    private static AutoencoderNetwork Create(AutoencoderArchitecture architecture)
    {
        var network = new AutoencoderNetwork(architecture);
        network.eval();
        using var gradientsOff = no_grad();
        var k = 0;
        foreach (var (_, weight) in network.named_parameters().OrderBy(p => p.name, StringComparer.Ordinal))
        {
            var values = Enumerable.Range(k, (int)weight.numel()).Select(i => (float)(0.5 * Math.Sin((0.7 * i) + 1))).ToArray();
            weight.copy_(tensor(values, weight.shape)).DetachFromDisposeScope();
            k += values.Length;
        }
        return network;
    }

    private static Tensor Inputs(int rows, int width) =>
        tensor(Enumerable.Range(0, rows * width).Select(i => (float)(0.5 + (0.5 * Math.Sin(0.37 * i)))).ToArray(), [rows, width]);

    private static void Compare(string name, Tensor actual, params long[] shape)
    {
        CollectionAssert.AreEqual(shape, actual.shape, $"shape of {name}");
        var expected = Reference.RootElement.GetProperty(name).EnumerateArray().Select(e => e.GetSingle()).ToArray();
        var values = actual.detach().contiguous().reshape(-1).data<float>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], values[i], 2e-5, $"{name}[{i}]");
    }
}
