using Microsoft.ML;

namespace DeepML.Onnx.Tests;

/// <summary>Sequences whose steps are pictures.</summary>
[TestClass]
public sealed class FrontTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 1, BatchSize = 8, LearningRate = 0.05 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Features_of_pictures_are_written_with_what_reads_them()
    {
        foreach (var channelsLast in new[] { false, true })
            foreach (var factor in new[] { 1f, 200f }) // as it is, and scaled first
            {
                var data = Films(14, row => row % 5, factor);
                using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
                {
                    FeatureColumnName = "Frames",
                    Front = new ConvolutionalFront(4, 3, 2)
                    {
                        ChannelsLast = channelsLast,
                        Layers =
                        [
                            new ConvolutionLayer(3, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(),
                            new ActivationLayer(Activation.ReLU), new PoolingLayer(PoolingKind.AdaptiveAverage, 2), new DenseLayer(5),
                        ],
                    },
                    Encoder = new GruEncoder { HiddenSize = 3 },
                    Training = Brief,
                }).Fit(data);
                Assert.AreEqual(factor > 1, model.NamedWeights.ContainsKey("encoder.scaling.factor"));
                using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
                CollectionAssert.AreEquivalent(new[] { "Frames", "Frames.Length" }, run.Inputs.ToArray());
                Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 7), $"channels last {channelsLast}, times {factor}");
            }
    }

    [TestMethod]
    public void Every_step_is_answered_from_its_picture()
    {
        var data = Films(14, _ => 3, 1);
        using var model = _ml.Transforms.PredictSteps("Steps", "Frames", "Marks", new StepRegressorOptions
        {
            Front = new ConvolutionalFront(4, 3, 2) { Layers = [new ConvolutionLayer(2, 2), new ActivationLayer(Activation.Tanh)] },
            Encoder = new TransformerEncoder { HiddenSize = 4, HeadCount = 2 },
            Training = Brief,
        }).Fit(data);
        using var run = new OnnxRun(model);
        CollectionAssert.AreEqual(new[] { "Frames" }, run.Inputs.ToArray());
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 7));
    }

    private IDataView Films(int rows, Func<int, int> frames, float factor)
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(row => new Film
        {
            Frames = [.. Enumerable.Range(0, 24 * frames(row)).Select(_ => factor * (float)random.NextDouble())],
            Marks = [.. Enumerable.Range(0, frames(row)).Select(_ => (float)random.NextDouble())],
            Label = $"class {row % 3}",
        }).ToArray());
    }

    private sealed class Film
    {
        public float[] Frames { get; set; } = [];

        public float[] Marks { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
