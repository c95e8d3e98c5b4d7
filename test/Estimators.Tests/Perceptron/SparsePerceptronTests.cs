using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

[TestClass]
public sealed class SparsePerceptronTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Settings =>
    [
        [new MultilayerPerceptronOptions()],
        [new MultilayerPerceptronOptions { HiddenSizes = [] }],
        [new MultilayerPerceptronOptions { HiddenSizes = [7, 5], BatchNormalization = true, HiddenActivation = Activation.Tanh }],
    ];

    [TestMethod]
    [DynamicData(nameof(Settings))]
    public void Sparse_and_whole_rows_give_the_same_scores(MultilayerPerceptronOptions options)
    {
        var data = SparseTexts.Create(_ml, 90, 1);
        IReadOnlyList<float[]> ScoresOf(bool sparse)
        {
            using var model = Trainer(options, sparse).Fit(data);
            var scored = model.Transform(data);
            return Cells.Read(scored, scored.Schema["Score"]);
        }

        Cells.AreEqual(ScoresOf(false), ScoresOf(true), 1e-5, "plain gradient descent moves no weight that a batch does not meet");
    }

    [TestMethod]
    [DataRow(GradientClip.None)]
    [DataRow(GradientClip.Short)]
    public void Accumulated_penalized_and_clipped_gradients_move_the_same_weights(GradientClip clip)
    {
        var data = SparseTexts.Create(_ml, 60, 1);
        IReadOnlyList<float[]> ScoresOf(bool sparse)
        {
            using var model = Trainer(new MultilayerPerceptronOptions { HiddenSizes = [6] }, sparse, training => training with
            {
                GradientAccumulation = 2,
                GradientClipNorm = clip == GradientClip.Short ? 0.05 : null,
            }).Fit(data);
            var scored = model.Transform(data);
            return Cells.Read(scored, scored.Schema["Score"]);
        }

        Cells.AreEqual(ScoresOf(false), ScoresOf(true), 1e-5, "scores");
    }

    [TestMethod]
    public void Single_rows_saved_models_and_blocks_agree()
    {
        var data = SparseTexts.Create(_ml, 90, 1);
        using var model = Trainer(new MultilayerPerceptronOptions(), sparse: null).Fit(data);
        Assert.AreEqual("true", model.TrainingHistory.Chosen.Single(choice => choice.Option == "ReadSparse").Value);
        var scored = model.Transform(data);
        var expected = Cells.Read(scored, scored.Schema["Score"]);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var loaded = (MultilayerPerceptronTransformer)_ml.Model.Load(file, out _);
        var reloaded = loaded.Transform(data);
        Cells.AreEqual(expected, Cells.Read(reloaded, reloaded.Schema["Score"]), 0, "reloaded");
        using var engine = _ml.Model.CreatePredictionEngine<SparseTexts.Row, Prediction>(loaded, ignoreMissingColumns: true);
        var rows = _ml.Data.CreateEnumerable<SparseTexts.Row>(data, reuseRowObject: false).ToArray();
        Cells.AreEqual(expected, [.. rows.Select(row => new[] { engine.Predict(row).Score })], 1e-5, "one by one");
    }

    [TestMethod]
    public void Rows_that_do_not_fit_the_memory_budget_are_streamed_and_learned_from_alike()
    {
        var data = SparseTexts.Create(_ml, 12_000, 1);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions { Epochs = 1, LearningRate = 0.01, MemoryBudget = 1 << 20, Seed = 1 },
        }).Fit(data);
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(SparseTexts.Create(_ml, 200, 2)));
        Assert.IsGreaterThan(0.9, metrics.Accuracy);
    }

    [TestMethod]
    public void Texts_of_two_kinds_are_told_apart_with_nothing_set_and_a_row_keeps_its_numbers_only()
    {
        var train = SparseTexts.Create(_ml, 240, 1);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron().Fit(train);
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(SparseTexts.Create(_ml, 200, 2)));
        Assert.IsGreaterThan(0.93, metrics.Accuracy);
        var scaling = model.TrainingHistory.Chosen.Single(choice => choice.Option == "InputScaling");
        Assert.AreEqual("each slot over the root of its mean square", scaling.Value);
    }

    [TestMethod]
    public void Numbers_and_classes_are_predicted_from_sparse_rows_too()
    {
        var train = SparseTexts.Create(_ml, 400, 1);
        using var regression = _ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Number", Repeats = 1 }).Fit(train);
        Assert.IsGreaterThan(0.6, _ml.Regression.Evaluate(regression.Transform(SparseTexts.Create(_ml, 200, 2)), "Number").RSquared);
        using var classes = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Class", Repeats = 1 }).Fit(train);
        Assert.IsTrue(classes.TrainingHistory.Chosen.Any(choice => choice.Option == "ReadSparse"));
    }

    [TestMethod]
    public void A_number_that_is_none_is_named_by_its_own_slot()
    {
        SparseTexts.Row[] rows =
        [
            new() { Features = new VBuffer<float>(SparseTexts.Width, 2, [1, float.NaN], [3, 700]) },
            new() { Features = new VBuffer<float>(SparseTexts.Width, 1, [1], [3]) },
        ];
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.BinaryClassification.Trainers.MultilayerPerceptron().Fit(_ml.Data.LoadFromEnumerable(rows)));
        StringAssert.Contains(error.Message, "Column 'Features' is NaN in row 0, slot 700");
    }

    [TestMethod]
    public void Zeros_that_do_not_stay_zeros_are_read()
    {
        var data = SparseTexts.Create(_ml, 60, 1);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            InputScaling = NetworkInputScaling.Standard,
            HiddenSizes = [3],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(data);
        Assert.IsFalse(model.TrainingHistory.Chosen.Any(choice => choice.Option == "ReadSparse"));
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.BinaryClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { ReadSparse = true, InputScaling = NetworkInputScaling.Standard }));
        StringAssert.Contains(error.Message, "ReadSparse");
    }

    [TestMethod]
    public void A_fit_goes_on_from_a_sparse_model()
    {
        var data = SparseTexts.Create(_ml, 90, 1);
        var trainer = Trainer(new MultilayerPerceptronOptions { HiddenSizes = [6] }, sparse: null);
        using var first = trainer.Fit(data);
        using var second = trainer.Fit(data, first);
        Assert.IsLessThan(first.TrainingHistory.Epochs[^1].MonitoredLoss, second.TrainingHistory.Epochs[^1].MonitoredLoss);
    }

    public enum GradientClip
    {
        None,
        Short,
    }

    private MultilayerPerceptronEstimator Trainer(
        MultilayerPerceptronOptions options, bool? sparse, Func<TrainingOptions, TrainingOptions>? more = null)
    {
        var training = new TrainingOptions
        {
            Epochs = 3,
            BatchSize = 8,
            LearningRate = 0.05,
            Optimizer = new GradientDescentOptimizer(),
            Seed = 1,
        };
        return _ml.BinaryClassification.Trainers.MultilayerPerceptron(options with
        {
            ReadSparse = sparse,
            InputScaling = sparse is null ? NetworkInputScaling.Automatic : NetworkInputScaling.None,
            Training = more is null ? training : more(training),
        });
    }

    private sealed class Prediction
    {
        public float Score { get; set; }
    }
}
