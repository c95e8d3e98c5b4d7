using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Maxout, trained sub-sampling and radial basis functions against their formulas.</summary>
[TestClass]
public sealed class ClassicLayerTests
{
    [TestMethod]
    public void A_maxout_unit_is_its_largest_piece_and_only_that_one_learns()
    {
        using var scope = NewDisposeScope();
        var layer = new MaxoutLayer(2, 3);
        using var module = layer.Create(LayerShape.Flat(2), default);
        Assert.AreEqual((2 + 1) * 2 * 3, layer.ParametersFor(LayerShape.Flat(2)));
        using (no_grad())
        {
            module.state_dict()["linear.weight"].copy_(tensor(new float[] { 1, 0, -1, 0, 0, 0, 0, 2, 1, 1, -1, -1 }, [6, 2]));
            module.state_dict()["linear.bias"].copy_(tensor(new float[] { 0, 0, 0.5f, -1, 0, 1 }));
        }
        var rows = tensor(new float[] { 3, 1, -2, -4, 0.25f, 0.1f }, [3, 2], requires_grad: true);
        var answer = module.call(rows);
        // |x|, but at least a half; and the largest of 2y - 1, x + y, 1 - x - y
        CollectionAssert.AreEqual(new[] { 3f, 4, 2, 7, 0.5f, 0.65f }, answer.data<float>().ToArray());
        answer.sum().backward();
        CollectionAssert.AreEqual(new[] { 1f + 1, 1, -1 - 1, -1, -1, -1 }, rows.grad!.data<float>().ToArray());
    }

    [TestMethod]
    public void A_picture_is_flattened_before_a_maxout_layer_and_the_network_learns_through_it()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new ConvolutionalNetwork(new(2, 3, 4, [new MaxoutLayer(5, 2)], 1, "answer"));
        Assert.AreEqual(LayerShape.Flat(5), network.Plan.Layers[0].Output);
        Assert.AreEqual(((24 + 1) * 10) + 6, network.Plan.ParameterCount);
        network.call(randn(3, 2, 3, 4)).sum().backward();
        Assert.IsTrue(network.parameters().All(weight => weight.grad!.abs().sum().item<float>() > 0));
    }

    [TestMethod]
    public void Sub_sampling_is_the_function_of_a_trained_line_of_the_mean()
    {
        using var scope = NewDisposeScope();
        var layer = new SubsamplingLayer(2);
        var input = new LayerShape(2, 4, 5);
        using var module = layer.Create(input, default);
        Assert.AreEqual(new LayerShape(2, 2, 2), layer.OutputOf(input));
        Assert.AreEqual(4, layer.ParametersFor(input));
        Assert.AreEqual(4, module.parameters().Sum(weight => weight.numel()));
        using (no_grad())
        {
            module.state_dict()["coefficient"].copy_(tensor(new float[] { 2, -1 }));
            module.state_dict()["bias"].copy_(tensor(new float[] { 0.5f, 3 }));
        }
        var pictures = randn(1, 2, 4, 5);
        var answer = module.call(pictures);
        for (var map = 0; map < 2; map++)
            for (var y = 0; y < 2; y++)
                for (var x = 0; x < 2; x++)
                {
                    var mean = pictures[0, map].slice(0, 2 * y, (2 * y) + 2, 1).slice(1, 2 * x, (2 * x) + 2, 1).mean().item<float>();
                    var sum = map == 0 ? (2 * mean) + 0.5 : 3 - mean;
                    Assert.AreEqual(1 / (1 + Math.Exp(-sum)), answer[0, map, y, x].item<float>(), 1e-6);
                }
        answer.sum().backward();
        Assert.IsTrue(module.parameters().All(weight => weight.grad is not null));
    }

    [TestMethod]
    public void A_radial_basis_function_is_half_the_squared_distance_from_a_code_of_ones_that_is_not_trained()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var network = new ConvolutionalNetwork(
            new(1, 2, 3, [new FlattenLayer()], 4, "output", Answer: AnswerUnits.RadialBasis));
        Assert.IsEmpty(network.parameters().ToArray());
        Assert.AreEqual(0, network.Plan.ParameterCount);
        var codes = network.state_dict()["output.codes"];
        CollectionAssert.AreEqual(new long[] { 4, 6 }, codes.shape);
        Assert.IsTrue(codes.abs().eq(1).all().item<bool>());
        Assert.AreNotEqual(24f, Math.Abs(codes.sum().item<float>()));
        var rows = randn(5, 1, 2, 3);
        var answer = network.call(rows);
        for (var row = 0; row < 5; row++)
            for (var answered = 0; answered < 4; answered++)
                Assert.AreEqual(
                    -(rows[row].flatten() - codes[answered]).pow(2).sum().item<float>() / 2, answer[row, answered].item<float>(), 1e-4);
    }

    [TestMethod]
    public void Their_numbers_have_limits()
    {
        CollectionAssert.AreEqual(new[] { "Units", "Pieces" }, LayerFaults.NamesOf(new MaxoutLayer(0, 1)));
        CollectionAssert.AreEqual(Array.Empty<string>(), LayerFaults.NamesOf(new MaxoutLayer(1, 2)));
        CollectionAssert.AreEqual(new[] { "Pieces" }, LayerFaults.NamesOf(new MaxoutLayer(NumberLimits.MostUnits, 2)));
        CollectionAssert.AreEqual(
            new[] { "Size", "Function" }, LayerFaults.NamesOf(new SubsamplingLayer(0) { Function = Activation.ParametricReLU }));
        CollectionAssert.AreEqual(Array.Empty<string>(), LayerFaults.NamesOf(new SubsamplingLayer(1) { Function = Activation.Identity }));
        Assert.ThrowsExactly<LayerSizeException>(() => new SubsamplingLayer(3).OutputOf(new LayerShape(1, 2, 4)));
        Assert.ThrowsExactly<LayerSizeException>(() => new SubsamplingLayer(1).OutputOf(LayerShape.Flat(3)));
    }
}
