using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Layers of fitted networks as features, and Boltzmann machines with a past.</summary>
[TestClass]
public sealed class FeaturesTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 16 };

    private static readonly TrainingOptions BriefDivergence =
        RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 16, LearningRate = 0.01 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_layer_of_a_perceptron_is_written()
    {
        var data = Blobs.WithKeys(_ml, 30);
        EveryLayer(data, "Features", 3, () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [6, 5], BatchNormalization = true, Dropout = 0.1, Training = Brief })
            .Fit(data));
        EveryLayer(data, null, 2, () => _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            FeatureColumnNames = ["Features", "Name"],
            HiddenSizes = [4],
            Training = Brief,
        }).Fit(data));
    }

    [TestMethod]
    public void A_layer_of_a_network_of_sparse_rows_is_the_one_of_its_name()
    {
        var data = Blobs.Create(_ml, 30);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [4, 3],
            ReadSparse = true,
            InputScaling = NetworkInputScaling.None,
            Training = Brief,
        }).Fit(data);
        foreach (var (layer, width) in new[] { ("hidden1", 4), ("hidden2", 3), ("answer", 1) })
        {
            using var features = _ml.Transforms.NetworkFeatures("Deep", "Features", model, layer).Fit(data);
            Assert.AreEqual(width, features.FeatureCount, layer);
            AreEqual(features, data, [7]);
        }
    }

    [TestMethod]
    public void Every_layer_of_an_autoencoder_and_of_deep_belief_networks_is_written()
    {
        var data = Blobs.Create(_ml, 30);
        foreach (var sparsity in new CodeSparsity?[] { null, new LargestCodes { Count = 2 } })
            EveryLayer(data, "Features", 3, () => _ml.Transforms.Autoencoder(
                "Code", "Features", new AutoencoderOptions { HiddenSizes = [6], CodeSize = 3, Sparsity = sparsity, Training = Brief })
                .Fit(data));
        EveryLayer(data, "Features", 2, () => _ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
        {
            Layers = [new() { HiddenSize = 4 }, new() { HiddenSize = 3 }],
            Training = BriefDivergence,
        }).Fit(data));
        EveryLayer(data, "Features", 3, () => _ml.BinaryClassification.Trainers.DeepBeliefNetwork(
            new DeepBeliefPredictionOptions
            {
                LabelColumnName = "IsFirst",
                Layers = [new() { HiddenSize = 4 }, new() { HiddenSize = 3 }],
                Pretraining = BriefDivergence,
                Training = Brief,
            }).Fit(data));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0.01)]
    public void Every_layer_of_several_tasks_is_written(double? sharing)
    {
        var data = Blobs.WithKeys(_ml, 30);
        foreach (var (layers, body) in new (int, NetworkBody?)[]
        {
            (3, null), (4, new SequenceBody { StepSize = 2, Encoder = new GruEncoder { HiddenSize = 4 }, EmbeddingSize = 3 }),
        })
            EveryLayer(data, "Features", layers, () => _ml.Transforms.MultitaskNetwork(
                "Features", [new("Label", TaskHeadKind.Multiclass), new("Number", TaskHeadKind.Regression)],
                new MultitaskOptions
                {
                    Body = body,
                    HiddenSizes = [5, 4],
                    HeadSizes = [3],
                    SoftSharing = sharing,
                    Dropout = 0.1,
                    Training = Brief,
                }).Fit(data));
    }

    [TestMethod]
    public void Every_layer_of_a_convolutional_network_is_written()
    {
        var data = Blobs.WithKeys(_ml, 30);
        EveryLayer(data, "Features", 5, () => _ml.MulticlassClassification.Trainers.ConvolutionalNetwork(
            new ConvolutionalNetworkOptions
            {
                Height = 2,
                Width = 4,
                Layers =
                [
                    new ConvolutionLayer(3, 3) { Padding = ConvolutionPadding.Same }, new ActivationLayer(Activation.ReLU),
                    new PoolingLayer(PoolingKind.Maximum), new DenseLayer(4),
                ],
                Training = Brief,
            }).Fit(data));
    }

    [TestMethod]
    public void Every_layer_of_networks_of_sequences_is_written()
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i =>
        {
            uint[] keys = [.. Enumerable.Range(0, 1 + (i % 5)).Select(_ => (uint)random.Next(4))];
            return new Sequence { Keys = keys, Next = keys, Number = i % 3 };
        }).ToArray());
        EveryLayer(data, "Keys", 3, () => _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            LabelColumnName = "Number",
            Encoder = new GruEncoder { HiddenSize = 3 },
            Pooling = SequencePooling.Attention,
            Training = Brief,
        }).Fit(data));
        EveryLayer(data, "Keys", 1, () => _ml.Transforms.TagSequence(
            "Tags", "Keys", "Next", new SequenceTaggerOptions { Encoder = new LstmEncoder { HiddenSize = 3 }, Training = Brief })
            .Fit(data));
    }

    [TestMethod]
    [DataRow(VisibleUnits.Bernoulli, HiddenUnits.Bernoulli, NetworkInputScaling.None)]
    [DataRow(VisibleUnits.Gaussian, HiddenUnits.Bernoulli, NetworkInputScaling.None)]
    [DataRow(VisibleUnits.Gaussian, HiddenUnits.NoisyReLU, NetworkInputScaling.Automatic)]
    [DataRow(VisibleUnits.Counts, HiddenUnits.Bernoulli, NetworkInputScaling.None)]
    public void A_machine_with_a_past_is_written(VisibleUnits visible, HiddenUnits hidden, NetworkInputScaling scaling)
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(i => new Frames
        {
            Features = [.. Enumerable.Range(0, 8).Select(step => visible switch
            {
                VisibleUnits.Counts => random.Next(4) + (step % 2),
                VisibleUnits.Gaussian => MathF.Sin(step + i) + random.NextSingle(),
                _ => random.NextSingle(),
            })],
        }).ToArray());
        using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "Features", new ConditionalRbmOptions
        {
            PastFrames = 3,
            HiddenSize = 3,
            VisibleUnits = visible,
            HiddenUnits = hidden,
            InputScaling = scaling,
            PredictionPasses = 4,
            NextFrameColumnName = "Ahead",
            FreeEnergyColumnName = "Energy",
            Training = BriefDivergence,
        }).Fit(data);
        AreEqual(model, data, [1, 2, 7]);
    }

    [TestMethod]
    public void Prediction_by_very_many_passes_is_refused_and_can_be_left_out()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Frames
        {
            Features = [.. Enumerable.Range(0, 8).Select(step => MathF.Sin(step + i))],
        }).ToArray());
        using var model = _ml.Transforms.ConditionalBoltzmannMachine("Hidden", "Features", new ConditionalRbmOptions
        {
            PastFrames = 1,
            HiddenSize = 3,
            PredictionPasses = 1001,
            NextFrameColumnName = "Ahead",
            Training = BriefDivergence,
        }).Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<NotSupportedException>(() => model.SaveAsOnnx(new MemoryStream())).Message,
            "its output 'Ahead': it goes 1001 times to and fro; up to 1000 are written");
        using var run = new OnnxRun(model, new OnnxExportOptions { Outputs = ["Hidden"] });
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), 7));
    }

    [TestMethod]
    public void Features_of_a_network_in_front_of_a_trainer_of_ML_NET_are_one_model_with_it()
    {
        var data = Blobs.WithKeys(_ml, 40);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [6], Training = Brief }).Fit(data);
        using var chain = _ml.Transforms.NetworkFeatures("Deep", "Features", model)
            .Append(_ml.Regression.Trainers.Sdca("Number", "Deep")).Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Score", "Deep"] }));
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 7, ".output", data));
    }

    private void EveryLayer(IDataView data, string? column, int layers, Func<NetworkTransformer> make)
    {
        using var model = make();
        using var first = _ml.Transforms.NetworkFeatures("Deep", column, model).Fit(data);
        Assert.HasCount(layers, first.LayerNames);
        foreach (var layer in first.LayerNames)
        {
            using var features = _ml.Transforms.NetworkFeatures("Deep", column, model, layer).Fit(data);
            AreEqual(features, data, [1, 2, 7], layer);
        }
    }

    private static void AreEqual(ScoringTransformer model, IDataView data, int[] batches, string what = "")
    {
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
        foreach (var batch in batches)
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{what}, {batch} at once");
    }

    private sealed class Sequence
    {
        [KeyType(4)]
        public uint[] Keys { get; set; } = [];

        [KeyType(4)]
        public uint[] Next { get; set; } = [];

        public float Number { get; set; }
    }

    private sealed class Frames
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }
}
