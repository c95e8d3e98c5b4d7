using DeepML.Onnx.Tests;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// How far what a model says on ONNX Runtime is from what it says in .NET: the largest difference over all outputs, in parts of the number
/// where that is above 1, for batches of 1, 2 and 7 rows.
/// </summary>
internal sealed class OnnxParity : IQualityTask
{
    private static readonly TrainingOptions Brief = new() { Epochs = 3, BatchSize = 32 };

    private static readonly TrainingOptions BriefDivergence = new RbmOptions().Training with { Epochs = 3, BatchSize = 32 };

    public string Name => "onnx";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var ml = new MLContext(seed: 1);
        var (digits, steps) = (Digits(ml), Steps(ml));
        foreach (var (family, make) in Families(ml, digits, steps))
        {
            using var model = make();
            var data = model is RecurrentNetworkTransformer or SequenceTaggerTransformer ? steps : digits;
            yield return ($"onnx.{family}.maxdiff", Largest(model, model.Transform(data)));
        }
        foreach (var (family, make, heldOut) in OnnxPictureFamilies.All(ml))
        {
            using var model = make();
            yield return ($"onnx.{family}.maxdiff", heldOut.Max(data => Largest(model, model.Transform(data))));
        }
        foreach (var (family, make, heldOut, outputs) in OnnxSequenceFamilies.All(ml))
        {
            using var model = make();
            yield return ($"onnx.{family}.maxdiff", Largest(model, model.Transform(heldOut), outputs));
        }
        foreach (var (family, make, heldOut) in OnnxAnswers.All(ml))
        {
            using var model = make();
            yield return ($"onnx.{family}.maxdiff", Largest(model, model.Transform(heldOut)));
        }
        foreach (var line in OnnxAnswers.Ensembles(ml).Concat(OnnxGenerators.Run(ml)).Concat(OnnxForecasts.Run(ml)))
            yield return line;
    }

    private static double Largest(NetworkTransformer model, IDataView scored, string[]? outputs = null)
    {
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true, Outputs = outputs });
        return new[] { 1, 2, 7 }.Max(batch => run.Difference(scored, batch));
    }

    private static IEnumerable<(string Family, Func<ScoringTransformer> Make)> Families(MLContext ml, IDataView digits, IDataView steps)
    {
        yield return ("perceptron", () => ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { FeatureColumnName = "Pixels", BatchNormalization = true, Training = Brief }).Fit(digits));
        yield return ("autoencoder", () => ml.Transforms.Autoencoder("Code", "Pixels", new AutoencoderOptions
        {
            HiddenSizes = [48],
            CodeSize = 8,
            Outputs = new AutoencoderOutputs { Reconstruction = "Back", Error = "Error", FeatureErrors = "Errors", LayerPrefix = "Layer" },
            Training = Brief,
        }).Fit(digits));
        yield return ("anomaly", () => ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            FeatureColumnName = "Pixels",
            Autoencoder = new AutoencoderOptions { HiddenSizes = [48], CodeSize = 8, Training = Brief },
        }).Fit(digits));
        yield return ("rbm", () => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Pixels", new RbmOptions
        {
            HiddenSize = 64,
            FreeEnergyColumnName = "Energy",
            Training = BriefDivergence,
        }).Fit(digits));
        yield return ("dbn", () => ml.MulticlassClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            FeatureColumnName = "Pixels",
            Pretraining = BriefDivergence,
            Training = Brief,
        }).Fit(digits));
        yield return ("convolutional", () => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            FeatureColumnName = "Pixels",
            Height = 8,
            Width = 8,
            Layers =
            [
                new ConvolutionLayer(8, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(),
                new ActivationLayer(Activation.ReLU), new ResidualBlock(8), new InceptionBlock(4, 4, 8, 2, 4, 4),
                new PoolingLayer(PoolingKind.Maximum), new FlattenLayer(), new DenseLayer(32),
            ],
            Training = Brief,
        }).Fit(digits));
        yield return ("prototypes", () => ml.MulticlassClassification.Trainers.Prototypes(new PrototypesOptions
        {
            FeatureColumnName = "Pixels",
            Body = new ConvolutionalBody { Height = 8, Width = 8 },
            Training = Brief with { BatchSize = null },
        }).Fit(digits));
        yield return ("metricembedding", () => ml.Transforms.MetricEmbedding("Vector", "Pixels", "Label", new MetricEmbeddingOptions
        {
            Training = Brief with { BatchSize = null },
        }).Fit(digits));
        foreach (var encoder in new SequenceEncoder[]
        {
            new LstmEncoder { HiddenSize = 24, LayerCount = 2 }, new GruEncoder { HiddenSize = 24 }, new ElmanEncoder { HiddenSize = 24 },
            new PeepholeLstmEncoder { HiddenSize = 24 }, new TimeDelayEncoder { HiddenSize = 24, LayerCount = 2 },
            new TransformerEncoder { HiddenSize = 24, LayerCount = 2 },
        })
            yield return (encoder.GetType().Name.Replace("Encoder", "", StringComparison.Ordinal).ToLowerInvariant(), () =>
                ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
                {
                    FeatureColumnName = "Steps",
                    StepSize = 2,
                    Encoder = encoder,
                    Pooling = SequencePooling.Attention,
                    Training = Brief,
                }).Fit(steps));
        yield return ("tagger", () => ml.Transforms.TagSequence(
            "Tags", "Keys", "Next",
            new SequenceTaggerOptions { Encoder = new LstmEncoder { HiddenSize = 24 }, Training = Brief }).Fit(steps));
    }

    private static IDataView Digits(MLContext ml)
    {
        var (pixels, labels) = ImageRows.Digits();
        return ml.Data.LoadFromEnumerable(
            pixels.Zip(labels, (row, label) => new Digit { Pixels = row, Label = (uint)label }).Take(400).ToArray());
    }

    private static IDataView Steps(MLContext ml)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i =>
        {
            var keys = Enumerable.Range(0, 3 + (i % 9)).Select(_ => (uint)random.Next(5)).ToArray();
            return new Sequence
            {
                Steps = [.. keys.SelectMany(key => new[] { key - 2f, (float)random.NextDouble() })],
                Keys = keys,
                Next = [.. keys.Skip(1), keys[0]],
                Label = keys[0],
            };
        }).ToArray());
    }

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }

    private sealed class Sequence
    {
        public float[] Steps { get; set; } = [];

        [KeyType(5)]
        public uint[] Keys { get; set; } = [];

        [KeyType(5)]
        public uint[] Next { get; set; } = [];

        [KeyType(5)]
        public uint Label { get; set; }
    }
}
