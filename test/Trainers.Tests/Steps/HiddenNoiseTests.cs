using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Steps;

[TestClass]
public sealed class HiddenNoiseTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(Activation.Tanh, false)]
    [DataRow(Activation.Identity, false)]
    [DataRow(Activation.ReLU, true)]
    public void Hidden_values_bear_noise_in_training_and_not_afterwards(Activation function, bool normalizes)
    {
        using var network = new MultilayerPerceptronNetwork(
            new MultilayerPerceptronArchitecture(3, [50], 2, function, Dropout: 0, BatchNormalization: normalizes));
        var input = randn(40, 3);
        Assert.HasCount(1, network.HiddenEnds);
        var plain = network.FeaturesOf(input, null);
        using (HiddenNoise.Behind(network.HiddenEnds, 0.3))
        {
            var noise = network.FeaturesOf(input, null) - plain;
            Assert.AreEqual(0, noise.mean().item<float>(), 0.03);
            Assert.AreEqual(0.3, noise.std().item<float>(), 0.02);
            Assert.AreNotEqual(0f, (network.call(input) - network.call(input)).abs().max().item<float>(), "drawn anew");
            network.eval();
            Assert.AreEqual(0f, (network.call(input) - network.call(input)).abs().max().item<float>());
        }
        network.train();
        Assert.AreEqual(0f, (network.FeaturesOf(input, null) - plain).abs().max().item<float>(), "the noise is over");
        Assert.IsNull(HiddenNoise.Behind(network.HiddenEnds, 0));
    }

    [TestMethod]
    public void Every_hidden_layer_has_one_end_dropout_aside_and_the_answer_none()
    {
        using var network = new MultilayerPerceptronNetwork(
            new MultilayerPerceptronArchitecture(3, [5, 4], 2, Activation.ReLU, Dropout: 0.5, BatchNormalization: true));
        CollectionAssert.AreEqual(new[] { "ReLU", "ReLU" }, network.HiddenEnds.Select(module => module.GetName()).ToArray());
        using var pictures = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            1, 6, 6, [new ConvolutionLayer(2, 3), new ActivationLayer(Activation.Tanh), new ResidualBlock(2)], 2, "answer"));
        Assert.HasCount(2, pictures.Functions.ToArray());
    }
}
