using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Pipelines;

[TestClass]
public sealed class DigitsPipelineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_pipeline_with_an_autoencoder_classifies_evaluates_and_survives_saving()
    {
        var (data, pipeline) = Pipeline();
        var split = _ml.Data.TrainTestSplit(data, 0.2);
        var model = pipeline.Fit(split.TrainSet);
        var scored = model.Transform(split.TestSet);
        var metrics = _ml.MulticlassClassification.Evaluate(scored);
        Assert.IsGreaterThan(0.7, metrics.MicroAccuracy); // ten classes: guessing the commonest gives 0.1

        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var reloaded = new MLContext().Model.Load(file, out var schema);
        Assert.AreEqual(data.Schema.Count, schema.Count);
        var again = reloaded.Transform(split.TestSet);
        Cells.AreEqual(Cells.Read(scored, scored.Schema["Score"]), Cells.Read(again, again.Schema["Score"]), 0, "Score");
        CollectionAssert.AreEqual(
            scored.GetColumn<float>("PredictedLabel").ToArray(), again.GetColumn<float>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void A_prediction_engine_answers_like_the_data_view()
    {
        var (data, pipeline) = Pipeline();
        var model = pipeline.Fit(data);
        var expected = model.Transform(data).GetColumn<float>("PredictedLabel").Take(50).ToArray();
        using var engine = _ml.Model.CreatePredictionEngine<Digit, Answer>(model);
        var actual = _ml.Data.CreateEnumerable<Digit>(data, reuseRowObject: false)
            .Take(50).Select(digit => engine.Predict(digit).PredictedLabel).ToArray();
        CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void Cross_validation_fits_the_network_once_per_fold()
    {
        var (data, pipeline) = Pipeline();
        var keyed = _ml.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        var estimator = _ml.Transforms.Autoencoder("Code", "Pixels", Small)
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Code"));
        var results = _ml.MulticlassClassification.CrossValidate(keyed, estimator, numberOfFolds: 2);
        Assert.HasCount(2, results);
        Assert.IsTrue(results.All(fold => fold.Metrics.MicroAccuracy > 0.6),
            string.Join(", ", results.Select(fold => fold.Metrics.MicroAccuracy)));
        GC.KeepAlive(pipeline);
    }

    [TestMethod]
    public void A_model_saved_with_its_loader_reads_the_file_by_itself()
    {
        var path = DataFile("digits.csv");
        var loader = _ml.Data.CreateTextLoader(
            [new TextLoader.Column("Pixels", DataKind.Single, 0, 63)], separatorChar: ',', hasHeader: true);
        var source = new MultiFileSource(path);
        using var model = _ml.Transforms.Autoencoder("Code", "Pixels", Small).Fit(loader.Load(source));
        using var file = new MemoryStream();
        _ml.Model.Save(model, loader, file);
        file.Position = 0;
        var (reloaded, reloadedLoader) = (new MLContext().Model.LoadWithDataLoader(file, out var dataLoader), dataLoader);
        var expected = model.Transform(loader.Load(source));
        var actual = reloaded.Transform(reloadedLoader.Load(source));
        Cells.AreEqual(Cells.Read(expected, expected.Schema["Code"]), Cells.Read(actual, actual.Schema["Code"]), 0, "Code");
    }

    [TestMethod]
    public void Text_in_a_pixel_column_is_named_by_column_and_row()
    {
        using var file = new TemporaryFile("1,2,3\n4,five,6\n");
        var data = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Pixels", DataKind.Single, 0, 2)], separatorChar: ',');
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Transforms.Autoencoder("Code", "Pixels", codeSize: 1).Fit(data));
        StringAssert.Contains(error.Message, "Column 'Pixels' is NaN in row 1, slot 1");
    }

    [TestMethod]
    public void A_short_row_is_filled_with_zeros_as_the_loader_does_it()
    {
        using var file = new TemporaryFile("1,2,3\n4,5\n");
        var data = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Pixels", DataKind.Single, 0, 2)], separatorChar: ',');
        using var model = _ml.Transforms.Autoencoder("Code", "Pixels", Small with { CodeSize = 1 }).Fit(data);
        CollectionAssert.AreEqual(new float[] { 4, 5, 0 }, data.GetColumn<float[]>("Pixels").Last());
    }

    [TestMethod]
    public void A_file_without_rows_is_refused()
    {
        using var file = new TemporaryFile("");
        var data = _ml.Data.LoadFromTextFile(file.Path, [new TextLoader.Column("Pixels", DataKind.Single, 0, 2)], separatorChar: ',');
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Transforms.Autoencoder("Code", "Pixels", codeSize: 1).Fit(data));
        StringAssert.Contains(error.Message, "no rows");
    }

    [TestMethod]
    public void A_path_that_does_not_exist_is_named()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Data.LoadFromTextFile<Digit>("no/such/digits.csv", separatorChar: ','));
        StringAssert.Contains(error.Message, "digits.csv");
    }

    private static AutoencoderOptions Small => new()
    {
        CodeSize = 10,
        Training = new TrainingOptions { Epochs = 8, BatchSize = 32, LearningRate = 5e-3 },
    };

    private (IDataView Data, IEstimator<ITransformer> Pipeline) Pipeline()
    {
        var data = _ml.Data.LoadFromTextFile<Digit>(DataFile("digits.csv"), separatorChar: ',', hasHeader: true);
        var pipeline = _ml.Transforms.NormalizeMinMax("Pixels")
            .Append(_ml.Transforms.Autoencoder("Code", "Pixels", Small))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Code"))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        return (data, pipeline);
    }

    private static string DataFile(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public float Label { get; set; }
    }

    private sealed class Answer
    {
        public float PredictedLabel { get; set; }
    }

    private sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(string content) => File.WriteAllText(Path, content);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
