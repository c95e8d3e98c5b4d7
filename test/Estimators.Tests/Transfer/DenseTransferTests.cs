using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Transfer;

/// <summary>Perceptrons, autoencoders and deep belief networks start from each other's layers.</summary>
[TestClass]
public sealed class DenseTransferTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 3, BatchSize = 16, LearningRate = 0.01 };

    // Weights stay where they are, so that what was taken over can be compared.
    private static readonly TrainingOptions Still = Brief with { Epochs = 1, LearningRate = 1e-12 };

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void RemoveFile() => File.Delete(_file);

    [TestMethod]
    public void A_perceptron_starts_from_another_with_its_scales_and_a_file_says_the_same_as_the_model()
    {
        var wide = _ml.Transforms.NormalizeMeanVariance("Features").Fit(Blobs.WithKeys(_ml)).Transform(Blobs.WithKeys(_ml));
        using var source = Perceptron(Brief).Fit(wide);
        source.SaveWeights(_file);
        using var fromModel = Perceptron(Still, new TransferOptions { Model = source, KeepHead = true }).Fit(wide);
        using var fromFile = Perceptron(Still, new TransferOptions { WeightsFile = _file, KeepHead = true }).Fit(wide);
        Same(source, fromModel, wide, "Score");
        Same(source, fromFile, wide, "Score");
    }

    [TestMethod]
    public void Other_answers_are_learned_over_frozen_layers()
    {
        var data = Blobs.WithKeys(_ml);
        using var source = Perceptron(Brief).Fit(data);
        var transfer = new TransferOptions { Model = source, FrozenBlocks = 2 };
        using var tuned = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [6, 4, 5],
            Training = Brief,
            Transfer = transfer,
        }).Fit(data);
        foreach (var layer in new[] { "hidden1", "hidden2" })
            Cells.AreEqual(Layer(source, layer, data), Layer(tuned, layer, data), 0, layer);
        Assert.IsLessThan(tuned.TrainingHistory.Epochs[0].TrainingLoss, tuned.TrainingHistory.Epochs[^1].TrainingLoss);
    }

    [TestMethod]
    public void A_lower_rate_moves_old_layers_less()
    {
        var data = Blobs.WithKeys(_ml);
        using var source = Perceptron(Brief).Fit(data);
        double Moved(double factor)
        {
            using var tuned = Perceptron(
                Brief with { Optimizer = new GradientDescentOptimizer() }, new TransferOptions { Model = source, OldLayerFactor = factor })
                .Fit(data);
            return Layer(source, "hidden1", data).Zip(Layer(tuned, "hidden1", data), (a, b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Sum())
                .Sum();
        }
        var (slow, fast) = (Moved(0.01), Moved(1));
        Assert.IsGreaterThan(0, slow);
        Assert.IsLessThan(fast / 20, slow, $"moved {slow} at 0.01 of the rate, {fast} at the full rate");
    }

    [TestMethod]
    public void A_perceptron_starts_from_a_belief_network_and_an_autoencoder_from_the_perceptron()
    {
        var data = Blobs.WithKeys(_ml);
        using var beliefs = _ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
        {
            Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
            Training = RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 16 },
        }).Fit(data);
        using var perceptron = Perceptron(Still, new TransferOptions { Model = beliefs }, Activation.Sigmoid).Fit(data);
        Cells.AreEqual(Layer(beliefs, "hidden2", data), Layer(perceptron, "hidden2", data), 1e-5, "top layer");
        using var autoencoder = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 4,
            HiddenActivation = Activation.Sigmoid,
            CodeActivation = Activation.Sigmoid,
            Training = Still,
            Transfer = new TransferOptions { Model = perceptron },
        }).Fit(data);
        Cells.AreEqual(Layer(perceptron, "hidden2", data), Layer(autoencoder, "code", data), 1e-5, "code");
    }

    [TestMethod]
    public void An_autoencoder_takes_both_ways_of_a_belief_network_on_request()
    {
        var data = Blobs.Create(_ml);
        using var beliefs = _ml.Transforms.DeepBeliefNetwork("Top", "Features", new DeepBeliefOptions
        {
            Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
            Training = RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 16 },
        }).Fit(data);
        using var autoencoder = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 4,
            HiddenActivation = Activation.Sigmoid,
            CodeActivation = Activation.Sigmoid,
            OutputActivation = Activation.Sigmoid,
            Training = Still,
            Transfer = new TransferOptions { Model = beliefs, KeepHead = true },
        }).Fit(data);
        var (expected, found) = (beliefs.Reconstruct(data), autoencoder.Reconstruct(data));
        Cells.AreEqual(Cells.Read(expected, expected.Schema["Features"]), Cells.Read(found, found.Schema["Features"]), 1e-5, "rows");
    }

    [TestMethod]
    public void A_belief_network_takes_layers_in_place_of_pretraining_and_is_saved_with_their_scales()
    {
        var wide = _ml.Transforms.NormalizeMeanVariance("Features").Fit(Blobs.WithKeys(_ml)).Transform(Blobs.WithKeys(_ml));
        using var source = Perceptron(Brief).Fit(wide);
        using var tuned = _ml.MulticlassClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            Layers = [new() { HiddenSize = 6 }, new() { HiddenSize = 4 }],
            HiddenActivation = Activation.ReLU,
            Training = Still,
            Transfer = new TransferOptions { Model = source, KeepHead = true },
        }).Fit(wide);
        Assert.IsEmpty(tuned.PretrainingHistories);
        Same(source, tuned, wide, "Score");
        using var stream = new MemoryStream();
        _ml.Model.Save(tuned, wide.Schema, stream);
        stream.Position = 0;
        Same(source, _ml.Model.Load(stream, out _), wide, "Score");
    }

    [TestMethod]
    public void All_that_does_not_fit_is_in_one_error_that_names_the_source()
    {
        var data = Blobs.WithKeys(_ml);
        using var source = Perceptron(Brief).Fit(data);
        var trainer = Perceptron(Brief, new TransferOptions { Model = source }, Activation.Tanh, [6, 3]);
        var message = Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(data)).Message;
        foreach (var part in new[]
        {
            "The model of Transfer, a MultilayerPerceptronTransformer, does not fit.",
            "its hidden function is ReLU where Tanh is asked for", "its 'layers.linear2.weight' is [4x6] where [3x6] is needed",
            "its 'layers.linear2.bias' is [4] where [3] is needed",
        })
            StringAssert.Contains(message, part);
        source.SaveWeights(_file);
        var file = Perceptron(Brief, new TransferOptions { WeightsFile = _file }, Activation.Tanh);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => file.Fit(data)).Message, $"The file '{_file}' does not fit.");
    }

    [TestMethod]
    public void Only_what_was_taken_over_can_be_frozen_and_only_one_thing_is_started_from()
    {
        var data = Blobs.WithKeys(_ml);
        using var source = Perceptron(Brief).Fit(data);
        var frozen = Perceptron(Brief, new TransferOptions { Model = source, FrozenBlocks = 3 });
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => frozen.Fit(data)).Message, "Transfer.FrozenBlocks is 3; it must be in [0, 2]");
        var both = Perceptron(Brief, new TransferOptions { Model = source });
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => both.Fit(data, source)).Message, "leave one of them out");
        source.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => both.Fit(data));
    }

    [TestMethod]
    public void Options_that_contradict_a_transfer_are_refused_together()
    {
        var transfer = new TransferOptions { WeightsFile = "weights" };
        Refused(
            () => _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                Transfer = new TransferOptions { FrozenBlocks = -1, OldLayerFactor = 0 },
                FillMissing = true,
                ReadSparse = true,
            }),
            "Transfer.WeightsFile is \"\"", "Transfer.FrozenBlocks is -1", "Transfer.OldLayerFactor is 0", "Transfer is given",
            "ReadSparse is True");
        Refused(
            () => _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
            {
                Transfer = transfer,
                Variational = new VariationalCode(),
                Pretraining = Brief,
            }),
            "Transfer is given; it must be null with Variational", "Transfer is given; it must be null with Pretraining");
        Refused(
            () => _ml.Transforms.Autoencoder(
                "Code", "Features", new AutoencoderOptions { Transfer = transfer, Convolution = new AutoencoderConvolution() }),
            "Transfer.Model is null; it must be a ConvolutionalNetworkTransformer with Convolution");
        Refused(
            () => _ml.Regression.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
            {
                Transfer = transfer,
                VisibleUnits = VisibleUnits.Gaussian,
                InputScaling = NetworkInputScaling.Standard,
            }),
            "VisibleUnits is Gaussian; it must be null with Transfer", "InputScaling is Standard; it must be Automatic with Transfer");
    }

    private static void Refused(Action make, params string[] parts)
    {
        var message = Assert.ThrowsExactly<ArgumentException>(make).Message;
        foreach (var part in parts)
            StringAssert.Contains(message, part);
    }

    private MultilayerPerceptronEstimator Perceptron(
        TrainingOptions training, TransferOptions? transfer = null, Activation function = Activation.ReLU, int[]? sizes = null) =>
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = sizes ?? [6, 4],
            HiddenActivation = function,
            Training = training,
            Transfer = transfer,
        });

    private IReadOnlyList<float[]> Layer(NetworkTransformer model, string layer, IDataView data)
    {
        using var features = _ml.Transforms.NetworkFeatures("Deep", null, model, layer).Fit(data);
        var view = features.Transform(data);
        return Cells.Read(view, view.Schema["Deep"]);
    }

    private static void Same(ITransformer expected, ITransformer found, IDataView data, string column)
    {
        var (before, after) = (expected.Transform(data), found.Transform(data));
        Cells.AreEqual(Cells.Read(before, before.Schema[column]), Cells.Read(after, after.Schema[column]), 1e-5, column);
    }
}
