using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Layers of which each output sees some inputs, against fully connected ones whose other weights are 0.</summary>
[TestClass]
public sealed class ConnectedLayerTests
{
    private static readonly int[][] Table = [[0, 2], [1], [3, 1, 0]];

    [TestMethod]
    public void A_filter_answers_to_its_channels_alone()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var layer = new ConvolutionLayer(3, 3) { Connections = Table, Padding = ConvolutionPadding.Same, Stride = 2 };
        var input = new LayerShape(4, 7, 6);
        using var module = layer.Create(input, default);
        var (weight, bias) = (module.state_dict()["weight"], module.state_dict()["bias"]);
        CollectionAssert.AreEqual(new long[] { 6, 3, 3 }, weight.shape);
        Assert.AreEqual((6 * 9) + 3, layer.ParametersFor(input));
        var whole = zeros(3, 4, 3, 3);
        Fill(whole, weight);
        using var full = (layer with { Connections = null }).Create(input, default);
        foreach (var (name, tensor) in full.state_dict())
            tensor.copy_(name.EndsWith("weight", StringComparison.Ordinal) ? whole : bias);
        var pictures = randn(2, 4, 7, 6);
        Assert.IsLessThan(1e-5f, (module.call(pictures) - full.call(pictures)).abs().max().item<float>());
    }

    [TestMethod]
    public void A_unit_answers_to_its_inputs_alone_and_only_they_have_gradients()
    {
        using var scope = NewDisposeScope();
        var layer = new DenseLayer(3) { Connections = Table };
        using var module = layer.Create(LayerShape.Flat(4), default);
        var (weight, bias) = (module.state_dict()["weight"], module.state_dict()["bias"]);
        Assert.AreEqual(6 + 3, module.parameters().Sum(p => p.numel()));
        Assert.AreEqual(6 + 3, layer.ParametersFor(LayerShape.Flat(4)));
        var rows = randn([5, 4], requires_grad: true);
        var whole = zeros(3, 4);
        Fill(whole, weight.detach());
        var answer = module.call(rows);
        Assert.IsLessThan(1e-6f, (answer - nn.functional.linear(rows, whole, bias)).abs().max().item<float>());
        answer.select(1, 1).sum().backward();
        var reached = rows.grad!.abs().sum([0L]).data<float>().ToArray();
        Assert.IsTrue(reached is [0, > 0, 0, 0], string.Join(" ", reached));
    }

    [TestMethod]
    [DataRow(WeightInitialization.LeCun)]
    [DataRow(WeightInitialization.He)]
    [DataRow(WeightInitialization.Xavier)]
    public void First_weights_are_spread_by_the_inputs_that_are_seen(WeightInitialization method)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        // Units that see 1 and 100 of 100 inputs; each input is seen by 100 units of each sort.
        int[][] table =
        [
            .. Enumerable.Range(0, 10_000).Select(unit => new[] { unit % 100 }),
            .. Enumerable.Repeat(Enumerable.Range(0, 100).ToArray(), 100),
        ];
        using var module = new DenseLayer(table.Length) { Connections = table }.Create(LayerShape.Flat(100), default);
        Initializations.Apply(module, method);
        var weights = module.state_dict()["weight"].data<float>().ToArray();
        var (few, many) = (weights[..10_000].Max(Math.Abs), weights[10_000..].Max(Math.Abs));
        var (ofOne, ofHundred) = method switch
        {
            WeightInitialization.He => (Math.Sqrt(6), Math.Sqrt(6.0 / 100)),
            WeightInitialization.LeCun => (1, 0.1),
            _ => (Math.Sqrt(6.0 / 201), Math.Sqrt(6.0 / 300)),
        };
        Assert.AreEqual(ofOne, few, 0.01 * ofOne);
        Assert.AreEqual(ofHundred, many, 0.01 * ofHundred);
        var biases = module.state_dict()["bias"].abs().max().item<float>();
        Assert.AreEqual(method == WeightInitialization.LeCun, biases > 0.5, $"{biases}");
    }

    [TestMethod]
    public void The_table_of_1998_has_60_connections_and_no_two_maps_alike()
    {
        var table = ConnectionTable.LeNet5;
        Assert.AreEqual(60, ConnectionTable.Count(table));
        Assert.HasCount(16, table.Select(seen => string.Join(",", seen)).Distinct().ToArray());
        CollectionAssert.AreEqual(new[] { 10, 10, 10, 10, 10, 10 }, Enumerable.Range(0, 6)
            .Select(map => table.Count(seen => seen.Contains(map))).ToArray());
    }

    [TestMethod]
    public void Random_connections_are_different_inputs_and_the_same_for_the_same_seed()
    {
        var table = ConnectionTable.Random(20, 9, 4, seed: 3);
        Assert.IsTrue(table.All(seen => seen.Count == 4 && seen.SequenceEqual(seen.Distinct().Order()) && seen[0] >= 0 && seen[^1] < 9));
        Assert.IsTrue(table.Zip(ConnectionTable.Random(20, 9, 4, seed: 3)).All(pair => pair.First.SequenceEqual(pair.Second)));
        Assert.IsFalse(table.Zip(ConnectionTable.Random(20, 9, 4, seed: 4)).All(pair => pair.First.SequenceEqual(pair.Second)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ConnectionTable.Random(20, 9, 10, seed: 3));
    }

    [TestMethod]
    public void A_table_that_does_not_fit_is_refused_with_its_place()
    {
        var layer = new ConvolutionLayer(3, 3) { Connections = Table };
        CollectionAssert.AreEqual(Array.Empty<string>(), LayerFaults.NamesOf(layer));
        CollectionAssert.AreEqual(new[] { "Connections" }, LayerFaults.NamesOf(layer with { Filters = 4 }));
        CollectionAssert.AreEqual(new[] { "Connections" }, LayerFaults.NamesOf(layer with { DepthwiseSeparable = true }));
        CollectionAssert.AreEqual(
            new[] { "Connections[0]", "Connections[1]", "Connections[2]" },
            LayerFaults.NamesOf(new DenseLayer(3) { Connections = [[], [1, -1], [2, 2]] }));
        StringAssert.Contains(
            Assert.ThrowsExactly<LayerSizeException>(() => layer.OutputOf(new LayerShape(3, 7, 6))).Message,
            "Connections[2] names input 3, but only 3 channels come in");
        StringAssert.Contains(
            Assert.ThrowsExactly<LayerSizeException>(() => new DenseLayer(3) { Connections = Table }.OutputOf(LayerShape.Flat(2))).Message,
            "Connections[0] names input 2, but only 2 numbers come in");
    }

    private static void Fill(Tensor whole, Tensor weight)
    {
        var at = 0;
        for (var output = 0; output < Table.Length; output++)
            foreach (var input in Table[output])
                whole[output, input] = weight[at++];
    }
}
