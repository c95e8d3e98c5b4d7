using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class InitializationTests
{
    [TestMethod]
    public void The_method_that_nobody_asked_for_follows_the_next_function()
    {
        ConvolutionalLayer[] layers =
        [
            new ConvolutionLayer(2, 1), new BatchNormalizationLayer(), new ActivationLayer(Activation.ReLU),
            new ConvolutionLayer(2, 1), new ActivationLayer(Activation.Tanh),
            new ConvolutionLayer(2, 1), new ConvolutionLayer(2, 1), new ActivationLayer(Activation.LeakyReLU),
            new ResidualBlock(2), new AuxiliaryHead(), new InceptionBlock(1, 1, 1, 1, 1, 1), new FlattenLayer(),
        ];
        var plan = ConvolutionalPlan.Of(new ConvolutionalArchitecture(2, 8, 8, layers, 3, "answer")).Layers;
        WeightInitialization Of(int index) => Initializations.Resolve(WeightInitialization.Automatic, plan, index);
        Assert.AreEqual(WeightInitialization.He, Of(0), "a rectifier comes next, behind the normalization");
        Assert.AreEqual(WeightInitialization.LeCun, Of(3));
        Assert.AreEqual(WeightInitialization.LeCun, Of(5), "nothing lies between the two convolutions");
        Assert.AreEqual(WeightInitialization.He, Of(6));
        CollectionAssert.AreEqual(
            Enumerable.Repeat(WeightInitialization.He, 3).ToArray(), new[] { Of(8), Of(9), Of(10) }, "blocks rectify within");
        Assert.AreEqual(WeightInitialization.LeCun, Of(12), "the answer");
        Assert.AreEqual(WeightInitialization.Xavier, Initializations.Resolve(WeightInitialization.Xavier, plan, 0), "asked for");
    }

    [TestMethod]
    [DataRow(WeightInitialization.He, 0.5477)] // √(6 / 20): twenty numbers come in
    [DataRow(WeightInitialization.Xavier, 0.4472)] // √(6 / (20 + 10))
    [DataRow(WeightInitialization.LeCun, 0.2236)] // √(1 / 20)
    public void Weights_fill_their_bounds_evenly_and_biases_begin_at_0(WeightInitialization method, double bound)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = Linear(20, 10);
        var drawn = layer.bias!.data<float>().ToArray();
        Initializations.Apply(layer, method);
        var weights = layer.weight!.data<float>().ToArray();
        Assert.IsLessThanOrEqualTo(bound + 1e-3, weights.Max(Math.Abs));
        Assert.IsGreaterThan(0.9 * bound, weights.Max(Math.Abs));
        Assert.AreEqual(bound / Math.Sqrt(3), Math.Sqrt(weights.Average(w => (double)w * w)), 0.12 * bound, "as even numbers spread");
        CollectionAssert.AreEqual(method == WeightInitialization.LeCun ? drawn : new float[10], layer.bias!.data<float>().ToArray());
    }

    [TestMethod]
    public void Scales_of_normalization_stay_1()
    {
        using var norm = new BatchNormalization(3);
        Initializations.Apply(norm, WeightInitialization.He);
        CollectionAssert.AreEqual(new float[] { 1, 1, 1 }, norm.get_parameter("weight")!.data<float>().ToArray());
        CollectionAssert.AreEqual(new float[] { 0, 0, 0 }, norm.get_parameter("bias")!.data<float>().ToArray());
    }

    [TestMethod]
    public void Dots_in_a_name_are_folders_that_names_share()
    {
        using var scope = NewDisposeScope();
        using var folder = new ModuleFolder();
        folder.Add("features.0", Linear(1, 2));
        folder.Add("features.3.conv", Linear(2, 3, false));
        folder.Add("answer", Linear(3, 4, false));
        CollectionAssert.AreEquivalent(
            new[] { "features.0.weight", "features.0.bias", "features.3.conv.weight", "answer.weight" },
            folder.state_dict().Keys.ToArray());
    }

    [TestMethod]
    public void A_normalized_convolution_rectifies_what_it_has_normalized()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var module = new NormalizedConvolution(2, 3, 3);
        var answer = module.call(randn(4, 2, 5, 5));
        CollectionAssert.AreEqual(new long[] { 4, 3, 5, 5 }, answer.shape, "its padding keeps the size");
        Assert.AreEqual(0f, answer.min().item<float>());
        // half of what is normal lies below 0; the mean of the rest is 1/√(2π)
        Assert.AreEqual(1 / Math.Sqrt(2 * Math.PI), answer.mean().item<float>(), 0.05);
        Assert.IsFalse(module.state_dict().ContainsKey("conv.bias"), "the normalization would take it away");
    }
}
