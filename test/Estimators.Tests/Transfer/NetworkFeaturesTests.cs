using DeepML.Estimators.Tests.RecurrentSequences;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Transfer;

[TestClass]
public sealed class NetworkFeaturesWorkout : EstimatorWorkout<NetworkFeaturesTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features"];

    protected override bool HasChance => false;

    protected override IEstimator<NetworkFeaturesTransformer> CreateEstimator(MLContext ml) => ml.Transforms.NetworkFeatures(
        "Deep", "Features", ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [5, 3],
            Training = new TrainingOptions { Epochs = 1, BatchSize = 16, Seed = 1 },
        }).Fit(Blobs.Create(ml)));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class NetworkFeaturesTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 16, LearningRate = 0.01 };
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_narrow_layer_of_a_perceptron_serves_another_trainer_under_another_column_and_survives_saving()
    {
        var data = Blobs.WithKeys(_ml);
        var renamed = _ml.Transforms.CopyColumns("Measured", "Features").Append(_ml.Transforms.DropColumns("Features")).Fit(data)
            .Transform(data);
        NetworkFeaturesTransformer features;
        using (var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [6, 2],
            Training = Brief with { Epochs = 30 },
        }).Fit(data))
            features = _ml.Transforms.NetworkFeatures("Deep", "Measured", model).Fit(renamed);
        Assert.AreEqual("hidden2", features.LayerName);
        Assert.AreEqual(2, features.FeatureCount);
        var chain = _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Label", "Deep").Fit(features.Transform(renamed));
        Assert.IsGreaterThan(0.8, _ml.MulticlassClassification.Evaluate(chain.Transform(features.Transform(renamed))).MicroAccuracy);
        using var stream = new MemoryStream();
        _ml.Model.Save(features, renamed.Schema, stream);
        stream.Position = 0;
        var (before, after) = (features.Transform(renamed), _ml.Model.Load(stream, out _).Transform(renamed));
        Cells.AreEqual(Cells.Read(before, before.Schema["Deep"]), Cells.Read(after, after.Schema["Deep"]), 0, "features");
        features.Dispose();
    }

    [TestMethod]
    public void Layers_of_each_family_say_what_the_family_says_itself()
    {
        var data = Blobs.WithKeys(_ml);
        using var autoencoder = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [5],
            CodeSize = 2,
            Outputs = new AutoencoderOutputs { LayerPrefix = "Layer", Reconstruction = "Made" },
            Training = Brief,
        }).Fit(data);
        Same(autoencoder, data, ("hidden1", "Layer1"), ("code", "Code"), ("reconstruction", "Made"), (null, "Code"));
        using var beliefs = _ml.Transforms.DeepBeliefNetwork(
            "Top", "Features", new DeepBeliefOptions { Layers = [new() { HiddenSize = 5 }, new() { HiddenSize = 3 }], Training = Brief })
            .Fit(data);
        Same(beliefs, data, ("hidden2", "Top"), (null, "Top"));
        using var perceptron = _ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Number", ScaleLabel = false, Training = Brief }).Fit(data);
        Same(perceptron, data, ("answer", "Score"));
        using var tuned = _ml.Regression.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
        {
            LabelColumnName = "Number",
            ScaleLabel = false,
            Layers = [new() { HiddenSize = 4 }],
            Pretraining = Brief,
            Training = Brief,
        }).Fit(data);
        Same(tuned, data, ("answer", "Score"));
        using var pictures = _ml.Regression.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Number",
            ScaleLabel = false,
            Height = 2,
            Width = 4,
            Layers = [new ConvolutionLayer(2, 1), new FlattenLayer()],
            Training = Brief,
        }).Fit(data);
        Same(pictures, data, ("answer", "Score"));
        var sequences = Sequences.Create(_ml);
        using var recurrent = _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "First",
            FeatureColumnName = "Keys",
            ScaleLabel = false,
            Encoder = new LstmEncoder { HiddenSize = 4 },
            Training = Brief,
        }).Fit(sequences);
        Same(recurrent, sequences, ("answer", "Score"));
        Assert.AreEqual("summary", _ml.Transforms.NetworkFeatures("Deep", null, recurrent).Fit(sequences).LayerName);
    }

    [TestMethod]
    [DataRow(null, 6)]
    [DataRow(0.1, 12)]
    public void What_tasks_share_serves_another_trainer_and_of_bodies_of_their_own_it_is_all(double? sharing, int width)
    {
        var data = Blobs.WithKeys(_ml);
        NetworkFeaturesTransformer features;
        using (var model = _ml.Transforms.MultitaskNetwork(
            "Features", [new("Label", TaskHeadKind.Multiclass), new("Number", TaskHeadKind.Regression)],
            new MultitaskOptions { HiddenSizes = [7, 6], SoftSharing = sharing, Training = Brief with { Epochs = 20 } }).Fit(data))
        {
            features = _ml.Transforms.NetworkFeatures("Deep", "Features", model).Fit(data);
            using var answers = _ml.Transforms.NetworkFeatures("All", "Features", model, "answer").Fit(data);
            var said = answers.Transform(model.Transform(data));
            foreach (var (all, scores) in said.GetColumn<float[]>("All").Zip(said.GetColumn<float[]>("Label.Score")))
                Assert.AreEqual(
                    Array.IndexOf(scores, scores.Max()), Array.IndexOf(all[..^1], all[..^1].Max()), "the class that the logits say");
        }
        CollectionAssert.AreEqual(new[] { "hidden1", "hidden2", "answer" }, features.LayerNames.ToArray());
        Assert.AreEqual(("hidden2", width), (features.LayerName, features.FeatureCount));
        var chain = _ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Label", "Deep").Fit(features.Transform(data));
        Assert.IsGreaterThan(0.8, _ml.MulticlassClassification.Evaluate(chain.Transform(features.Transform(data))).MicroAccuracy);
        using var stream = new MemoryStream();
        _ml.Model.Save(features, data.Schema, stream);
        stream.Position = 0;
        var after = _ml.Model.Load(stream, out _).Transform(data);
        Cells.AreEqual(
            Cells.Read(features.Transform(data), features.Transform(data).Schema["Deep"]), Cells.Read(after, after.Schema["Deep"]), 0,
            "features");
        features.Dispose();
    }

    [TestMethod]
    public void A_perceptron_over_a_table_keeps_the_names_of_its_columns()
    {
        var data = Blobs.Create(_ml);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            FeatureColumnNames = ["Features", "Name"],
            HiddenSizes = [3],
            Training = Brief,
        }).Fit(data);
        using var features = _ml.Transforms.NetworkFeatures("Deep", null, model).Fit(data);
        var view = features.Transform(data);
        Assert.HasCount(3, Cells.Read(view, view.Schema["Deep"])[0]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.NetworkFeatures("Deep", "Other", model)).Message,
            "reads the columns 'Features', 'Name' by their names");
    }

    [TestMethod]
    public void A_layer_that_is_not_there_and_a_network_without_layers_are_refused_in_words()
    {
        var data = Blobs.Create(_ml);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron("Number").Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.NetworkFeatures("Deep", null, model, "hidden9")).Message,
            "There is no layer 'hidden9'; there are hidden1, answer.");
        using var machine = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions { Training = Brief }).Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.NetworkFeatures("Deep", null, machine)).Message,
            "A RbmTransformer has no layers to take features from.");
    }

    private void Same(ScoringTransformer model, IDataView data, params (string? Layer, string Column)[] pairs)
    {
        var scored = model.Transform(data);
        foreach (var (layer, column) in pairs)
        {
            using var features = _ml.Transforms.NetworkFeatures("Deep", null, model, layer).Fit(data);
            var view = features.Transform(data);
            Cells.AreEqual(
                Cells.Read(scored, scored.Schema[column]), Cells.Read(view, view.Schema["Deep"]), 1e-5, $"{model.GetType().Name} {layer}");
        }
    }
}
