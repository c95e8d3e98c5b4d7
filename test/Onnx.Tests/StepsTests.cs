using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>What is answered for every step of a sequence, and what windows of steps are made of.</summary>
[TestClass]
public sealed class StepsTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 8, LearningRate = 0.05 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1, NumberFunction.Identity)]
    [DataRow(2, NumberFunction.Identity)]
    [DataRow(2, NumberFunction.Exponential)]
    public void Numbers_of_every_step_are_written_in_their_units(int labelSize, NumberFunction function)
    {
        var data = Sequences(20, row => row % 5, labelSize); // some are empty
        foreach (var encoder in new SequenceEncoder[] { new GruEncoder { HiddenSize = 3 }, new TransformerEncoder { HiddenSize = 4 } })
        {
            using var model = _ml.Transforms.PredictSteps("Told", "Steps", "Numbers", new StepRegressorOptions
            {
                StepSize = 2,
                LabelSize = labelSize,
                OutputFunction = function,
                ScaleLabel = function == NumberFunction.Identity,
                InputScaling = NetworkInputScaling.Standard,
                Encoder = encoder,
                Training = Brief,
            }).Fit(data);
            AreEqual(model, data, [4, 7, 20]);
        }
    }

    [TestMethod]
    public void Tags_and_numbers_of_an_empty_sequence_are_none()
    {
        var data = Sequences(20, row => row % 5, 1);
        using var tags = _ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 3 },
            Training = Brief,
        }).Fit(data);
        AreEqual(tags, data, [4, 7, 20]);
    }

    [TestMethod]
    [DataRow(TokenFeatures.Mean)]
    [DataRow(TokenFeatures.First)]
    [DataRow(TokenFeatures.PerToken)]
    public void Features_of_masked_keys_are_written(TokenFeatures features)
    {
        var data = Sequences(20, row => row % 5, 1);
        foreach (var encoder in new SequenceEncoder[]
        {
            new TransformerEncoder { HiddenSize = 4, LayerCount = 2, Positions = new LearnedPositions { MaximumLength = 9 } },
            new LstmEncoder { HiddenSize = 3 },
        })
        {
            using var model = _ml.Transforms.MaskedTokenModel("Vectors", "Keys", new MaskedTokenModelOptions
            {
                Features = features,
                EmbeddingSize = 4,
                Encoder = encoder,
                Training = Brief,
            }).Fit(data);
            AreEqual(model, data, [4, 7, 20]);
        }
    }

    [TestMethod]
    public void What_stands_behind_an_end_does_not_matter_even_if_it_is_no_number()
    {
        var data = Sequences(20, row => 1 + (row % 5), 1);
        using var model = _ml.Transforms.PredictSteps("Told", "Steps", "Numbers", new StepRegressorOptions
        {
            StepSize = 2,
            Encoder = new TimeDelayEncoder { HiddenSize = 3, BothWays = true },
            Training = Brief,
        }).Fit(data);
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true }) { Behind = float.NaN };
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 7));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    public void Windows_of_sensors_are_judged_and_the_one_to_blame_is_named(int sensors)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 30).Select(i => new Window
        {
            Features = [.. Enumerable.Range(0, 8).Select(step => MathF.Sin(step + i) + (i > 25 && step % sensors == 0 ? 5 : 0)
                + (0.1f * random.NextSingle()))],
        }).ToArray();
        foreach (var encoder in new RecurrentEncoder[] { new LstmEncoder { HiddenSize = 3 }, new GruEncoder { HiddenSize = 3 } })
        {
            var options = new RecurrentAutoencoderOptions
            {
                SensorNames = [.. Enumerable.Range(0, sensors).Select(sensor => $"sensor {sensor}")],
                Encoder = encoder,
                CodeSize = 2,
                Training = Brief,
            };
            using var model = _ml.AnomalyDetection.Trainers.RecurrentAutoencoder(options).Fit(_ml.Data.LoadFromEnumerable(rows[..25]));
            rows[28].Features[3] = float.NaN;
            AreEqual(model, _ml.Data.LoadFromEnumerable(rows), [1, 2, 7]);
            rows[28].Features[3] = 0;
        }
    }

    [TestMethod]
    public void A_chain_of_features_of_keys_and_a_trainer_of_ML_NET_is_one_model()
    {
        var data = Sequences(20, row => 3, 1);
        using var chain = _ml.Transforms.MaskedTokenModel("Vectors", "Keys", new MaskedTokenModelOptions
        {
            EmbeddingSize = 4,
            Encoder = new TransformerEncoder { HiddenSize = 4 },
            Training = Brief,
        })
            .Append(_ml.Transforms.PredictSteps("Told", "Steps", "Numbers", new StepRegressorOptions
            {
                StepSize = 2,
                Encoder = new GruEncoder { HiddenSize = 3 },
                Training = Brief,
            }))
            .Append(_ml.Regression.Trainers.Sdca("Number", "Vectors"))
            .Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Score", "Told", "Vectors"], SequenceLengths = true }));
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 7, ".output", data));
    }

    private static void AreEqual(ScoringTransformer model, IDataView data, int[] batches)
    {
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
        foreach (var batch in batches)
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{batch} at once");
    }

    private IDataView Sequences(int rows, Func<int, int> length, int labelSize)
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row
        {
            Steps = Numbers(2 * length(i)),
            Numbers = Array.ConvertAll(Numbers(labelSize * length(i)), number => number + 1),
            Keys = Keys(length(i)),
            Next = Keys(length(i)),
            Number = random.NextSingle(),
        }).ToArray());

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        uint[] Keys(int count) => [.. Enumerable.Range(0, count).Select(_ => (uint)random.Next(6))];
    }

    private sealed class Row
    {
        public float[] Steps { get; set; } = [];

        public float[] Numbers { get; set; } = [];

        [KeyType(6)]
        public uint[] Keys { get; set; } = [];

        [KeyType(6)]
        public uint[] Next { get; set; } = [];

        public float Number { get; set; }
    }

    private sealed class Window
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }
}
