using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>What options make of a network is written too.</summary>
[TestClass]
public sealed partial class VarietiesTests
{
    private const double Tolerance = 1e-5;

    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 16 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Functions => Enum.GetValues<Activation>().Select(activation => new object[] { activation });

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void Every_activation_is_written(Activation activation)
    {
        var data = Blobs.Create(_ml, 20);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Number",
            HiddenSizes = [6],
            HiddenActivation = activation,
            Training = Brief,
        }).Fit(data);
        AreEqual(model, data);
    }

    [TestMethod]
    [DataRow(Activation.Sigmoid, 3.0)]
    [DataRow(Activation.LeakyReLU, 0.2)]
    [DataRow(Activation.ELU, 0.5)]
    [DataRow(Activation.ParametricReLU, 0.4)]
    public void The_slope_of_an_activation_is_written(Activation activation, double slope)
    {
        var data = Blobs.Create(_ml, 20);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "IsFirst",
            HiddenSizes = [6, 5],
            HiddenActivation = activation,
            ActivationSlope = slope,
            BatchNormalization = true,
            Dropout = 0.2,
            Training = Brief,
        }).Fit(data);
        AreEqual(model, data);
    }

    [TestMethod]
    public void The_columns_of_a_table_come_in_one_by_one()
    {
        var data = Table();
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "City",
            FeatureColumnNames = ["Age", "Income", "Precise", "Street", "Zone", "Owns", "Sizes"],
            KeyColumns = ["Zone"],
            HiddenSizes = [6],
            Training = Brief,
        }).Fit(data);
        using var run = AreEqual(model, data);
        CollectionAssert.AreEquivalent(new[] { "Age", "Income", "Precise", "Street", "Zone", "Owns", "Sizes" }, run.Inputs.ToArray());
    }

    [TestMethod]
    [DataRow(NetworkInputScaling.Robust)]
    [DataRow(NetworkInputScaling.Automatic)]
    public void Curved_scales_are_written_and_undone(NetworkInputScaling scaling)
    {
        var random = new Random(1);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i => new Amounts
        {
            Features =
            [
                (float)Math.Pow(10, (i % 12) - 2), (float)random.NextDouble(), (float)Math.Pow(random.NextDouble() - 0.5, 9) * 1e6f, 7,
            ],
        }).ToArray());
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 2,
            InputScaling = scaling,
            Outputs = new AutoencoderOutputs { Reconstruction = "Back", Error = "Error", FeatureErrors = "Errors" },
            Training = Brief,
        }).Fit(data);
        AreEqual(model, data, 1e-4);
    }

    [TestMethod]
    public void Every_form_of_the_autoencoder_is_written()
    {
        var data = Blobs.Create(_ml, 20);
        var outputs = new AutoencoderOutputs { Reconstruction = "Back", Error = "Error", LayerPrefix = "Layer" };
        var plain = new AutoencoderOptions { HiddenSizes = [6, 4], CodeSize = 3, Outputs = outputs, Training = Brief };
        foreach (var options in new[]
        {
            plain with { TiedWeights = true }, plain with { Sparsity = new LargestCodes { Count = 2 } },
            plain with { Variational = new VariationalCode() },
            plain with { Convolution = new AutoencoderConvolution { Height = 2, Width = 4, Filters = [2] } },
            plain with
            {
                Convolution = new AutoencoderConvolution { Height = 4, Width = 2, Filters = [2], DenseCode = false },
                HiddenSizes = [],
            },
        })
        {
            using var model = _ml.Transforms.Autoencoder("Code", "Features", options).Fit(data);
            AreEqual(model, data);
        }
    }

    [TestMethod]
    public void A_detector_of_anomalies_knows_its_rows_and_those_that_cannot_be_scored()
    {
        var data = Blobs.Create(_ml, 60);
        using var model = _ml.AnomalyDetection.Trainers.Autoencoder(new AutoencoderAnomalyOptions
        {
            Autoencoder = new AutoencoderOptions { HiddenSizes = [6], CodeSize = 2, Training = Brief },
            Score = AnomalyScore.Combined,
        }).Fit(data);
        AreEqual(model, data, 1e-4).Dispose();
        var odd = _ml.Data.LoadFromEnumerable(
            new[] { new Blobs.Row { Features = [1, 1, float.NaN, 1, 1, 1, 1, 1] }, new() { Features = new float[8] } });
        AreEqual(model, odd, 1e-4).Dispose();
    }

    [TestMethod]
    public void Rows_that_cannot_be_scored_have_no_answer()
    {
        var data = Blobs.WithKeys(_ml, 20);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "Features")).Fit(data);
        var odd = _ml.Data.LoadFromEnumerable(new[]
        {
            new Blobs.Row { Features = [1, 1, float.NaN, 1, 1, 1, 1, 1] },
            new() { Features = [1, 1, 1, 1, 1, 1, 1, float.NegativeInfinity] },
            new() { Features = new float[8] },
        });
        AreEqual(model, odd).Dispose();
    }

    [TestMethod]
    public void A_machine_of_bits_and_one_with_rectified_units_are_written()
    {
        var data = Blobs.Create(_ml, 30);
        foreach (var hidden in Enum.GetValues<HiddenUnits>())
        {
            using var model = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
            {
                HiddenSize = 4,
                HiddenUnits = hidden,
                VisibleUnits = VisibleUnits.Bernoulli,
                FreeEnergyColumnName = "Energy",
                Training = RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 16, LearningRate = 0.01 },
            }).Fit(data);
            AreEqual(model, data).Dispose();
        }
    }

    [TestMethod]
    public void The_scaling_of_a_machine_and_of_a_deep_belief_network_is_written()
    {
        var rows = _ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(_ml, 40), reuseRowObject: false).ToArray();
        for (var i = 0; i < rows.Length; i++)
            (rows[i].Features[0], rows[i].Features[1]) = ((float)Math.Pow(10, i % 10), i == 7 ? 500 : rows[i].Features[1] - 2);
        var data = _ml.Data.LoadFromEnumerable(rows);
        var training = RbmOptions.DefaultTraining with { Epochs = 2, BatchSize = 16, LearningRate = 1e-3 };
        foreach (var scaling in Enum.GetValues<NetworkInputScaling>())
        {
            var isTame = scaling == NetworkInputScaling.None;
            var read = isTame ? Blobs.Create(_ml, 40) : data;
            using var machine = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", new RbmOptions
            {
                HiddenSize = 4,
                VisibleUnits = VisibleUnits.Gaussian,
                InputScaling = scaling,
                FreeEnergyColumnName = "Energy",
                Training = training,
            }).Fit(read);
            AreEqual(machine, read, 1e-4).Dispose();
            using var deep = _ml.BinaryClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
            {
                LabelColumnName = "IsFirst",
                VisibleUnits = VisibleUnits.Gaussian,
                InputScaling = scaling,
                Layers = [new() { HiddenSize = 4 }],
                Pretraining = training,
                Training = Brief,
            }).Fit(read);
            AreEqual(deep, read, 1e-4).Dispose();
        }
    }

    [TestMethod]
    public void A_generator_reads_noise_and_conditions()
    {
        var data = Blobs.WithKeys(_ml, 45);
        using var model = _ml.Transforms.AugmentTableWithGan(["Number", "IsFirst"], "Label", new GanAugmenterOptions
        {
            LatentSize = 3,
            GeneratorSizes = [8],
            DiscriminatorSizes = [8],
            Method = AugmentationMethod.Gan,
            Training = new GanAugmenterOptions().Training with { Epochs = 2, BatchSize = 16 },
        }).Fit(data);
        using var run = new OnnxRun(model);
        CollectionAssert.AreEquivalent(new[] { "Latent", "Condition" }, run.Inputs.ToArray());
        CollectionAssert.AreEqual(new[] { "Row" }, run.Outputs.ToArray());
    }

    [TestMethod]
    public void Outputs_can_be_chosen_and_others_are_left_out()
    {
        var data = Blobs.WithKeys(_ml, 20);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "Features")).Fit(data);
        using var run = new OnnxRun(model, new OnnxExportOptions { Outputs = ["Score"] });
        CollectionAssert.AreEqual(new[] { "Score" }, run.Outputs.ToArray());
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => model.SaveAsOnnx(new MemoryStream(), new OnnxExportOptions { Outputs = ["Scores"] }));
        StringAssert.Contains(error.Message, "has no output 'Scores'; it has PredictedLabel, Score.");
    }

    [TestMethod]
    public void An_output_that_has_no_form_is_named_and_can_be_left_out()
    {
        var data = Blobs.Create(_ml, 40);
        using var model = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [6],
            CodeSize = 2,
            FillMissingValues = true,
            FillFrom = FillSource.NormalDistribution,
            Outputs = new AutoencoderOutputs { Filled = "Filled" },
            Training = Brief,
        }).Fit(data);
        var error = Assert.ThrowsExactly<NotSupportedException>(() => model.SaveAsOnnx(new MemoryStream()));
        StringAssert.Contains(error.Message, "with its output 'Filled': it solves a system of equations for each row");
        using var run = new OnnxRun(model, new OnnxExportOptions { Outputs = ["Code"] });
        Assert.IsLessThanOrEqualTo(Tolerance, run.Difference(model.Transform(data), 7));
    }

    [TestMethod]
    public void A_disposed_model_is_not_written()
    {
        var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(Small("Label", "Features")).Fit(Blobs.WithKeys(_ml, 20));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.SaveAsOnnx(new MemoryStream()));
    }

    private sealed class SeveralAnswers
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [VectorType(3)]
        public float[] Tags { get; set; } = [];

        [KeyType(3)]
        public uint Kind { get; set; }

        public float Amount { get; set; }
    }

    private static OnnxRun AreEqual(ScoringTransformer model, IDataView data, double tolerance = Tolerance)
    {
        var run = new OnnxRun(model);
        Assert.IsLessThanOrEqualTo(tolerance, run.Difference(model.Transform(data), 7));
        return run;
    }

    private static MultilayerPerceptronOptions Small(string label, string features) => new()
    {
        LabelColumnName = label,
        FeatureColumnName = features,
        HiddenSizes = [6],
        Training = Brief,
    };

    private IDataView Table()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 60).Select(i => new Person
        {
            Age = i % 40,
            Income = i % 7 == 0 ? float.NaN : 1000 * (i % 13),
            Precise = 1e9 + (i % 11),
            Street = i % 5 == 0 ? "" : $"street {i % 4}",
            Zone = (uint)(i % 6),
            Owns = i % 2 == 0,
            Sizes = [(float)random.NextDouble(), i % 3],
            City = $"city {i % 3}",
        }).ToArray();
        return _ml.Data.LoadFromEnumerable(rows);
    }

    private sealed class Amounts
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Person
    {
        public float Age { get; set; }

        public float Income { get; set; }

        public double Precise { get; set; }

        public string Street { get; set; } = "";

        [KeyType(5)]
        public uint Zone { get; set; }

        public bool Owns { get; set; }

        [VectorType(2)]
        public float[] Sizes { get; set; } = [];

        public string City { get; set; } = "";
    }
}
