using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Codes of sequences, and what is written from them.</summary>
[TestClass]
public sealed class SequenceAutoencoderTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Words_never_seen_are_written_again_from_their_codes_and_odd_ones_cost_more()
    {
        // Two letters, drawn at will, that alternate: what is learned is that, and which two.
        var (train, test) = (Alternating(600, seed: 1), Alternating(100, seed: 2));
        using var model = _ml.Transforms.SequenceAutoencoder("Code", "Keys", new SequenceAutoencoderOptions
        {
            Encoder = new GruEncoder { HiddenSize = 32 },
            CodeSize = 12,
            Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
            Training = Sequences.Quick(25) with { Schedule = new CosineSchedule() },
        }).Fit(Load(train));
        var scored = model.Transform(Load(test));
        var again = scored.GetColumn<uint[]>("Again").ToArray();
        Assert.IsGreaterThan(0.9, test.Zip(again, (row, written) => row.Keys.SequenceEqual(written) ? 1.0 : 0).Average());
        var usual = scored.GetColumn<float>("Error").Average();
        var sorted = Load([.. test.Select(row => new Row { Keys = [.. row.Keys.Order()] })]);
        var odd = model.Transform(sorted).GetColumn<float>("Error").Average();
        Assert.IsGreaterThan(5 * usual, odd);
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        StringAssert.StartsWith(model.TrainingHistory.Baseline.Name, "the frequencies of keys");

        var codes = model.Encode([.. test.Select(row => row.Keys)]);
        foreach (var (code, expected) in codes.Zip(scored.GetColumn<float[]>("Code")))
            for (var i = 0; i < model.CodeSize; i++)
                Assert.AreEqual(expected[i], code[i], 1e-5);
        foreach (var (written, expected) in model.DecodeKeys(codes).Zip(again))
            CollectionAssert.AreEqual(expected, written);
        var way = model.Interpolate(test[0].Keys, test[1].Keys, 6);
        Assert.HasCount(6, way);
        CollectionAssert.AreEqual(again[0], way[0]);
        CollectionAssert.AreEqual(again[1], way[^1]);
    }

    [TestMethod]
    public void Curves_of_different_lengths_are_written_in_their_own_unit_and_length()
    {
        var (train, test) = (Waves(300, seed: 1), Waves(60, seed: 2));
        using var model = _ml.Transforms.SequenceAutoencoder("Code", "Wave", new SequenceAutoencoderOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 32 },
            CodeSize = 4,
            Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
            Training = Sequences.Quick(40) with { LearningRate = 0.01, Schedule = new CosineSchedule(), ValidationFraction = 0.1 },
        }).Fit(Load(train));
        var again = model.Transform(Load(test)).GetColumn<float[]>("Again").ToArray();
        var errors = test.SelectMany((row, i) => row.Wave.Zip(again[i], (a, b) => Math.Pow(a - b, 2))).ToArray();
        Assert.HasCount(test.Sum(row => row.Wave.Length), errors);
        var all = test.SelectMany(row => row.Wave).ToArray();
        Assert.IsLessThan(0.15, errors.Average() / all.Average(x => Math.Pow(x - all.Average(), 2)));

        var codes = model.Encode([.. test.Select(row => row.Wave)]);
        var lengths = model.DecodeNumbers(codes).Select(wave => wave.Length).ToArray();
        Assert.IsLessThan(2, test.Zip(lengths, (row, length) => Math.Abs(row.Wave.Length - length)).Average());
        var way = model.Interpolate(test[0].Wave, test[1].Wave, 3);
        Assert.HasCount(lengths[0], way[0]);
        Assert.HasCount(lengths[1], way[^1]);
        StringAssert.EndsWith(model.TrainingHistory.Baseline!.Measure, "on rows held out");
        Assert.AreEqual("PCA with 4 components", model.TrainingHistory.Baseline.Name);
    }

    [TestMethod]
    public void The_components_beside_curves_of_one_length_leave_what_a_decomposition_leaves()
    {
        var random = new Random(5);
        Fixed[] rows = [.. Enumerable.Range(0, 50).Select(_ => new Fixed
        {
            Curve = [.. Enumerable.Range(0, 6).Select(i => (float)(random.NextDouble() * (i + 1)))],
        })];
        using var model = _ml.Transforms.SequenceAutoencoder("Code", "Curve", new SequenceAutoencoderOptions
        {
            Encoder = new GruEncoder { HiddenSize = 3 },
            CodeSize = 2,
            InputScaling = NetworkInputScaling.None,
            Training = Sequences.Quick(1),
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        using var scope = torch.NewDisposeScope();
        var values = torch.tensor(rows.SelectMany(row => row.Curve.Select(x => (double)x)).ToArray(), [50, 6]);
        var left = torch.linalg.svdvals(values - values.mean([0L], keepdim: true)).data<double>().Skip(2).Sum(s => s * s) / (50 * 6);
        Assert.AreEqual(left, model.TrainingHistory.Baseline!.Value, 1e-6);
        Assert.HasCount(6, model.DecodeNumbers([[0, 0]])[0], "a column of known size has one length");
    }

    [TestMethod]
    public void A_code_that_is_a_distribution_has_a_divergence_that_beta_holds_down()
    {
        double Divergence(double beta)
        {
            using var model = _ml.Transforms.SequenceAutoencoder("Code", "Keys", new SequenceAutoencoderOptions
            {
                Encoder = new GruEncoder { HiddenSize = 16 },
                CodeSize = 4,
                Variational = new VariationalCode { Beta = beta },
                Training = Sequences.Quick(8),
            }).Fit(Load(Alternating(200, seed: 3)));
            return model.TrainingHistory.Epochs[^1].Metrics["divergence"];
        }
        Assert.IsGreaterThan(3 * Divergence(2), Divergence(0.01));
    }

    [TestMethod]
    public void A_classifier_starts_from_what_reads_the_sequences()
    {
        var data = Sequences.WithClass(_ml);
        var encoder = new LstmEncoder { HiddenSize = 6 };
        using var codes = _ml.Transforms.SequenceAutoencoder("Code", "Keys", new SequenceAutoencoderOptions
        {
            Encoder = encoder,
            EmbeddingSize = 4,
            CodeSize = 3,
            Training = Sequences.Quick(),
        }).Fit(data);
        using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = encoder,
            EmbeddingSize = 4,
            Bidirectional = true,
            Transfer = new TransferOptions { Model = codes, FrozenBlocks = 2 },
            Training = Sequences.Quick(1),
        }).Fit(data);
        const string weight = "encoder.recurrent.forward0.lstm.weight_ih_l0";
        Assert.IsTrue(model.NamedWeights[weight].Equals(codes.NamedWeights[weight]), "they are frozen");
    }

    [TestMethod]
    public void Bad_options_rows_and_sequences_are_named_with_value_and_range()
    {
        var bad = new SequenceAutoencoderOptions
        {
            CodeSize = 0,
            KeyDropout = 1.5,
            StepSize = 0,
            Variational = new VariationalCode { Beta = -1 },
            Outputs = new SequenceAutoencoderOutputs { Error = "" },
            Training = new TrainingOptions { InputNoise = 1 },
        };
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.SequenceAutoencoder("Code", "Keys", bad)).Message;
        foreach (var fault in new[] { "CodeSize is 0; it must be at least 1", "KeyDropout is 1.5; it must be in [0, 1]", "StepSize is 0",
            "Variational.Beta is -1", "Outputs.Error is \"\"", "Training.InputNoise is 1" })
            StringAssert.Contains(error, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.SequenceAutoencoder("Code", "Keys", new SequenceAutoencoderOptions
            {
                Outputs = new SequenceAutoencoderOutputs { Error = "Code" },
            })).Message, "'Code' to 2 columns");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Quick().Fit(Load([new Row { Keys = [1] }, new Row { Keys = [1, 0] }])))
                .Message, "missing in row 1, step 1");

        using var model = Quick().Fit(Load(Alternating(20, seed: 4)));
        Says<ArgumentException>(() => model.Encode([[1], [9]]), "Sequence 1 (counted from 0) holds key 9, past the 5 keys");
        Says<ArgumentException>(() => model.Encode([new uint[99]]), "has 99 items; the model reads at most");
        Says<ArgumentException>(() => model.Encode([(uint[])null!]), "Sequence 0 (counted from 0) is null");
        Says<ArgumentException>(() => model.DecodeKeys([[1f]]), "holds 1 numbers; 32 are needed");
        Says<InvalidOperationException>(() => model.DecodeNumbers([new float[32]]), "holds keys, and not numbers");
        Says<InvalidOperationException>(() => model.Encode([[1f]]), "holds keys, and not numbers");
        Says<ArgumentOutOfRangeException>(() => model.Interpolate([1], [2], 1), "steps");
        using var waves = _ml.Transforms.SequenceAutoencoder("Code", "Wave", Brief).Fit(Load(Waves(20, seed: 1)));
        Says<ArgumentException>(() => waves.Encode([[0, float.NaN]]), "Number 1 of sequence 0 (both counted from 0) is NaN");
        Says<InvalidOperationException>(() => waves.Interpolate([1u], [2u], 3), "holds numbers, and not keys");

        static void Says<T>(Action act, string message)
            where T : Exception => StringAssert.Contains(Assert.ThrowsExactly<T>(act).Message, message);
    }

    private static SequenceAutoencoderOptions Brief =>
        new() { Encoder = new GruEncoder { HiddenSize = 4 }, Training = Sequences.Quick(1) };

    private SequenceAutoencoderEstimator Quick() => _ml.Transforms.SequenceAutoencoder("Code", "Keys", Brief);

    private static Row[] Alternating(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (one, other) = ((uint)random.Next(1, 6), (uint)random.Next(1, 6));
            return new Row { Keys = [.. Enumerable.Range(0, random.Next(2, 8)).Select(i => i % 2 == 0 ? one : other)] };
        })];
    }

    private static Row[] Waves(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (height, phase) = (1 + random.NextDouble(), random.NextDouble() * 2);
            return new Row
            {
                Wave = [.. Enumerable.Range(0, random.Next(8, 17))
                    .Select(t => (float)(500 + (100 * height * Math.Sin((0.6 * t) + phase))))],
            };
        })];
    }

    private IDataView Load(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        [KeyType(5)]
        public uint[] Keys { get; set; } = [];

        public float[] Wave { get; set; } = [];
    }

    private sealed class Fixed
    {
        [VectorType(6)]
        public float[] Curve { get; set; } = [];
    }
}
