using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderBadInputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Every_bad_option_is_named_with_value_and_range_in_one_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 0,
            HiddenSizes = [4, -1],
            Training = new TrainingOptions { Epochs = 0, LearningRate = double.NaN, Optimizer = new AdamOptimizer { Beta1 = 1 } },
        }));
        StringAssert.Contains(error.Message, "CodeSize is 0; it must be at least 1.");
        StringAssert.Contains(error.Message, "HiddenSizes[1] is -1; it must be at least 1.");
        StringAssert.Contains(error.Message, "Training.Epochs is 0; it must be at least 1.");
        StringAssert.Contains(error.Message, "Training.LearningRate is NaN; it must be above 0.");
        StringAssert.Contains(error.Message, "Training.Optimizer.Beta1 is 1; it must be in [0, 1).");
    }

    [TestMethod]
    public void A_target_picture_of_another_size_is_not_read_as_channels()
    {
        var schema = SchemaDefinition.Create(typeof(TwoPictures));
        schema["Small"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 4, 4);
        schema["Large"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 8, 8);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4).Select(_ => new TwoPictures()).ToArray(), schema);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder("Code", "Small", new AutoencoderOptions
        {
            TargetColumnName = "Large",
            Convolution = new AutoencoderConvolution(),
        }).Fit(data));
        StringAssert.Contains(error.Message, "Target column 'Large' holds pictures of 8x8 pixels");
        StringAssert.Contains(error.Message, "the input pictures of 4x4");
    }

    [TestMethod]
    public void A_code_of_feature_maps_keeps_as_many_numbers_as_it_has_and_no_more()
    {
        using var model = Convolutional(keeping: 20).Fit(Blobs.Create(_ml));
        Assert.AreEqual(60, model.CodeSize);
        var codes = model.Transform(Blobs.Create(_ml));
        Assert.IsTrue(Cells.Read(codes, codes.Schema["Code"]).All(code => code.Count(number => number != 0) <= 20));
        var error = Assert.ThrowsExactly<ArgumentException>(() => Convolutional(keeping: 61).Fit(Blobs.Create(_ml)));
        StringAssert.Contains(error.Message, "Sparsity.Count is 61; it must be in [1, 60]");

        AutoencoderEstimator Convolutional(int keeping) => _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            Convolution = new AutoencoderConvolution { Height = 2, Width = 4, Channels = 1, Filters = [30], DenseCode = false },
            Sparsity = new LargestCodes { Count = keeping },
            Training = new TrainingOptions { Epochs = 1 },
        });
    }

    [TestMethod]
    public void A_missing_value_is_named_by_column_and_row()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [1, 2] }, new Row { Features = [3, float.NaN] } });
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Transforms.Autoencoder("Code", "Features", codeSize: 1).Fit(data));
        StringAssert.Contains(error.Message, "Column 'Features' is NaN in row 1, slot 1");
    }

    [TestMethod]
    public void Data_without_rows_are_refused()
    {
        var data = _ml.Data.LoadFromEnumerable(Array.Empty<Row>());
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Transforms.Autoencoder("Code", "Features", codeSize: 1).Fit(data));
        StringAssert.Contains(error.Message, "no rows");
    }

    [TestMethod]
    public void A_row_of_another_length_is_refused_when_it_is_scored()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [1, 2] }, new Row { Features = [3, 4] } });
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 1,
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(data);
        var longer = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [1, 2, 3] } });
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Cells.Read(model.Transform(longer), model.Transform(longer).Schema["Code"]));
        StringAssert.Contains(error.Message, "Column 'Features' holds 3 values in row 0; the network reads 2");
        var declared = _ml.Data.LoadFromEnumerable(new[] { new WideRow() });
        var refused = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(declared));
        StringAssert.Contains(
            refused.Message, "Schema mismatch for input column 'Features': expected Vector<Single, 2>, got Vector<Single, 3>");
    }

    [TestMethod]
    public void Cross_entropy_refuses_values_outside_the_unit_interval()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0, 2] } });
        var estimator = _ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 1, Loss = ReconstructionLoss.CrossEntropy });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(data)).Message, "[0, 2]");
    }

    [TestMethod]
    public void Cross_entropy_refuses_validation_values_outside_the_unit_interval()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0, 1] }, new Row { Features = [1, 0] } });
        var validation = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0, 1] }, new Row { Features = [0, 3] } });
        var estimator = _ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 1, Loss = ReconstructionLoss.CrossEntropy });
        var error = Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(data, validation)).Message;
        StringAssert.Contains(error, "[0, 3]");
        StringAssert.Contains(error, "row 1");
    }

    [TestMethod]
    public void Values_that_are_never_there_are_told_and_a_column_of_nothing_else_is_refused()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        var estimator = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 1,
            FillMissingValues = true,
            Training = new TrainingOptions { Epochs = 1 },
        });
        estimator.Fit(_ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0, float.NaN] }, new Row { Features = [1, float.NaN] } }))
            .Dispose();
        Assert.ContainsSingle(
            text => text.Contains(
                "1 of the 2 numbers of column 'Features' are missing in every row (slot 1)", StringComparison.Ordinal), warnings);
        var nothing = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [float.NaN, float.NaN] } });
        StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(nothing)).Message,
            "Every value of column 'Features' is missing");
    }

    [TestMethod]
    public void A_value_that_cross_entropy_refuses_is_named_with_its_row()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0, 1] }, new Row { Features = [0, 2] } });
        var estimator = _ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { CodeSize = 1, Loss = ReconstructionLoss.CrossEntropy });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => estimator.Fit(data)).Message, "2 in row 1, slot 1");
    }

    [TestMethod]
    public void A_labelled_row_without_label_or_with_a_missing_feature_is_named()
    {
        var trainer = _ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions { CodeSize = 1, Training = new TrainingOptions { Epochs = 1 } },
        });
        var train = _ml.Data.LoadFromEnumerable(new[] { new Row { Features = [0, 1] }, new Row { Features = [1, 0] } });
        string Error(params LabelledRow[] labelled) =>
            Assert.ThrowsExactly<InvalidOperationException>(
                () => trainer.FitWithLabelled(train, _ml.Data.LoadFromEnumerable(labelled))).Message;
        StringAssert.Contains(
            Error(new() { Features = [0, 1], Label = 1 }, new() { Features = [0, 1] }, new() { Features = [0, 1], Label = float.NaN }),
            "Column 'Label' of the labelled rows holds NaN in row 2");
        StringAssert.Contains(
            Error(new() { Features = [0, 1], Label = 1 }, new() { Features = [0, float.NaN] }),
            "Column 'Features' of the labelled rows holds NaN in row 1, slot 1");
    }

    [TestMethod]
    public void The_code_activation_of_a_detector_is_named_with_its_path()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.AnomalyDetection.Trainers.Autoencoder(
            new AutoencoderAnomalyOptions { Autoencoder = new AutoencoderOptions { Sparsity = new KullbackLeiblerSparsity() } }));
        StringAssert.Contains(error.Message, "Autoencoder.CodeActivation is Identity; it must be Sigmoid");
    }

    [TestMethod]
    public void Settings_of_the_whole_fit_are_refused_in_the_pretraining()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { Pretraining = new TrainingOptions { Seed = 3, ValidationFraction = 0.5 } }));
        StringAssert.Contains(error.Message, "Pretraining.Seed is 3; it must be left alone here and set in Training");
        StringAssert.Contains(error.Message, "Pretraining.ValidationFraction is 0.5");
    }

    [TestMethod]
    public void Null_arguments_are_refused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.Autoencoder(null!, "Features"));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.Autoencoder("Code", "Features", (AutoencoderOptions)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.Autoencoder("Code", "Features").Fit(null!));
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];
    }

    private sealed class LabelledRow
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class WideRow
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [1, 2, 3];
    }

    private sealed class TwoPictures
    {
        public float[] Small { get; set; } = new float[16];

        public float[] Large { get; set; } = new float[64];
    }
}
