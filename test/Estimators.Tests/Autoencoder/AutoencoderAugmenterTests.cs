using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

/// <summary>Rows that an autoencoder adds while training.</summary>
[TestClass]
public sealed class AutoencoderAugmenterTests
{
    private static readonly AutoencoderAugmenterOptions Small = new()
    {
        Autoencoder = new AutoencoderOptions { CodeSize = 2, Training = new() { Epochs = 3, BatchSize = 16, Seed = 4 } },
        OnlyWhereItHelps = false,
        MarkerColumnName = "IsMade",
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Each_row_is_followed_by_copies_that_keep_its_label_and_are_marked()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = Fit(data, Small with { Copies = 2 });
        var augmented = model.Transform(data);
        Assert.AreEqual(3 * 75L, augmented.GetRowCount());
        CollectionAssert.AreEqual(
            Enumerable.Repeat(data.GetColumn<uint>("Label").ToArray(), 3).SelectMany(labels => labels).ToArray(),
            augmented.GetColumn<uint>("Label").ToArray());
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 225).Select(row => row >= 75).ToArray(), augmented.GetColumn<bool>("IsMade").ToArray());
        var rows = augmented.GetColumn<float[]>("Features").ToArray();
        CollectionAssert.AreEqual(Flat(Features(data)), Flat(rows[..75]), "real rows come first, as they are");
        CollectionAssert.AreNotEqual(Flat(rows[75..150]), Flat(rows[150..]), "each copy has noise of its own");
        CollectionAssert.AreEqual(Flat(rows), Flat(Features(model.Transform(data))), "every pass meets the same rows");
        using var cursor = augmented.GetRowCursor([]);
        var (identity, seen) = (cursor.GetIdGetter(), new HashSet<DataViewRowId>());
        while (cursor.MoveNext())
        {
            var id = default(DataViewRowId);
            identity(ref id);
            Assert.IsTrue(seen.Add(id), "two rows have one identity");
        }
    }

    [TestMethod]
    public void Without_noise_the_rows_added_are_those_that_the_autoencoder_reconstructs()
    {
        var data = Blobs.WithKeys(_ml);
        using var model = Fit(data, Small with { Noise = 0 });
        using var autoencoder = _ml.Transforms.Autoencoder("Code", "Features", Small.Autoencoder).Fit(data);
        CollectionAssert.AreEqual(Flat(Features(autoencoder.Reconstruct(data))), Flat(Features(model.Augment(data))[75..]));
    }

    [TestMethod]
    public void Noise_is_a_share_of_the_deviation_of_each_number()
    {
        var random = new Random(1);
        var data = Rows(Enumerable.Range(0, 400).Select(_ => new[] { (float)random.NextDouble(), 100 * (float)random.NextDouble(), 7 }));
        using var model = Fit(data, Small with { Noise = 0.5 });
        var deviations = ((AutoencoderAugmenterDescription)model.Description).Deviations;
        var columns = Features(data);
        for (var i = 0; i < 3; i++)
        {
            var mean = columns.Average(row => row[i]);
            Assert.AreEqual(0.5 * Math.Sqrt(columns.Average(row => Math.Pow(row[i] - mean, 2))), deviations[i], 1e-4);
        }
    }

    [TestMethod]
    public void Only_the_view_that_it_was_fitted_to_gets_rows_by_itself_and_single_rows_pass()
    {
        var (data, other) = (Blobs.WithKeys(_ml), Blobs.WithKeys(_ml, 30, seed: 2));
        using var model = Fit(data, Small);
        Assert.AreEqual(30, Cells.Count(model.Transform(other)));
        Assert.AreEqual(60, Cells.Count(model.Augment(other)));
        Assert.IsTrue(model.Transform(other).GetColumn<bool>("IsMade").All(made => !made));
        var chain = _ml.Transforms.AugmentWithAutoencoder("Features", "Label", Small)
            .Append(_ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy()).Fit(data);
        Assert.AreEqual(30, Cells.Count(chain.Transform(other)));
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (AutoencoderAugmenterTransformer)new MLContext().Model.Load(file, out _);
        CollectionAssert.AreEqual(Flat(Features(model.Augment(other))), Flat(Features(reloaded.Augment(other))));
        Assert.AreEqual(75, Cells.Count(reloaded.Transform(data)), "one that was loaded knows no view");
    }

    [TestMethod]
    public void The_schema_promised_is_the_schema_produced_and_a_column_that_does_not_fit_is_refused()
    {
        var data = Blobs.WithKeys(_ml);
        var estimator = _ml.Transforms.AugmentWithAutoencoder("Features", "Label", Small);
        SchemaShape Shape(DataViewSchema schema) => new(schema.Select(column => SchemaShapes.Column(column.Name, column.Type)));
        string[] Described(SchemaShape shape) => [.. shape.Select(column => $"{column.Name}: {SchemaShapes.Describe(column)}")];
        using var model = estimator.Fit(data);
        var produced = Described(Shape(model.Transform(data).Schema));
        CollectionAssert.AreEquivalent(Described(estimator.GetOutputSchema(Shape(data.Schema))), produced);
        CollectionAssert.AreEquivalent(Described(Shape(model.GetOutputSchema(data.Schema))), produced);
        foreach (var (features, label, name) in new[] { ("Number", "Label", "Number"), ("Features", "Weight", "Weight"), ("F", "L", "F") })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                    () => _ml.Transforms.AugmentWithAutoencoder(features, label, Small).Fit(data)).Message, $"column '{name}'");
        var narrow = Rows([[1, 2]]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Transform(narrow));
    }

    [TestMethod]
    public void Where_the_rows_do_not_help_none_are_added_and_it_is_said()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        var data = Blobs.WithKeys(_ml); // every classifier tells these apart without more rows
        using var model = Fit(data, Small with { OnlyWhereItHelps = true });
        var report = model.Report!;
        Assert.AreEqual((3, 75, 1.0, false), (report.Folds, report.Rows, report.Without, report.Helps));
        Assert.AreEqual(0, model.Copies);
        Assert.AreEqual(75, Cells.Count(model.Transform(data)));
        Assert.IsTrue(warnings.Any(warning => warning.StartsWith("No rows are added, as they do not help: macro F1 1.000 without and")));
        var choice = model.TrainingHistory.Chosen.Single(choice => choice.Option == "Copies");
        Assert.AreEqual(("0", report.ToString()), (choice.Value, choice.Reason));
    }

    [TestMethod]
    public void Where_the_rows_help_they_are_added()
    {
        // The class is a small difference between large numbers: few rows are too few for the weights that it needs.
        var random = new Random(3);
        var rows = Enumerable.Range(0, 60).Select(i => (IsUp: i % 2 == 0, Size: 20 * random.NextDouble())).Select(row => new Line
        {
            Class = row.IsUp ? "up" : "down",
            Features = [(float)(row.Size + (row.IsUp ? 0.1 : -0.1)), (float)(row.Size - (row.IsUp ? 0.1 : -0.1)), (float)row.Size],
        }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Line));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
        var data = _ml.Data.LoadFromEnumerable(rows, schema);
        using var model = _ml.Transforms.AugmentWithAutoencoder("Features", "Class", new AutoencoderAugmenterOptions
        {
            Autoencoder = new AutoencoderOptions { CodeSize = 2, Training = new() { Epochs = 2, LearningRate = 1e-6, Seed = 1 } },
            Copies = 30,
            Noise = 0,
        }).Fit(data);
        Assert.IsTrue(model.Report!.Helps, model.Report.ToString());
        Assert.AreEqual((30, 31 * 60), (model.Copies, Cells.Count(model.Transform(data))));
    }

    [TestMethod]
    public void Nothing_is_measured_without_a_label_or_with_too_few_rows_of_a_class()
    {
        var data = Blobs.WithKeys(_ml, 5);
        using var few = Fit(data, Small with { OnlyWhereItHelps = true });
        using var none = _ml.Transforms.AugmentWithAutoencoder("Features", null, Small with { OnlyWhereItHelps = true }).Fit(data);
        foreach (var model in new[] { few, none })
            Assert.AreEqual((null, 1, 10), (model.Report, model.Copies, Cells.Count(model.Transform(data))));
    }

    [TestMethod]
    public void Bad_options_are_named_together()
    {
        var bad = new AutoencoderAugmenterOptions
        {
            Copies = 0,
            Noise = -1,
            MarkerColumnName = "",
            Autoencoder = new AutoencoderOptions
            {
                Dropout = 1,
                TargetColumnName = "Clean",
                Outputs = new AutoencoderOutputs { Error = "Error" },
            },
        };
        var message = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.AugmentWithAutoencoder(options: bad)).Message;
        foreach (var fault in new[]
        {
            "Copies is 0", "Noise is -1", "MarkerColumnName is \"\"", "Autoencoder.Dropout is 1", "Autoencoder.TargetColumnName is Clean",
            "Autoencoder.Outputs.Error is Error",
        })
            StringAssert.Contains(message, fault);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.AugmentWithAutoencoder(options: Small with { MarkerColumnName = "Label" })).Message,
            "MarkerColumnName is Label; it must differ");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.AugmentWithAutoencoder(options: Small with { Autoencoder = null! })).Message, "Autoencoder is null");
    }

    [TestMethod]
    public void No_tensor_is_left_alive_by_fitting_measuring_and_adding()
    {
        LiveTensors.AreIndependentOfSteps(() => Run(1), () => Run(2));

        static void Run(int epochs)
        {
            var ml = new MLContext(seed: 1);
            var data = Blobs.WithKeys(ml);
            using var model = ml.Transforms.AugmentWithAutoencoder("Features", "Label", Small with
            {
                OnlyWhereItHelps = true,
                Autoencoder = Small.Autoencoder with { Training = Small.Autoencoder.Training with { Epochs = epochs } },
            }).Fit(data);
            _ = Features(model.Augment(data));
        }
    }

    private AutoencoderAugmenterTransformer Fit(IDataView data, AutoencoderAugmenterOptions options) =>
        _ml.Transforms.AugmentWithAutoencoder("Features", data.Schema.GetColumnOrNull("Label") is null ? null : "Label", options).Fit(data);

    private IDataView Rows(IEnumerable<float[]> rows)
    {
        var all = rows.Select(row => new Line { Features = row }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Line));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, all[0].Features.Length);
        return _ml.Data.LoadFromEnumerable(all, schema);
    }

    private static float[][] Features(IDataView data) => [.. data.GetColumn<float[]>("Features")];

    private static float[] Flat(IEnumerable<float[]> rows) => [.. rows.SelectMany(row => row)];

    private sealed class Line
    {
        [VectorType(40)]
        public float[] Features { get; set; } = [];

        public string Class { get; set; } = "";
    }
}
