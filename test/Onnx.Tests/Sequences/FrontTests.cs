using Microsoft.ML;
using Microsoft.ML.Data;

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

    [TestMethod]
    public void The_same_sentences_are_written_on_pictures()
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(row =>
        {
            var pixels = Enumerable.Range(0, 60).Select(_ => 0.3f * (float)random.NextDouble()).ToArray();
            pixels[row % 5] = 1;
            var words = Enumerable.Range(0, 1 + (row % 3)).Select(i => 1 + (uint)((row + i) % 5));
            return new Drawing { Pixels = pixels, Sentence = [.. words] };
        }).ToArray());
        foreach (var encoder in new SequenceEncoder[]
        {
            new GruEncoder { HiddenSize = 6 }, new TransformerEncoder { HiddenSize = 8, HeadCount = 2 },
        })
        {
            using var model = _ml.Transforms.CaptionImage("Caption", "Pixels", "Sentence", new ImageCaptionOptions
            {
                ChannelsLast = true,
                Layers = [new ConvolutionLayer(4, 2), new BatchNormalizationLayer(), new ActivationLayer(Activation.ReLU)],
                Encoder = encoder,
                Training = Brief with { Epochs = 20, LearningRate = 0.01, GradientClipNorm = 1 },
            }).Fit(data);
            foreach (var beam in new[] { 1, 3 })
            {
                using var wider = model.WithBeam(beam);
                using var run = new OnnxRun(wider);
                CollectionAssert.AreEqual(new[] { "Pixels" }, run.Inputs.ToArray());
                Assert.AreEqual(0, run.Difference(wider.Transform(data), 7), $"{encoder}, beam of {beam}");
            }
        }
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

    private sealed class Drawing
    {
        [VectorType(5, 6, 2)]
        public float[] Pixels { get; set; } = [];

        [KeyType(5)]
        public uint[] Sentence { get; set; } = [];
    }
}
