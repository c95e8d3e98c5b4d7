using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Networks of sequences: every encoder, read forwards and both ways, and every way to sum up.</summary>
[TestClass]
public sealed class SequencesTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 1, BatchSize = 8, LearningRate = 0.05 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Encoders =>
    [
        [new LstmEncoder { HiddenSize = 3, LayerCount = 2 }], [new GruEncoder { HiddenSize = 3, LayerCount = 2 }],
        [new ElmanEncoder { HiddenSize = 3 }], [new ElmanEncoder { HiddenSize = 3, Activation = Activation.ReLU }],
        [new GruEncoder { HiddenSize = 3, LayerCount = 2, ResetBefore = true }],
        [new ElmanEncoder { HiddenSize = 3, LayerCount = 2, Activation = Activation.HardTanh }],
        [new TimeDelayEncoder { HiddenSize = 3, LayerCount = 2, Delays = [[0, 1, 3], [7, 2]], Activation = Activation.Tanh }],
        [new TimeDelayEncoder { HiddenSize = 3, LayerCount = 2, BothWays = true, Activation = Activation.Identity }],
        [new PeepholeLstmEncoder { HiddenSize = 3, LayerCount = 2 }], [new TimeDelayEncoder { HiddenSize = 3, LayerCount = 2 }],
        [new TransformerEncoder { HiddenSize = 3, LayerCount = 2, HeadCount = 1 }],
        [new TransformerEncoder { HiddenSize = 2, HeadCount = 1, Positions = new RotaryPositions(), Activation = Activation.ReLU }],
        [new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Positions = new RotaryPositions { Base = 100 }, Causal = true }],
        [new TransformerEncoder
        {
            HiddenSize = 4, LayerCount = 2, HeadCount = 2, Positions = new LearnedPositions { MaximumLength = 9 }, NormalizeFirst = false,
            Activation = Activation.Identity, FeedForwardSize = 5,
        }],
        [new TransformerEncoder { HiddenSize = 4, LayerCount = 2, HeadCount = 4, NormalizeFirst = false, Causal = true }],
    ];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Every_encoder_is_written_for_sequences_of_any_length(SequenceEncoder encoder)
    {
        var data = Sequences(14, row => 1 + (row % 5));
        foreach (var pooling in Enum.GetValues<SequencePooling>())
        {
            using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Steps",
                StepSize = 2,
                Encoder = encoder,
                Pooling = pooling,
                Training = Brief,
            }).Fit(data);
            using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
            CollectionAssert.AreEquivalent(new[] { "Steps", "Steps.Length" }, run.Inputs.ToArray());
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 7), $"{encoder}, {pooling}");
        }
    }

    [TestMethod]
    public void Attention_that_is_looked_at_step_by_step_or_shown_is_refused_by_name()
    {
        var data = Sequences(14, row => 1 + (row % 5));
        RecurrentNetworkOptions options = new()
        {
            FeatureColumnName = "Steps",
            StepSize = 2,
            Encoder = new AttentionLstmEncoder { HiddenSize = 3 },
            Training = Brief,
        };
        using var layer = _ml.MulticlassClassification.Trainers.RecurrentNetwork(options).Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => layer.SaveAsOnnx(new MemoryStream())).Message, "AttentionLstmLayer");
        using var shown = _ml.MulticlassClassification.Trainers.RecurrentNetwork(options with
        {
            Encoder = new LstmEncoder { HiddenSize = 3 },
            Pooling = SequencePooling.Attention,
            Outputs = new SequenceOutputs { AttentionWeights = "Weights" },
        }).Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => shown.SaveAsOnnx(new MemoryStream())).Message, "'Weights'");
        shown.SaveAsOnnx(new MemoryStream(), new OnnxExportOptions { Outputs = ["Score"] });
    }

    [TestMethod]
    public void Sequences_that_are_read_both_ways_are_written()
    {
        var data = Sequences(14, row => 1 + (row % 5));
        foreach (var encoder in new SequenceEncoder[]
        {
            new LstmEncoder { HiddenSize = 3, LayerCount = 2 }, new GruEncoder { HiddenSize = 3 },
            new PeepholeLstmEncoder { HiddenSize = 3 }, new GruEncoder { HiddenSize = 3, ResetBefore = true },
            new ElmanEncoder { HiddenSize = 3, Activation = Activation.HardTanh }, new TimeDelayEncoder { HiddenSize = 3, LayerCount = 2 },
            new TimeDelayEncoder { HiddenSize = 3, LayerCount = 2, Delays = [[0, 1], [2, 5]] },
            new TimeDelayEncoder { HiddenSize = 3, BothWays = true },
        })
        {
            using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Steps",
                StepSize = 2,
                Encoder = encoder,
                Bidirectional = true,
                Training = Brief,
            }).Fit(data);
            using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 7), $"{encoder}");
        }
    }

    [TestMethod]
    public void Without_lengths_the_sequences_of_a_batch_are_equally_long()
    {
        var data = Sequences(12, _ => 4);
        foreach (var pooling in Enum.GetValues<SequencePooling>())
        {
            using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Steps",
                StepSize = 2,
                Encoder = new GruEncoder { HiddenSize = 3 },
                Bidirectional = true,
                Pooling = pooling,
                Training = Brief,
            }).Fit(data);
            using var run = new OnnxRun(model);
            CollectionAssert.AreEqual(new[] { "Steps" }, run.Inputs.ToArray());
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 5), $"{pooling}");
        }
    }

    private IDataView Sequences(int rows, Func<int, int> length)
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row
        {
            Steps = [.. Enumerable.Range(0, 2 * length(i)).Select(_ => (float)random.NextDouble() - 0.5f)],
            Label = (uint)(i % 2), // in memory keys count from 0
        }).ToArray());
    }

    private sealed class Row
    {
        public float[] Steps { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }
    }
}
