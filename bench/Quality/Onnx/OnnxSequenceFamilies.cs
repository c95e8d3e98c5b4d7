using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Networks that answer for every step, language models and windows of sensors, and sequences that they have not seen.</summary>
internal static class OnnxSequenceFamilies
{
    private const int KeyCount = 18; // the words of BertReference without the first two
    private const int Learned = 150;

    private static readonly TrainingOptions Brief = new() { Epochs = 3, BatchSize = 32 };

    /// <summary>Each family, how it is fitted, what it is asked of, and for which outputs; null for all.</summary>
    public static IEnumerable<(string Family, Func<NetworkTransformer> Make, IDataView HeldOut, string[]? Outputs)> All(MLContext ml)
    {
        var rows = Rows();
        var (learned, heldOut) = (ml.Data.LoadFromEnumerable(rows[..Learned]), ml.Data.LoadFromEnumerable(rows[Learned..]));
        foreach (var (family, encoder) in new (string, SequenceEncoder)[]
        {
            ("gruresetbefore", new GruEncoder { HiddenSize = 24, LayerCount = 2, ResetBefore = true }),
            ("elmanhardtanh", new ElmanEncoder { HiddenSize = 24, Activation = Activation.HardTanh }),
            ("delays", new TimeDelayEncoder { HiddenSize = 24, LayerCount = 2, Delays = [[0, 1, 3], [0, 4]], BothWays = true }),
        })
            yield return (family, () => ml.Transforms.PredictSteps("Told", "Steps", "Numbers", new StepRegressorOptions
            {
                StepSize = 2,
                Encoder = encoder,
                Training = Brief,
            }).Fit(learned), heldOut, null);
        yield return ("steps", () => ml.Transforms.PredictSteps("Told", "Keys", "Numbers", new StepRegressorOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 24 },
            Bidirectional = true,
            Training = Brief,
        }).Fit(learned), heldOut, null);
        foreach (var features in Enum.GetValues<TokenFeatures>())
            yield return ($"masked.{features.ToString().ToLowerInvariant()}", () => ml.Transforms.MaskedTokenModel(
                "Vectors", "Keys", new MaskedTokenModelOptions { Features = features, Training = Brief }).Fit(learned), heldOut, null);
        var words = ml.Transforms.Conversion.MapValueToKey("WordKeys", "Words", keyData: Vocabulary(ml)).Fit(learned);
        yield return ("bert", () => Bert(ml, words.Transform(learned)), words.Transform(heldOut), null);
        foreach (var (family, encoder) in new (string, SequenceEncoder)[]
        {
            ("recurrent", new LstmEncoder { HiddenSize = 24 }),
            ("transformer", new TransformerEncoder { HiddenSize = 24, LayerCount = 2, Causal = true }),
            ("timedelay", new TimeDelayEncoder { HiddenSize = 24, LayerCount = 2 }),
        })
            yield return ($"language.{family}", () => ml.Transforms.SequenceLanguageModel("Bits", "Keys", new SequenceLanguageModelOptions
            {
                Encoder = encoder,
                Training = Brief,
            }).Fit(learned), heldOut, ["Bits"]);
        foreach (var (family, encoder, beam) in new (string, SequenceEncoder, int)[]
        {
            ("recurrent", new GruEncoder { HiddenSize = 24 }, 1), ("beam", new LstmEncoder { HiddenSize = 24 }, 4),
            ("transformer", new TransformerEncoder { HiddenSize = 24, LayerCount = 2 }, 1),
        })
            yield return ($"translator.{family}", () => ml.Transforms.SequenceToSequence(
                "Written", "Keys", "Backwards", new SequenceToSequenceOptions
                {
                    Encoder = encoder,
                    BeamWidth = beam,
                    Training = Brief,
                }).Fit(learned), heldOut, null);
        foreach (var (column, size) in new[] { ("Known", (int?)null), ("Steps", 2) })
            yield return ($"sequencecodes.{(size is null ? "keys" : "numbers")}", () => ml.Transforms.SequenceAutoencoder(
                "Code", column, new SequenceAutoencoderOptions
                {
                    StepSize = size,
                    Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
                    Training = Brief,
                }).Fit(learned), heldOut, null);
        yield return ("labelling", () => ml.Transforms.SequenceLabelling("Read", "Keys", "Rises", new SequenceLabellingOptions
        {
            Training = Brief with { Epochs = 20 },
        }).Fit(learned), heldOut, ["Read"]);
        yield return ("networkfeatures", () =>
        {
            using var model = ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Keys",
                LabelColumnName = "Total",
                Training = Brief,
            }).Fit(learned);
            return ml.Transforms.NetworkFeatures("Deep", "Keys", model).Fit(learned);
        }, heldOut, null);
        yield return ("conditional", () => ml.Transforms.ConditionalBoltzmannMachine("Hidden", "Window", new ConditionalRbmOptions
        {
            NextFrameColumnName = "Ahead",
            FreeEnergyColumnName = "Energy",
            Training = new ConditionalRbmOptions().Training with { Epochs = 3, BatchSize = 32 },
        }).Fit(learned), heldOut, null);
        yield return ("windows", () => ml.AnomalyDetection.Trainers.RecurrentAutoencoder(new RecurrentAutoencoderOptions
        {
            FeatureColumnName = "Window",
            SensorNames = ["inlet", "outlet", "pump"],
            Training = Brief,
        }).Fit(learned), heldOut, null);
    }

    private static MaskedTokenModelTransformer Bert(MLContext ml, IDataView data)
    {
        var folder = Directory.CreateTempSubdirectory("parity").FullName;
        try
        {
            new BertReference(seed: 1).Write(folder);
            return ml.Transforms.BertFeatures("Vectors", "WordKeys", new BertFeaturesOptions
            {
                WeightsFile = Path.Combine(folder, "model.safetensors"),
                Features = TokenFeatures.PerToken,
            }).Fit(data);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IDataView Vocabulary(MLContext ml) =>
        ml.Data.LoadFromEnumerable(BertReference.Words.Select(word => new Word { Value = word }).ToArray());

    private static Row[] Rows()
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, Learned + 50).Select(i =>
        {
            var keys = Enumerable.Range(0, 1 + (i % 9)).Select(_ => (uint)random.Next(KeyCount)).ToArray();
            var known = Array.ConvertAll(keys, key => Math.Max(1, key));
            return new Row
            {
                Keys = keys,
                Known = known,
                Backwards = [.. known.Reverse()],
                Rises = [.. keys.Where((key, step) => step > 0 && key > keys[step - 1])],
                Words = Array.ConvertAll(keys, key => BertReference.Words[(int)key + BertReference.Vocabulary - KeyCount]),
                Steps = [.. keys.SelectMany(key => new[] { key - 9f, random.NextSingle() })],
                Numbers = Array.ConvertAll(keys, key => MathF.Sin(key)),
                Total = keys.Sum(key => key),
                Window = [.. Enumerable.Range(0, 36).Select(step => MathF.Sin((step / 3) + i) + (0.1f * random.NextSingle()))],
            };
        })];
    }

    private sealed class Row
    {
        [KeyType(KeyCount)]
        public uint[] Keys { get; set; } = [];

        [KeyType(KeyCount)]
        public uint[] Known { get; set; } = [];

        [KeyType(KeyCount)]
        public uint[] Backwards { get; set; } = [];

        [KeyType(KeyCount)]
        public uint[] Rises { get; set; } = [];

        public string[] Words { get; set; } = [];

        public float[] Steps { get; set; } = [];

        public float[] Numbers { get; set; } = [];

        public float Total { get; set; }

        [VectorType(36)]
        public float[] Window { get; set; } = [];
    }

    private sealed class Word
    {
        public string Value { get; set; } = "";
    }
}
