using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Layers with tables of connections, and padded convolutions, against whole ones and plain loops.</summary>
[TestClass]
public sealed class ConnectedForwardTests
{
    private static readonly IReadOnlyList<IReadOnlyList<int>> Table = [[2], [0, 1], [1, 0, 2]];

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(1, 1, 0)]
    [DataRow(2, 1, 1)]
    [DataRow(1, 2, 2)]
    [DataRow(3, 2, 4)]
    public void A_connected_convolution_is_a_whole_one_with_zeros(int stride, int dilation, int padding)
    {
        var layer = new ConvolutionLayer(3, 3) { Connections = Table, Stride = stride, Dilation = dilation, Padding = padding };
        var shape = new LayerShape(3, 9, 8);
        using var module = HandWeights.Drawn(layer.Create(shape, default));
        var w = HandWeights.Of(module);
        var whole = Whole(w["weight"]);
        var x = randn(2, 3, 9, 8);
        var expected = F.conv2d(
            x, whole, w["bias"], strides: [stride, stride], padding: [padding, padding], dilation: [dilation, dilation]);
        TensorAssert.AreClose(expected, module.call(x), 1e-5);
        var output = layer.OutputOf(shape);
        CollectionAssert.AreEqual(new long[] { 2, output.Channels, output.Height, output.Width }, expected.shape);
    }

    [TestMethod]
    public void A_connected_convolution_wraps_around_and_looks_back_as_a_whole_one_does()
    {
        foreach (var padding in new[] { ConvolutionPadding.Same, ConvolutionPadding.Causal, ConvolutionPadding.Circular })
        {
            var shape = new LayerShape(3, 6, 5);
            var layer = new ConvolutionLayer(3, 4) { KernelWidth = 2, Padding = padding, Bias = false };
            using var connected = HandWeights.Drawn((layer with { Connections = Table }).Create(shape, default));
            using var whole = layer.Create(shape, default);
            using (no_grad())
                whole.parameters().Single().copy_(Whole(HandWeights.Of(connected)["weight"]));
            var x = randn(2, 3, 6, 5);
            TensorAssert.AreClose(whole.call(x), connected.call(x), 1e-5, $"{padding}");
        }
    }

    [TestMethod]
    public void Connected_weights_lie_in_the_order_of_the_table()
    {
        var weights = new ConnectedWeights(3, Table);
        Assert.AreEqual((3, 6), (weights.Outputs, weights.Count));
        TensorAssert.Holds([0, 0, 1, 2, 3, 0, 5, 4, 6], weights.Whole(tensor(new[] { 1f, 2, 3, 4, 5, 6 })));
    }

    [TestMethod]
    public void A_connected_dense_layer_has_the_slopes_of_its_weights()
    {
        var weights = new ConnectedWeights(3, Table);
        var (x, target) = (randn(4, 3, dtype: ScalarType.Float64), randn(4, 3, dtype: ScalarType.Float64));
        TensorAssert.HasSlope(w => ((x.mm(weights.Whole(w).t()) - target).square()).sum(), randn(6, dtype: ScalarType.Float64));
        using var layer = HandWeights.Drawn(new ConnectedLinear(3, Table, hasBias: true));
        var own = HandWeights.Of(layer);
        var row = tensor(new[] { 2f, 3, 5 }, [1, 3]);
        var answer = layer.call(row);
        Assert.AreEqual(((own["weight"][0] * 5) + own["bias"][0]).item<float>(), answer[0, 0].item<float>(), 1e-5);
        Assert.AreEqual(((own["weight"][1] * 2) + (own["weight"][2] * 3) + own["bias"][1]).item<float>(), answer[0, 1].item<float>(), 1e-5);
        using var plain = new ConnectedLinear(3, Table, hasBias: false);
        CollectionAssert.AreEqual(new[] { "weight" }, HandWeights.Of(plain).Keys.ToArray());
    }

    [TestMethod]
    public void Inputs_that_are_not_there_are_refused_with_their_place()
    {
        ConnectionTable.MustFit(Table, 3, "channels");
        ConnectionTable.MustFit(null, 0, "channels");
        Assert.AreEqual(
            "Connections[0] names input 2, but only 2 channels come in, counted from 0",
            Assert.ThrowsExactly<LayerSizeException>(() => ConnectionTable.MustFit(Table, 2, "channels")).Message);
    }

    [TestMethod]
    [DataRow(0, 5, 1)]
    [DataRow(2, 0, 1)]
    [DataRow(2, 5, 0)]
    [DataRow(2, 5, 6)]
    public void Random_tables_of_impossible_sizes_are_refused(int outputs, int inputs, int perOutput) =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ConnectionTable.Random(outputs, inputs, perOutput, 1));

    [TestMethod]
    public void Zeros_that_differ_between_the_sides_lie_where_they_are_said()
    {
        var padded = Convolutions.Padded(ones(1, 1, 2, 3), [1, 2, 3, 4], wraps: false);
        CollectionAssert.AreEqual(new long[] { 1, 1, 2 + 3 + 4, 3 + 1 + 2 }, padded.shape);
        Assert.AreEqual(6f, padded[0, 0, 3..5, 1..4].sum().item<float>());
        Assert.AreEqual(6f, padded.sum().item<float>());
        var wrapped = Convolutions.Padded(tensor(new[] { 1f, 2, 3 }, [1, 1, 1, 3]), [2, 1, 0, 0], wraps: true);
        TensorAssert.Holds([2, 3, 1, 2, 3, 1], wrapped);
    }

    [TestMethod]
    public void A_convolution_says_what_lies_around_it()
    {
        using var circular = new ConvolutionLayer(1, 3) { Padding = ConvolutionPadding.Circular }.Create(new LayerShape(1, 5, 4), default);
        var around = (PaddedConvolution)circular;
        Assert.IsTrue(around.Wraps);
        CollectionAssert.AreEqual(new long[] { 1, 1, 1, 1 }, around.Zeros.ToArray());
        using var causal = new ConvolutionLayer(1, 3) { KernelWidth = 2, Padding = ConvolutionPadding.Causal }
            .Create(new LayerShape(1, 5, 4), default);
        CollectionAssert.AreEqual(new long[] { 1, 0, 2, 0 }, ((PaddedConvolution)causal).Zeros.ToArray());
        Assert.IsFalse(((PaddedConvolution)causal).Wraps);
    }

    [TestMethod]
    public void A_layer_that_is_silenced_answers_0_to_everything()
    {
        using var layer = nn.Linear(3, 2);
        Initializations.Silence(layer);
        TensorAssert.AreSame(zeros(4, 2), layer.call(randn(4, 3)));
        Assert.IsTrue(layer.weight.requires_grad, "it learns all the same");
    }

    [TestMethod]
    public void Subsampling_has_the_slopes_of_its_coefficients()
    {
        using var layer = new Subsampling(2, 2, null).to(ScalarType.Float64);
        var x = randn(3, 2, 4, 6, dtype: ScalarType.Float64);
        layer.call(x).square().sum().backward();
        var means = F.avg_pool2d(x, 2, 2);
        // The coefficients are 1 and the biases 0: the slope of Σ(c·m + b)² is 2·Σm² by c and 2·Σm by b.
        TensorAssert.AreClose(means.square().sum([0L, 2, 3]) * 2, layer.get_parameter("coefficient")!.grad!, 1e-9);
        TensorAssert.AreClose(means.sum([0L, 2, 3]) * 2, layer.get_parameter("bias")!.grad!, 1e-9);
    }

    [TestMethod]
    public void Codes_of_radial_basis_functions_stay_and_lie_in_the_saved_weights()
    {
        var layer = new RadialBasisLayer(4);
        using var module = layer.Create(new LayerShape(2, 1, 3), default);
        Assert.AreEqual(LayerShape.Flat(4), layer.OutputOf(new LayerShape(2, 1, 3)));
        Assert.AreEqual(0, layer.ParametersFor(new LayerShape(2, 1, 3)));
        Assert.IsEmpty(module.parameters());
        var codes = module.state_dict()["codes"];
        CollectionAssert.AreEqual(new long[] { 4, 6 }, codes.shape);
        TensorAssert.AreSame(ones(4, 6), codes.abs());
        var x = randn(3, 6);
        TensorAssert.AreClose((x.unsqueeze(1) - codes).square().sum(2) * -0.5, module.call(x), 1e-4);
    }

    // The weights of the table as a whole layer has them, by a loop.
    private static Tensor Whole(Tensor weight)
    {
        var whole = zeros([3, 3, .. weight.shape[1..]]);
        var at = 0;
        for (var output = 0; output < Table.Count; output++)
            foreach (var input in Table[output])
                whole[output, input] = weight[at++];
        return whole;
    }
}
