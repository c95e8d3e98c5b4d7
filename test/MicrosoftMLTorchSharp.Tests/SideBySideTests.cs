using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;

namespace DeepML.MicrosoftMLTorchSharp.Tests;

/// <summary>Both libraries in one program: neither keeps the other's catalog from working, and DeepML's models work as ever.</summary>
[TestClass]
public sealed class SideBySideTests
{
    [TestMethod]
    public void Both_catalogs_make_their_estimators_from_one_context()
    {
        var ml = new MLContext(1);
        Assert.IsNotNull(ml.MulticlassClassification.Trainers.TextClassification());
        Assert.IsNotNull(ml.MulticlassClassification.Trainers.ObjectDetection());
        Assert.IsNotNull(ml.MulticlassClassification.Trainers.NamedEntityRecognition());
        Assert.IsNotNull(ml.Regression.Trainers.SentenceSimilarity());
        Assert.IsNotNull(ml.MulticlassClassification.Trainers.MultilayerPerceptron());
        Assert.IsNotNull(ml.Transforms.Autoencoder("Code", "Features"));
    }

    [TestMethod]
    public void A_multilayer_perceptron_learns_is_saved_loaded_and_scores()
    {
        var ml = new MLContext(1);
        var data = Rows(ml);
        var options = new MultilayerPerceptronOptions { HiddenSizes = [8] };
        options = options with { Training = options.Training with { Epochs = 3 } };
        using var model = ml.Regression.Trainers.MultilayerPerceptron(options).Fit(data);
        CollectionAssert.AreEqual(Scores(model.Transform(data)), Scores(Reloaded(ml, model, data).Transform(data)));
    }

    [TestMethod]
    public void An_autoencoder_learns_is_saved_loaded_and_encodes()
    {
        var ml = new MLContext(1);
        var data = Rows(ml);
        var options = new AutoencoderOptions { HiddenSizes = [], CodeSize = 2 };
        options = options with { Training = options.Training with { Epochs = 3 } };
        using var model = ml.Transforms.Autoencoder("Code", "Features", options).Fit(data);
        var codes = Codes(model.Transform(data));
        Assert.IsTrue(codes.All(float.IsFinite));
        CollectionAssert.AreEqual(codes, Codes(Reloaded(ml, model, data).Transform(data)));
    }

    private static IDataView Rows(MLContext ml) => ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, 48).Select(i => new Row { Features = [i % 8 / 8f, i / 8 / 8f, i % 3 / 3f], Label = i % 8 }).ToArray());

    private static ITransformer Reloaded(MLContext ml, ITransformer model, IDataView data)
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        return ml.Model.Load(file, out _);
    }

    private static float[] Scores(IDataView view) => [.. view.GetColumn<float>("Score")];

    private static float[] Codes(IDataView view) => [.. view.GetColumn<float[]>("Code").SelectMany(code => code)];

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
