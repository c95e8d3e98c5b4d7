using DeepML.Networks;
using DeepML.Onnx.Tests.Graphs;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Onnx.Tests.Parts;

/// <summary>Layers, against loops over their sums in double precision.</summary>
[TestClass]
public sealed class LayersTests
{
    [TestInitialize]
    public void Seed() => manual_seed(3);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_dense_layer_is_a_sum_for_each_row_and_for_each_step(bool hasBias)
    {
        using var layer = nn.Linear(3, 2, hasBias);
        var (weight, bias) = (Values(layer.weight!), hasBias ? Values(layer.bias!) : [0, 0]);
        var rows = Drawn(4 * 3);
        double[] expected = [.. Enumerable.Range(0, 4).SelectMany(row => Enumerable.Range(0, 2).Select(unit =>
            bias[unit] + Enumerable.Range(0, 3).Sum(i => weight[(unit * 3) + i] * rows[(row * 3) + i])))];
        GraphRun.Near(expected, GraphRun.Of<float>(2, graph => OnnxLayers.Dense(graph, layer, "x"), GraphRun.Given("x", rows, 4, 3)));
        GraphRun.Near(
            expected, GraphRun.Of<float>(3, graph => OnnxLayers.DensePerStep(graph, layer, "x"), GraphRun.Given("x", rows, 2, 2, 3)));
    }

    // channels in, maps, kernel, stride, padding, dilation, groups
    [TestMethod]
    [DataRow(1, 2, 3, 1, 0, 1, 1)]
    [DataRow(2, 4, 3, 2, 1, 1, 2)]
    [DataRow(3, 3, 2, 1, 1, 2, 3)]
    [DataRow(2, 3, 1, 3, 0, 1, 1)]
    public void A_convolution_is_a_sum_at_every_place(int from, int to, int kernel, int stride, int padding, int dilation, int groups)
    {
        const int side = 6;
        using var layer = nn.Conv2d(from, to, kernel, stride, padding, dilation, groups: groups);
        var (weight, bias) = (Values(layer.weight!), Values(layer.bias!));
        var pictures = Drawn(2 * from * side * side);
        var made = ((side + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;
        var expected = new List<double>();
        for (var picture = 0; picture < 2; picture++)
            for (var map = 0; map < to; map++)
                for (var y = 0; y < made; y++)
                    for (var x = 0; x < made; x++)
                    {
                        var sum = (double)bias[map];
                        for (var channel = 0; channel < from / groups; channel++)
                            for (var down = 0; down < kernel; down++)
                                for (var right = 0; right < kernel; right++)
                                {
                                    var row = (y * stride) - padding + (down * dilation);
                                    var column = (x * stride) - padding + (right * dilation);
                                    if (row is < 0 or >= side || column is < 0 or >= side)
                                        continue;
                                    var plane = (map / (to / groups) * (from / groups)) + channel;
                                    sum += weight[(((map * (from / groups)) + channel) * kernel * kernel) + (down * kernel) + right]
                                        * pictures[(((picture * from) + plane) * side * side) + (row * side) + column];
                                }
                        expected.Add(sum);
                    }
        var given = GraphRun.Given("x", pictures, 2, from, side, side);
        GraphRun.Near(expected, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, layer, "x"), given));
    }

    [TestMethod]
    public void A_transposed_convolution_spreads_every_pixel()
    {
        using var layer = nn.ConvTranspose2d(1, 1, 3, stride: 2, padding: 1, output_padding: 1);
        var (weight, bias) = (Values(layer.weight!), Values(layer.bias!)[0]);
        float[] picture = [1, 2, 3, 4];
        var expected = Enumerable.Repeat((double)bias, 16).ToArray(); // 2 · (2 - 1) + 3 - 2 + 1 = 4 a side
        for (var y = 0; y < 2; y++)
            for (var x = 0; x < 2; x++)
                for (var down = 0; down < 3; down++)
                    for (var right = 0; right < 3; right++)
                        if ((2 * y) + down - 1 is >= 0 and < 4 and var row && (2 * x) + right - 1 is >= 0 and < 4 and var column)
                            expected[(row * 4) + column] += picture[(y * 2) + x] * weight[(down * 3) + right];
        GraphRun.Near(
            expected, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, layer, "x"), GraphRun.Given("x", picture, 1, 1, 2, 2)));
    }

    [TestMethod]
    [DataRow(4, 2, 1, 0, 1, true)]
    [DataRow(3, 2, 0, 1, 1, false)]
    [DataRow(3, 1, 2, 0, 2, true)]
    public void A_transposed_convolution_to_few_channels_is_written_as_any_other(
        int kernel, int stride, int padding, int outputPadding, int dilation, bool bias)
    {
        using var layer = NarrowingConvolution.Of(nn.ConvTranspose2d(
            16, 1, kernel, stride: stride, padding: padding, output_padding: outputPadding, dilation: dilation, bias: bias));
        Assert.IsInstanceOfType<NarrowingConvolution>(layer);
        var pictures = Drawn(2 * 16 * 3 * 4);
        using var input = torch.tensor(pictures, [2, 16, 3, 4]);
        using var answer = layer.call(input);
        GraphRun.Near(
            [.. Values(answer).Select(number => (double)number)],
            GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, layer, "x"), GraphRun.Given("x", pictures, 2, 16, 3, 4)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Sides_are_padded_each_by_its_own_width_with_zeros_or_the_opposite_side(bool wraps)
    {
        using var layer = new PaddedConvolution(nn.Conv2d(1, 1, (2, 3), bias: false), [1, 2, 0, 1], wraps); // left, right, top, bottom
        var weight = Values(layer.state_dict()["convolution.weight"]);
        var picture = Drawn(3 * 4);
        var expected = new List<double>();
        for (var y = 0; y < 3; y++) // 3 + 0 + 1 - 1
            for (var x = 0; x < 5; x++) // 4 + 1 + 2 - 2
                expected.Add(Enumerable.Range(0, 6).Sum(i => weight[i] * At(y + (i / 3), x - 1 + (i % 3))));
        GraphRun.Near(
            expected, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, layer, "x"), GraphRun.Given("x", picture, 1, 1, 3, 4)));

        double At(int row, int column) => wraps
            ? picture[((row + 3) % 3 * 4) + ((column + 4) % 4)]
            : row is < 0 or > 2 || column is < 0 or > 3 ? 0 : picture[(row * 4) + column];
    }

    [TestMethod]
    [DataRow(3, 2, 1, false)]
    [DataRow(2, 2, 0, true)] // a side of 5 leaves half a window
    [DataRow(2, 1, 0, false)]
    public void Windows_give_their_largest_number_or_their_mean(int size, int stride, int padding, bool roundUp)
    {
        const int side = 5;
        var picture = Drawn(side * side);
        var room = side + (2 * padding) - size;
        var made = (roundUp ? (room + stride - 1) / stride : room / stride) + 1;
        var (largest, means) = (new List<double>(), new List<double>());
        for (var y = 0; y < made; y++)
            for (var x = 0; x < made; x++)
            {
                var (seen, places) = (new List<double>(), 0);
                for (var row = (y * stride) - padding; row < (y * stride) - padding + size; row++)
                    for (var column = (x * stride) - padding; column < (x * stride) - padding + size; column++)
                    {
                        places += row < side + padding && column < side + padding ? 1 : 0; // of the padding, not beyond it
                        if (row is >= 0 and < side && column is >= 0 and < side)
                            seen.Add(picture[(row * side) + column]);
                    }
                largest.Add(seen.Max());
                means.Add(seen.Sum() / places);
            }
        using var maximum = nn.MaxPool2d(size, stride, padding, ceil_mode: roundUp);
        using var average = nn.AvgPool2d(size, stride, padding, ceil_mode: roundUp);
        var given = GraphRun.Given("x", picture, 1, 1, side, side);
        GraphRun.Near(largest, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, maximum, "x"), given), what: "largest");
        GraphRun.Near(means, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, average, "x"), given), what: "mean");
    }

    [TestMethod]
    public void Whole_pictures_become_their_mean_or_their_largest_number()
    {
        using var mean = nn.AdaptiveAvgPool2d(1);
        using var largest = nn.AdaptiveMaxPool2d([1, 1]);
        var given = GraphRun.Given("x", [1, 2, 3, 6, 5, -1, 0, 0], 1, 2, 2, 2);
        CollectionAssert.AreEqual(new float[] { 3, 1 }, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, mean, "x"), given));
        CollectionAssert.AreEqual(new float[] { 6, 5 }, GraphRun.Of<float>(4, graph => OnnxLayers.Write(graph, largest, "x"), given));
        using var halves = nn.AdaptiveAvgPool2d(2);
        Assert.ThrowsExactly<NotSupportedException>(() => OnnxLayers.Write(new OnnxGraph("any"), halves, "x"));
    }

    [TestMethod]
    public void Normalization_is_by_what_was_seen_in_training_and_not_by_the_batch()
    {
        using var norm = new BatchNormalization(2, epsilon: 0.5);
        using (no_grad())
        {
            norm.Weight.copy_(tensor(new[] { 2f, 3 }));
            norm.Bias.copy_(tensor(new[] { 10f, 20 }));
            norm.RunningMean.copy_(tensor(new[] { 1f, -1 }));
            norm.RunningVariance.copy_(tensor(new[] { 3.5f, 0.75f }));
        }
        double[] expected = [.. new[] { (5f, 4f), (1, -1) }.SelectMany(row => new[]
        {
            ((row.Item1 - 1) / Math.Sqrt(4) * 2) + 10, ((row.Item2 + 1) / Math.Sqrt(1.25) * 3) + 20,
        })];
        GraphRun.Near(
            expected, GraphRun.Of<float>(2, graph => OnnxLayers.Write(graph, norm, "x"), GraphRun.Given("x", [5, 4, 1, -1], 2, 2)));
        using var rows = new RowBatchNorm(2, epsilon: 0.5);
        GraphRun.Near(
            [5 / Math.Sqrt(1.5), 4 / Math.Sqrt(1.5)],
            GraphRun.Of<float>(2, graph => OnnxLayers.Write(graph, rows, "x"), GraphRun.Given("x", [5, 4], 1, 2)));
    }

    [TestMethod]
    public void Layers_that_do_nothing_when_scoring_are_left_out_of_a_row_of_layers()
    {
        using var layers = nn.Sequential(("drop", nn.Dropout(0.5)), ("same", nn.Identity()), ("flat", nn.Flatten()), ("ramp", nn.ReLU()));
        var graph = new OnnxGraph("any");
        OnnxLayers.Write(graph, layers, graph.Input("x", OnnxType.Single, OnnxSize.Batch, 2, 2));
        CollectionAssert.AreEqual(new[] { "Flatten", "Relu" }, graph.ToModel().Graph.Node.Select(node => node.OpType).ToArray());
    }

    [TestMethod]
    public void A_part_that_is_not_known_or_not_there_is_named()
    {
        using var unknown = nn.Sequential(("first", nn.ReLU()), ("second", nn.Softsign()));
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => OnnxLayers.Write(new OnnxGraph("any"), unknown, "x")).Message, "Softsign");
        Assert.IsNull(OnnxLayers.PartOrNull(unknown, "third"));
        Assert.IsInstanceOfType<TorchSharp.Modules.ReLU>(OnnxLayers.Part(unknown, "first"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => OnnxLayers.Part(unknown, "third")).Message, "has no part 'third'");
    }

    [TestMethod]
    public void Grey_weighs_colours_as_ML_NET_does_and_takes_the_mean_of_other_channels()
    {
        GraphRun.Near(
            [(0.3 * 1) + (0.59 * 2) + (0.11 * 4)],
            GraphRun.Of<float>(4, graph => OnnxPictures.Grey(graph, "x", 3), GraphRun.Given("x", [1, 2, 4], 1, 3, 1, 1)));
        CollectionAssert.AreEqual(
            new[] { 3f }, GraphRun.Of<float>(4, graph => OnnxPictures.Grey(graph, "x", 2), GraphRun.Given("x", [2, 4], 1, 2, 1, 1)));
        CollectionAssert.AreEqual(
            new[] { 5f }, GraphRun.Of<float>(4, graph => OnnxPictures.Grey(graph, "x", 1), GraphRun.Given("x", [5], 1, 1, 1, 1)));
    }

    [TestMethod]
    public void Pictures_become_smaller_by_means_and_larger_between_the_centres_of_pixels()
    {
        // 5 → 2: columns 0 to 2 and 2 to 4; 2 → 1: both rows
        var small = GraphRun.Of<float>(
            4, graph => OnnxPictures.Averaged(graph, "x", (2, 5), (1, 2)),
            GraphRun.Given("x", [1, 2, 3, 4, 5, 11, 12, 13, 14, 15], 1, 1, 2, 5));
        GraphRun.Near([(2 + 12) / 2.0, (4 + 14) / 2.0], small);
        // 2 → 4: centres at -1/4, 1/4, 3/4 and 5/4 of the way
        var large = GraphRun.Of<float>(
            4, graph => OnnxPictures.Interpolated(graph, "x", (1, 2), (1, 4)), GraphRun.Given("x", [10, 20], 1, 1, 1, 2));
        GraphRun.Near([10, 12.5, 17.5, 20], large);
    }

    private static float[] Values(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static float[] Drawn(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
