using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Golden;

/// <summary>Worked numbers of convolution and pooling, through the layers of a convolutional network.</summary>
[TestClass]
public sealed class ConvolutionGoldenTests
{
    [TestMethod]
    public void A_vertical_edge_is_found_where_it_is()
    {
        var picture = Enumerable.Repeat(new float[] { 10, 10, 10, 0, 0, 0 }, 6).ToArray();
        Rows(
            [[0, 30, 30, 0], [0, 30, 30, 0], [0, 30, 30, 0], [0, 30, 30, 0]],
            Convolve(picture, new ConvolutionLayer(1, 3) { Bias = false }, [1, 0, -1, 1, 0, -1, 1, 0, -1]));
    }

    [TestMethod]
    public void A_padded_picture_of_nine_numbers_gives_sixteen() => Rows(
        [[0, 3, 8, 4], [9, 19, 25, 10], [21, 37, 43, 16], [6, 7, 8, 0]],
        Convolve(
            [[0, 1, 2], [3, 4, 5], [6, 7, 8]], new ConvolutionLayer(1, 2) { Padding = 1, Bias = false }, [0, 1, 2, 3]));

    [TestMethod]
    public void Eight_pixels_under_three_leave_six() =>
        Assert.AreEqual(new LayerShape(1, 6, 6), new ConvolutionLayer(1, 3).OutputOf(new LayerShape(1, 8, 8)));

    [TestMethod]
    public void The_larger_of_four_numbers_is_kept() => Rows(
        [[6, 8], [3, 4]],
        Pool(PoolingKind.Maximum, [[1, 2, 2, 3], [4, 6, 6, 8], [3, 1, 1, 0], [1, 2, 2, 4]]));

    [TestMethod]
    public void The_mean_or_the_largest_of_four_numbers_is_kept()
    {
        float[][] picture = [[4, 3, 1, 5], [1, 3, 4, 8], [4, 5, 4, 3], [6, 5, 9, 4]];
        Rows([[2.75f, 4.5f], [5, 5]], Pool(PoolingKind.Average, picture));
        Rows([[4, 8], [6, 9]], Pool(PoolingKind.Maximum, picture));
    }

    [TestMethod]
    public void A_stride_of_2_makes_two_pixels_of_five_and_a_transposed_one_five_of_two()
    {
        var layer = new ConvolutionLayer(1, 3) { Stride = 2 };
        Assert.AreEqual(new LayerShape(1, 2, 2), layer.OutputOf(new LayerShape(1, 5, 5)));
        Assert.AreEqual(new LayerShape(1, 5, 5), (layer with { Transposed = true }).OutputOf(new LayerShape(1, 2, 2)));
    }

    [TestMethod]
    public void Nine_weights_at_dilation_2_see_five_pixels_by_five()
    {
        var layer = new ConvolutionLayer(1, 3) { Dilation = 2, Bias = false };
        var input = new LayerShape(1, 5, 5);
        Assert.AreEqual(9, layer.ParametersFor(input));
        Assert.AreEqual(new LayerShape(1, 1, 1), layer.OutputOf(input));
        Assert.ThrowsExactly<LayerSizeException>(() => layer.OutputOf(new LayerShape(1, 5, 4)));
        // The corners count, and what lies between the taps does not.
        var picture = Enumerable.Range(0, 5)
            .Select(y => Enumerable.Range(0, 5).Select(x => y % 2 == 0 && x % 2 == 0 ? 1f : 100f).ToArray());
        Rows([[9]], Convolve([.. picture], layer, [1, 1, 1, 1, 1, 1, 1, 1, 1]));
    }

    [TestMethod]
    public void Six_numbers_one_after_the_other_do_what_nine_do()
    {
        var picture = Enumerable.Range(0, 5).Select(y => Enumerable.Range(0, 6).Select(x => (float)((7 * y * y) + (x * x) + (y * x)) % 11))
            .Select(row => row.ToArray()).ToArray();
        var (column, row) = (
            new ConvolutionLayer(1, 3) { KernelWidth = 1, Bias = false }, new ConvolutionLayer(1, 1) { KernelWidth = 3, Bias = false });
        Assert.AreEqual(6, column.ParametersFor(new(1, 5, 6)) + row.ParametersFor(new(1, 3, 6)));
        var separated = Convolve(Convolve(picture, column, [1, 2, 1]), row, [-1, 0, 1]);
        Rows(Convolve(picture, new ConvolutionLayer(1, 3) { Bias = false }, [-1, 0, 1, -2, 0, 2, -1, 0, 1]), separated);
    }

    [TestMethod]
    public void A_dense_neuron_has_a_weight_for_each_pixel_and_a_filter_25()
    {
        var picture = new LayerShape(1, 100, 100);
        Assert.AreEqual(10_000, new DenseLayer(1) { Bias = false }.ParametersFor(picture));
        Assert.AreEqual(25, new ConvolutionLayer(1, 5) { Bias = false }.ParametersFor(picture));
    }

    private static float[][] Convolve(float[][] picture, ConvolutionLayer layer, float[] kernel) => Run(picture, layer, module =>
        module.state_dict()["weight"].view(-1).copy_(tensor(kernel)));

    private static float[][] Pool(PoolingKind kind, float[][] picture) => Run(picture, new PoolingLayer(kind, 2), _ => { });

    private static float[][] Run(float[][] picture, ConvolutionalLayer layer, Action<nn.Module> prepare)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var shape = new LayerShape(1, picture.Length, picture[0].Length);
        using var network = new ConvolutionalNetwork(new(1, shape.Height, shape.Width, [layer], 1, "answer"));
        prepare(network.ModuleOf(0));
        var answer = network.OutputOf(tensor(picture.SelectMany(row => row).ToArray(), [1, 1, shape.Height, shape.Width]), 0);
        return [.. answer.data<float>().ToArray().Chunk((int)answer.size(3))];
    }

    private static void Rows(float[][] expected, float[][] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var y = 0; y < expected.Length; y++)
            CollectionAssert.AreEqual(expected[y], actual[y], $"row {y}: {string.Join(" ", actual[y])}");
    }
}
