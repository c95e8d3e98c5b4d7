using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using TorchSharp.PyBridge;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class ConvolutionalTransferTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void RemoveFile() => File.Delete(_file);

    [TestMethod]
    public void Frozen_blocks_stay_as_the_file_has_them_and_the_new_head_learns()
    {
        var data = Shapes.Create(_ml);
        using var source = Trainer(Options(15)).Fit(data);
        source.SaveWeights(_file, includeHead: false);
        var transfer = new TransferOptions { WeightsFile = _file, FrozenBlocks = 1 };
        using var tuned = Trainer(Options(8) with { Transfer = transfer }).Fit(data);
        Same(source.Filters(), tuned.Filters(), true);
        Assert.IsLessThan(
            source.TrainingHistory.Epochs[7].TrainingLoss, tuned.TrainingHistory.Epochs[7].TrainingLoss, "loss against a fresh start");
        using var free = Trainer(Options(2) with { Transfer = transfer with { FrozenBlocks = 0 } }).Fit(data);
        Same(source.Filters(), free.Filters(), false);
    }

    [TestMethod]
    public void A_lower_rate_moves_old_layers_less()
    {
        var data = Shapes.Create(_ml, 60);
        using var source = Trainer(Options(2)).Fit(data);
        source.SaveWeights(_file, includeHead: false);
        double Moved(double rate)
        {
            var options = Options(2) with { Transfer = new TransferOptions { WeightsFile = _file, OldLayerFactor = rate } };
            using var tuned = Trainer(options).Fit(data);
            return source.Filters().Zip(tuned.Filters(), (a, b) => a.Values.Zip(b.Values, (x, y) => Math.Abs(x - y)).Sum()).Sum();
        }
        var (slow, fast) = (Moved(0.01), Moved(1));
        Assert.IsGreaterThan(0, slow);
        Assert.IsLessThan(fast / 20, slow, $"moved {slow} at 0.01 of the rate, {fast} at the full rate");
    }

    [TestMethod]
    public void A_kept_head_answers_as_before_without_training()
    {
        var data = Shapes.Create(_ml, 60);
        using var source = Trainer(Options(6)).Fit(data);
        source.SaveWeights(_file);
        var options = Options(1);
        using var kept = Trainer(options with
        {
            Transfer = new TransferOptions { WeightsFile = _file, KeepHead = true },
            Training = options.Training with { LearningRate = 1e-12 },
        }).Fit(data);
        var (before, after) = (source.Transform(data), kept.Transform(data));
        Cells.AreEqual(Cells.Read(before, before.Schema["Score"]), Cells.Read(after, after.Schema["Score"]), 1e-5, "scores");
    }

    [TestMethod]
    public void Features_of_a_layer_serve_other_trainers_and_survive_saving()
    {
        var (train, test) = (Shapes.Create(_ml), Shapes.Create(_ml, seed: 2));
        using var source = Trainer(Options(10)).Fit(train);
        var pipeline = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", source)
            .Append(_ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Label", "Deep"));
        var model = pipeline.Fit(train);
        Assert.IsGreaterThan(0.8, _ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy);
        using var stream = new MemoryStream();
        _ml.Model.Save(model, train.Schema, stream);
        stream.Position = 0;
        var (before, after) = (model.Transform(test), _ml.Model.Load(stream, out _).Transform(test));
        Cells.AreEqual(Cells.Read(before, before.Schema["Deep"]), Cells.Read(after, after.Schema["Deep"]), 0, "features");
        Assert.AreEqual(8, Cells.Read(after, after.Schema["Deep"])[0].Length);
    }

    [TestMethod]
    public void Features_from_a_file_equal_those_of_the_network_that_wrote_it_and_the_answer_can_be_one()
    {
        var data = Shapes.Create(_ml, 30);
        using var source = Trainer(Options(2)).Fit(data);
        source.SaveWeights(_file);
        foreach (var layer in new[] { "pooling1", "answer" })
        {
            using var fromModel = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", source, layer).Fit(data);
            using var fromFile = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", new ConvolutionalFeaturesOptions
            {
                Network = Options(1),
                WeightsFile = _file,
                LayerName = layer,
            }).Fit(data);
            var (expected, actual) = (fromModel.Transform(data), fromFile.Transform(data));
            Cells.AreEqual(Cells.Read(expected, expected.Schema["Deep"]), Cells.Read(actual, actual.Schema["Deep"]), 0, layer);
        }
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.ConvolutionalFeatures("Deep", "Features", source, "nowhere"));
        StringAssert.Contains(error.Message, "There is no layer 'nowhere'; there are convolution1");
    }

    [TestMethod]
    public void Features_from_a_file_keep_the_batch_normalizations_of_its_network()
    {
        var data = Shapes.Create(_ml, 30);
        var options = Options(2);
        options = options with { Layers = [options.Layers![0], new BatchNormalizationLayer(), .. options.Layers.Skip(1)] };
        using var source = Trainer(options).Fit(data);
        source.SaveWeights(_file);
        using var fromModel = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", source).Fit(data);
        using var fromFile = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", new ConvolutionalFeaturesOptions
        {
            Network = options,
            WeightsFile = _file,
            LayerName = fromModel.LayerName,
        }).Fit(data);
        var (expected, actual) = (fromModel.Transform(data), fromFile.Transform(data));
        Cells.AreEqual(Cells.Read(expected, expected.Schema["Deep"]), Cells.Read(actual, actual.Schema["Deep"]), 0, "features");
    }

    [TestMethod]
    [DataRow(new byte[] { 0x50, 0x4B, 0x03, 0x04, 0x00, 0x00, 0x08, 0x08, 0x00 }, "The zip file is damaged", DisplayName = "since 1.6")]
    [DataRow(new byte[] { 0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9 }, "before torch 1.6", DisplayName = "before")]
    public void A_file_of_torch_save_that_cannot_be_read_says_why(byte[] start, string says)
    {
        File.WriteAllBytes(_file, [.. start, .. new byte[500]]);
        var options = Options(1) with { Transfer = new TransferOptions { WeightsFile = _file } };
        var message = Assert.ThrowsExactly<FormatException>(() => Trainer(options).Fit(Shapes.Create(_ml, 30))).Message;
        StringAssert.Contains(message, _file);
        StringAssert.Contains(message, says);
    }

    [TestMethod]
    public void Weights_that_pytorch_has_saved_start_a_network_as_those_in_safetensors_do()
    {
        var data = Shapes.Create(_ml, 60);
        using var source = Trainer(Options(2)).Fit(data);
        source.SaveWeights(_file);
        var python = _file + ".pt";
        try
        {
            // Trained weights lie in one block, of which PyBridge writes places beyond what it saves.
            using (var fresh = new ConvolutionalNetwork(source.Plan.Architecture))
            {
                TransferredWeights.Copy(source.NamedWeights, fresh, keepHead: true);
                fresh.save_py(python);
            }
            var features = PretrainedBackbone.FromFile(python, ConvolutionalNetworkKind.Small).Features() with { Network = Options(1) };
            using var fromPython = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", features).Fit(data);
            using var fromOwn = _ml.Transforms.ConvolutionalFeatures("Deep", "Features", features with { WeightsFile = _file }).Fit(data);
            var (expected, actual) = (fromOwn.Transform(data), fromPython.Transform(data));
            Cells.AreEqual(Cells.Read(expected, expected.Schema["Deep"]), Cells.Read(actual, actual.Schema["Deep"]), 0, "features");
        }
        finally
        {
            File.Delete(python);
        }
    }

    [TestMethod]
    public void A_backbone_knows_how_its_pictures_were_scaled_and_asks_for_what_is_missing()
    {
        var backbone = PretrainedBackbone.FromFile(_file, ConvolutionalNetworkKind.ResNet50);
        var options = backbone.Transfer(frozenBlocks: 2, oldLayerFactor: 0.5);
        Assert.AreEqual((ConvolutionalNetworkKind.ResNet50, 3), (options.Network, options.Channels));
        Assert.AreEqual(0.485f, options.ChannelMeans![0]);
        Assert.AreEqual(0.225f, options.ChannelDeviations![2]);
        Assert.AreEqual(new TransferOptions { WeightsFile = _file, FrozenBlocks = 2, OldLayerFactor = 0.5 }, options.Transfer);
        Assert.AreEqual("layer4.1", backbone.Features("layer4.1").LayerName);
        Assert.ThrowsExactly<FileNotFoundException>(() => PretrainedBackbone.FromFile("nowhere.pt", ConvolutionalNetworkKind.ResNet50));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => PretrainedBackbone.FromFile(_file, (ConvolutionalNetworkKind)999));
        StringAssert.Contains(
            Assert.ThrowsExactly<FileNotFoundException>(PretrainedBackbone.FromPackage).Message,
            "Add a reference to the package Microsoft.ML.DnnImageFeaturizer.ResNet18");
    }

    [TestMethod]
    public void Foreign_damaged_and_missing_files_are_refused()
    {
        var data = Shapes.Create(_ml, 12);
        var options = Options(1) with { Transfer = new TransferOptions { WeightsFile = _file } };
        File.WriteAllText(_file, "no weights at all");
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Trainer(options).Fit(data)).Message, _file);
        using var other = Trainer(Options(1) with { Layers = [new ConvolutionLayer(3, 5)] }).Fit(data);
        other.SaveWeights(_file);
        var foreign = Assert.ThrowsExactly<ArgumentException>(() => Trainer(options).Fit(data)).Message;
        StringAssert.Contains(foreign, _file);
        StringAssert.Contains(foreign, "convolution1.weight");
        Assert.ThrowsExactly<FileNotFoundException>(() =>
            Trainer(options with { Transfer = new TransferOptions { WeightsFile = _file + ".none" } }).Fit(data));
    }

    private static ConvolutionalNetworkOptions Options(int epochs) => ConvolutionalLearningTests.Small(epochs);

    private ConvolutionalNetworkEstimator Trainer(ConvolutionalNetworkOptions options) =>
        new MLContext(seed: 4).MulticlassClassification.Trainers.ConvolutionalNetwork(options);

    private static void Same(IReadOnlyList<Picture> first, IReadOnlyList<Picture> second, bool expected) =>
        Assert.AreEqual(expected, first.Zip(second).All(pair => pair.First.Values.SequenceEqual(pair.Second.Values)));
}
