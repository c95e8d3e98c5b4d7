using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Whole chains as one model.</summary>
[TestClass]
public sealed class ChainsTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 3, BatchSize = 16 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_chain_with_a_network_between_transforms_is_one_model()
    {
        var data = Blobs.Create(_ml, 40);
        using var chain = _ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(_ml.Transforms.NormalizeMinMax("Features"))
            .Append(_ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { CodeSize = 3, Training = Brief }))
            .Append(_ml.Transforms.NormalizeMeanVariance("Code"))
            .Append(_ml.Transforms.Concatenate("All", "Code", "Features"))
            .Append(_ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "All")))
            .Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Code", "Score", "PredictedLabel"] }));
        Assert.AreEqual("Features", string.Join(", ", run.Inputs));
        CollectionAssert.AreEquivalent(new[] { "Code.output", "Score.output", "PredictedLabel.output" }, run.Outputs.ToArray());
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 7, ".output", data));
    }

    [TestMethod]
    public void A_trainer_of_ML_NET_can_stand_behind_a_network()
    {
        var data = Blobs.Create(_ml, 40);
        using var chain = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions { CodeSize = 3, Training = Brief })
            .Append(_ml.Regression.Trainers.Sdca("Number", "Code"))
            .Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Score"] }));
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 3, ".output"));
    }

    [TestMethod]
    [DataRow("Label")]
    [DataRow("IsFirst")]
    [DataRow("Number")]
    public void An_ensemble_is_one_model_with_the_mean_of_its_members(string label)
    {
        var data = Blobs.WithKeys(_ml, 40);
        IEstimator<ITransformer> member = label switch
        {
            "Label" => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small(label, "Features")),
            "IsFirst" => _ml.BinaryClassification.Trainers.MultilayerPerceptron(Small(label, "Features")),
            _ => _ml.Regression.Trainers.MultilayerPerceptron(Small(label, "Features")),
        };
        var model = _ml.Transforms.Ensemble(member, count: 3).Fit(data);
        string[] outputs = label == "IsFirst" ? ["Probability", "PredictedLabel"] : ["Score"];
        using var run = new OnnxRun(
            stream => _ml.Model.ExportToOnnx(model, data.Schema, stream, new OnnxExportOptions { Outputs = outputs }));
        foreach (var batch in new[] { 1, 2, 7 })
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch, ".output", data));
    }

    [TestMethod]
    public void Keys_become_their_values_again_behind_a_network()
    {
        var data = Blobs.Create(_ml, 40);
        using var chain = _ml.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(_ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "Features")))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(data);
        var path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "chain.onnx");
        try
        {
            using (var file = File.Create(path))
                _ml.Model.ExportToOnnx(chain, data.Schema, file, new OnnxExportOptions { Outputs = ["PredictedLabel", "Score"] });
            using var loaded = _ml.Transforms.ApplyOnnxModel(
                ["PredictedLabel.output", "Score.output"], ["Features"], path,
                new Dictionary<string, int[]> { ["PredictedLabel.output"] = [1, 1], ["Score.output"] = [1, 3], ["Features"] = [1, 8] },
                gpuDeviceId: null, fallbackToCpu: false).Fit(data);
            var (expected, actual) = (chain.Transform(data), loaded.Transform(data));
            CollectionAssert.AreEqual(
                expected.GetColumn<string>("PredictedLabel").ToArray(),
                actual.GetColumn<ReadOnlyMemory<char>[]>("PredictedLabel").Select(texts => texts[0].ToString()).ToArray());
            Cells.AreEqual(
                Cells.Read(expected, expected.Schema["Score"]), Cells.Read(actual, actual.Schema["Score"]), 1e-5, "Score");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [TestMethod]
    public void A_network_within_a_chain_is_read_back_by_ML_NET()
    {
        var data = Blobs.Create(_ml, 30);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(Small("Number", "Features")).Fit(data);
        var path = Path.Combine(Directory.CreateTempSubdirectory("onnx").FullName, "network.onnx");
        try
        {
            using (var file = File.Create(path))
                model.SaveAsOnnx(file);
            using var loaded = _ml.Transforms.ApplyOnnxModel(
                "Score", "Features", path, new Dictionary<string, int[]> { ["Score"] = [1, 1], ["Features"] = [1, 8] }).Fit(data);
            var scores = loaded.Transform(data).GetColumn<float[]>("Score").Select(score => score[0]).ToArray();
            foreach (var (expected, i) in model.Transform(data).GetColumn<float>("Score").Select((score, i) => (score, i)))
                Assert.AreEqual(expected, scores[i], 1e-4);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [TestMethod]
    public void Augmenters_are_passed_over()
    {
        var data = Blobs.WithKeys(_ml, 45);
        using var chain = _ml.Transforms.AugmentTableWithGan(["Number"], "Label", new GanAugmenterOptions
        {
            LatentSize = 2,
            GeneratorSizes = [4],
            DiscriminatorSizes = [4],
            Method = AugmentationMethod.Gan,
            Training = new GanAugmenterOptions().Training with { Epochs = 1, BatchSize = 16 },
        }).Append(_ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "Features"))).Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(chain, data.Schema, stream));
        CollectionAssert.AreEquivalent(new[] { "Score.output", "PredictedLabel.output" }, run.Outputs.ToArray());
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 9, ".output"));
    }

    [TestMethod]
    public void What_changes_rows_in_training_only_or_only_looks_at_them_is_passed_over_and_a_selection_is_written()
    {
        var data = Blobs.WithKeys(_ml, 45);
        using var chain = _ml.Transforms.WatchDrift("Features", "Number")
            .Append(_ml.Transforms.AugmentSeries("Features"))
            .Append(_ml.Transforms.SelectByInformationGain("Kept", "Features", "Label", count: 3))
            .Append(_ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "Kept"))).Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(chain, data.Schema, stream));
        CollectionAssert.AreEquivalent(new[] { "Kept.output", "Score.output", "PredictedLabel.output" }, run.Outputs.ToArray());
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 9, ".output"));
    }

    [TestMethod]
    public void Every_member_without_a_form_is_named_with_the_reason()
    {
        var data = Blobs.Create(_ml, 40);
        using var chain = _ml.Transforms.CustomMapping<Blobs.Row, Sum>((row, sum) => sum.Total = row.Features.Sum(), contractName: null)
            .Append(_ml.Forecasting.ForecastByRecurrentNetwork("Ahead", "Number", new RecurrentForecastOptions
            {
                WindowSize = 4,
                Horizon = 2,
                Training = Brief,
            })).Fit(data);
        var error = Assert.ThrowsExactly<NotSupportedException>(
            () => _ml.Model.ExportToOnnx(chain, data.Schema, new MemoryStream()));
        StringAssert.Contains(error.Message, "CustomMappingTransformer");
        StringAssert.Contains(error.Message, "RecurrentForecastTransformer: ");
    }

    [TestMethod]
    public void A_column_without_a_form_is_refused_where_it_is_given_out_or_read_and_left_out_where_nobody_needs_it()
    {
        var data = Blobs.Create(_ml, 40);
        using var chain = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            FillMissingValues = true,
            FillFrom = FillSource.NormalDistribution,
            Outputs = new AutoencoderOutputs { Filled = "Filled" },
            Training = Brief,
        }).Append(_ml.Transforms.NormalizeMinMax("Even", "Filled")).Fit(data);
        foreach (var outputs in new string[]?[] { null, ["Filled"], ["Code", "Even"] })
            StringAssert.Contains(
                Assert.ThrowsExactly<NotSupportedException>(() => _ml.Model.ExportToOnnx(
                    chain, data.Schema, new MemoryStream(), new OnnxExportOptions { Outputs = outputs })).Message,
                "the column 'Filled' (AutoencoderTransformer: it solves a system of equations for each row");
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Code"] }));
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 7, ".output"));
    }

    [TestMethod]
    public void A_column_that_the_chain_does_not_make_is_refused()
    {
        var data = Blobs.Create(_ml, 40);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(Small("Number", "Features")).Fit(data);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Model.ExportToOnnx(
            model, data.Schema, new MemoryStream(), new OnnxExportOptions { Outputs = ["Number"] }));
        StringAssert.Contains(error.Message, "makes no column 'Number', which comes in as it is; it makes Score.");
    }

    private static MultilayerPerceptronOptions Small(string label, string features) => new()
    {
        LabelColumnName = label,
        FeatureColumnName = features,
        HiddenSizes = [6],
        Training = Brief,
    };

    private sealed class Sum
    {
        public float Total { get; set; }
    }
}
