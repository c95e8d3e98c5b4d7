using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class PicturePassTests
{
    private static readonly Dictionary<string, ConvolutionalLayer[]> Stacks = new()
    {
        ["LeNet-5"] =
        [
            new ConvolutionLayer(6, 5), new ActivationLayer(Activation.Tanh), new PoolingLayer(PoolingKind.Average),
            new ConvolutionLayer(16, 3), new ActivationLayer(Activation.Tanh), new PoolingLayer(PoolingKind.Maximum), new FlattenLayer(),
            new DenseLayer(20), new ActivationLayer(Activation.Tanh),
        ],
        ["same padding, strides, many filters"] =
        [
            new ConvolutionLayer(19, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU),
            new ConvolutionLayer(33, 3) { Padding = ConvolutionPadding.Same, Stride = 2 }, new ActivationLayer(Activation.LeakyReLU),
            new ConvolutionLayer(5, 2) { Padding = ConvolutionPadding.Same, Stride = 3, Bias = false },
        ],
        ["oblong filters, causal and fixed padding"] =
        [
            new ConvolutionLayer(8, 4) { KernelWidth = 3, Padding = ConvolutionPadding.Causal }, new ActivationLayer(Activation.ELU),
            new ConvolutionLayer(3, 1) { KernelWidth = 6, Padding = 3 }, new PoolingLayer(PoolingKind.GlobalMaximum),
        ],
        ["normalization of pictures and rows, dropout"] =
        [
            new ConvolutionLayer(7, 3) { Bias = false }, new BatchNormalizationLayer(), new ActivationLayer(Activation.ParametricReLU),
            new DropoutLayer(0.5), new PoolingLayer(PoolingKind.Average, 3) { Stride = 2, Padding = 1 },
            new DenseLayer(9), new BatchNormalizationLayer { Epsilon = 1e-3 }, new ActivationLayer(Activation.Sigmoid),
        ],
        ["pooling that overlaps"] =
        [
            new PoolingLayer(PoolingKind.Maximum, 3)
            {
                Stride = 2,
                Padding = 1
            }, new ConvolutionLayer(4, 1), new PoolingLayer(PoolingKind.GlobalAverage),
        ],
    };

    public static IEnumerable<object[]> Cases =>
        from name in Stacks.Keys from channels in new[] { 1, 3 } select new object[] { name, channels };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void A_single_picture_gets_the_answer_that_torch_gives(string stack, int channels)
    {
        using var network = Network(channels, 17, 15, Stacks[stack]);
        var pass = PicturePass.Of(network)!;
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var pictures = rand(3, channels, 17, 15);
        var expected = network.call(pictures);
        var (first, second) = (new float[pass.BufferSize], new float[pass.BufferSize]);
        for (var row = 0; row < 3; row++)
        {
            var answer = pass.Run(pictures[row].contiguous().data<float>().ToArray(), first, second).ToArray();
            var wanted = expected[row].contiguous().data<float>().ToArray();
            Assert.HasCount(wanted.Length, answer);
            for (var i = 0; i < wanted.Length; i++)
                Assert.AreEqual(wanted[i], answer[i], 2e-5, $"picture {row}, answer {i}");
        }
    }

    [TestMethod]
    public void Numbers_that_are_none_stay_none()
    {
        using var network = Network(1, 17, 15, Stacks["LeNet-5"]);
        var pass = PicturePass.Of(network)!;
        var picture = new float[17 * 15];
        picture[60] = float.NaN;
        Assert.IsTrue(float.IsNaN(pass.Run(picture, new float[pass.BufferSize], new float[pass.BufferSize])[0]));
    }

    [TestMethod]
    public void Large_networks_and_layers_that_are_not_computed_here_are_left_to_torch()
    {
        Assert.IsNull(Of(new ConvolutionLayer(512, 11) { Padding = ConvolutionPadding.Same }));
        Assert.IsNull(Of(new ConvolutionLayer(4, 3) { Dilation = 2 }));
        Assert.IsNull(Of(new ConvolutionLayer(4, 3), new ConvolutionLayer(4, 3) { Groups = 2 }));
        Assert.IsNull(Of(new ConvolutionLayer(4, 3) { DepthwiseSeparable = true }));
        Assert.IsNull(Of(new ConvolutionLayer(4, 3) { Transposed = true }));
        Assert.IsNull(Of(new ResidualBlock(4)));
        Assert.IsNull(Of(new ActivationLayer(Activation.GELU)));
        Assert.IsNull(Of(new PoolingLayer(PoolingKind.AdaptiveAverage, 3)));
        Assert.IsNull(Of(new PoolingLayer(PoolingKind.Maximum, 2) { RoundUp = true }));
    }

    private static PicturePass? Of(params ConvolutionalLayer[] layers)
    {
        using var network = Network(1, 17, 15, layers);
        return PicturePass.Of(network);
    }

    // Weights as drawn; running statistics of two batches of noise.
    private static ConvolutionalNetwork Network(int channels, int height, int width, ConvolutionalLayer[] layers)
    {
        random.manual_seed(1);
        var network = new ConvolutionalNetwork(new ConvolutionalArchitecture(
            channels, height, width, layers, 4, "answer", Means: [.. Enumerable.Repeat(0.3f, channels)],
            Deviations: [.. Enumerable.Repeat(0.7f, channels)]));
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        network.train();
        for (var i = 0; i < 2; i++)
            network.call(rand(8, channels, height, width));
        network.eval();
        return network;
    }
}
