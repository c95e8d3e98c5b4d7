using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Layers of pictures.</summary>
[TestClass]
public sealed class PicturesTests
{
    private const int Side = 9;

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Stacks =>
    [
        ["uneven padding", new ConvolutionalLayer[] { new ConvolutionLayer(3, 4) { Stride = 2, Padding = ConvolutionPadding.Same } }],
        ["causal, dilated", new ConvolutionalLayer[] { new ConvolutionLayer(3, 3) { Dilation = 2, Padding = ConvolutionPadding.Causal } }],
        ["circular", new ConvolutionalLayer[] { new ConvolutionLayer(3, 3) { Padding = ConvolutionPadding.Circular } }],
        ["circular, one side", new ConvolutionalLayer[] { new ConvolutionLayer(3, 2) { Padding = ConvolutionPadding.Circular } }],
        ["groups", new ConvolutionalLayer[] { new ConvolutionLayer(4, 3), new ConvolutionLayer(4, 3) { Groups = 2, Bias = false } }],
        ["separable", new ConvolutionalLayer[] { new ConvolutionLayer(4, 3) { DepthwiseSeparable = true } }],
        [
            "transposed",
            new ConvolutionalLayer[] { new ConvolutionLayer(2, 3) { Transposed = true, Stride = 2, Padding = ConvolutionPadding.Same } }
        ],
        ["maximum, rounded up", new ConvolutionalLayer[] { new PoolingLayer(PoolingKind.Maximum) { RoundUp = true } }],
        ["average, padded", new ConvolutionalLayer[] { new PoolingLayer(PoolingKind.Average, 3) { Padding = 1, Stride = 2 } }],
        ["average, rounded up", new ConvolutionalLayer[] { new PoolingLayer(PoolingKind.Average, 2) { RoundUp = true } }],
        ["average of pairs", new ConvolutionalLayer[] { new ConvolutionLayer(2, 2), new PoolingLayer(PoolingKind.Average) }],
        ["adaptive average", new ConvolutionalLayer[] { new PoolingLayer(PoolingKind.AdaptiveAverage, 4) }],
        ["global average", new ConvolutionalLayer[] { new ConvolutionLayer(3, 3), new PoolingLayer(PoolingKind.GlobalAverage) }],
        ["global maximum", new ConvolutionalLayer[] { new ConvolutionLayer(3, 3), new PoolingLayer(PoolingKind.GlobalMaximum) }],
        ["residual", new ConvolutionalLayer[] { new ResidualBlock(3) { Stride = 2 }, new ResidualBlock(3) }],
        ["bottleneck", new ConvolutionalLayer[] { new ResidualBlock(2) { Bottleneck = true } }],
        [
            "before activation",
            new ConvolutionalLayer[]
            {
                new ResidualBlock(3) { PreActivation = true, Stride = 2 }, new ResidualBlock(3) { PreActivation = true },
            }
        ],
        ["inception", new ConvolutionalLayer[] { new InceptionBlock(1, 2, 2, 1, 1, 1) }],
        [
            "normalized",
            new ConvolutionalLayer[]
            {
                new ConvolutionLayer(3, 3), new BatchNormalizationLayer(), new ActivationLayer(Activation.ReLU), new DropoutLayer(0.5),
            }
        ],
    ];

    [TestMethod]
    [DynamicData(nameof(Stacks))]
    public void Every_layer_is_written(string what, ConvolutionalLayer[] layers)
    {
        var data = Pictures(12);
        using var model = _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Height = Side,
            Width = Side,
            Channels = 2,
            Layers = [.. layers, new DenseLayer(4)],
            Training = new TrainingOptions { Epochs = 1, BatchSize = 6 },
        }).Fit(data);
        using var run = new OnnxRun(model);
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 5), what);
    }

    private IDataView Pictures(int rows)
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row
        {
            Features = [.. Enumerable.Range(0, 2 * Side * Side).Select(_ => (float)random.NextDouble())],
            Label = (uint)(i % 3), // in memory keys count from 0
        }).ToArray());
        return data;
    }

    private sealed class Row
    {
        [VectorType(2 * Side * Side)]
        public float[] Features { get; set; } = [];

        [KeyType(3)]
        public uint Label { get; set; }
    }
}
