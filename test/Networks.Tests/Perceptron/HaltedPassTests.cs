using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Perceptron;

[TestClass]
public sealed class HaltedPassTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_pass_that_is_halted_before_the_answer_goes_on_to_it(bool readsSparse)
    {
        using var network = new MultilayerPerceptronNetwork(
            new MultilayerPerceptronArchitecture(6, [4, 3], 2, Activation.ReLU, ReadsSparse: readsSparse));
        using var gradientsOff = no_grad();
        var rows = eye(5, 6);
        var read = readsSparse ? rows.to_sparse() : rows;
        CollectionAssert.AreEqual(new long[] { 5, 4 }, network.OutputOf([read], 0).shape);
        var features = network.FeaturesOf(read, null);
        CollectionAssert.AreEqual(new long[] { 5, network.FeatureCount!.Value }, features.shape);
        Assert.AreEqual(0f, (network.AnswerTo(features) - network.call(read)).abs().max().item<float>());
    }
}
