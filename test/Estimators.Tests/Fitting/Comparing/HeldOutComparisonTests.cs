using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Fitting.Comparing;

/// <summary>A fit says how its network does beside simple methods on rows that neither learned from.</summary>
[TestClass]
public sealed class HeldOutComparisonTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly Random _random = new(1);

    [TestMethod]
    public void On_a_straight_line_a_network_is_said_to_be_no_better_than_a_linear_model()
    {
        var rows = Rows(600, x => (300 * x[0]) + (100 * x[1]) + (120 * Normal()));
        using var model = _ml.Regression.Trainers.MultilayerPerceptron().Fit(rows);
        var linear = Of(model.TrainingHistory, "a linear model");
        Assert.AreEqual(("R²", 600), (linear.Measure, linear.Rows));
        Assert.AreNotEqual(ComparisonVerdict.Better, linear.Verdict, linear.ToString());
        Assert.IsTrue(linear.Value is > 0.7 and < 1 && linear.ValueError is > 0.005 and < 0.2, linear.ToString());
        Assert.IsLessThan(linear.ValueError, linear.DifferenceError, "both err on the same rows");
        Assert.IsNotNull(model.TrainingHistory.Advice);
        StringAssert.Contains(model.TrainingHistory.ToString(), "held-out rows: R² 0.");
    }

    [TestMethod]
    public void Where_lines_tell_nothing_the_network_is_said_to_be_better()
    {
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron().Fit(YesNo(1000, x => x[0] * x[1] > 0));
        var linear = Of(model.TrainingHistory, "a linear model");
        Assert.AreEqual(("accuracy", 1000, ComparisonVerdict.Better), (linear.Measure, linear.Rows, linear.Verdict), linear.ToString());
        var trees = Of(model.TrainingHistory, "gradient-boosted trees (LightGbm)");
        Assert.IsGreaterThan(0.85, trees.Value, "the trees of the package that this application has");
    }

    [TestMethod]
    public void What_was_compared_is_saved_with_the_model_and_the_same_for_the_same_seed()
    {
        var data = Blobs.WithKeys(_ml, 300);
        var trainer = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Training = Brief });
        using var model = trainer.Fit(data);
        Assert.HasCount(2, model.TrainingHistory.Comparisons);
        Assert.AreEqual(1, Of(model.TrainingHistory, "a linear model").Value, "three clouds far apart");
        using var again = trainer.Fit(data);
        CollectionAssert.AreEqual(model.TrainingHistory.Comparisons.ToArray(), again.TrainingHistory.Comparisons.ToArray());
        using var stream = new MemoryStream();
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        using var loaded = (MultilayerPerceptronTransformer)_ml.Model.Load(stream, out _);
        CollectionAssert.AreEqual(model.TrainingHistory.Comparisons.ToArray(), loaded.TrainingHistory.Comparisons.ToArray());
        Assert.AreEqual(model.TrainingHistory.Advice, loaded.TrainingHistory.Advice);
    }

    [TestMethod]
    public void Comparing_can_be_switched_off_and_says_why_it_is_not_done()
    {
        var options = new MultilayerPerceptronOptions { Training = Brief };
        var silent = options with { CompareWithBaselines = false };
        using var off = _ml.Regression.Trainers.MultilayerPerceptron(silent).Fit(Rows(100, x => x[0]));
        Assert.IsEmpty(off.TrainingHistory.Comparisons);
        Assert.IsNull(off.TrainingHistory.Advice);
        var nothingHeldOut = options with { Training = Brief with { ValidationFraction = 0 } };
        using var unmeasured = _ml.Regression.Trainers.MultilayerPerceptron(nothingHeldOut).Fit(Rows(100, x => x[0]));
        StringAssert.Contains(unmeasured.TrainingHistory.Advice, "Training.ValidationFraction");
        var small = options with { HiddenSizes = [2] };
        using var many = _ml.Regression.Trainers.MultilayerPerceptron(small).Fit(Rows(2000, x => x[0], width: 2500));
        StringAssert.Contains(many.TrainingHistory.Advice, "Not set beside simple methods: 1600 rows of 2500 numbers");
    }

    [TestMethod]
    public void A_network_that_learned_nothing_is_said_to_be_worse_and_warned_of()
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) => warnings.Add(e.Message);
        var options = new MultilayerPerceptronOptions { Training = Brief with { Epochs = 1, LearningRate = 1e-9 } };
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(Rows(300, x => x[0] + x[1]));
        Assert.AreEqual(ComparisonVerdict.Worse, Of(model.TrainingHistory, "a linear model").Verdict);
        StringAssert.StartsWith(model.TrainingHistory.Advice, "Take ");
        var worse = warnings.Where(w => w.Contains("worse than a linear model on 60 held-out rows", StringComparison.Ordinal));
        Assert.AreEqual(1, worse.Count(), string.Join("\n", warnings));
    }

    [TestMethod]
    public void Sequences_and_pictures_are_compared_by_what_a_simple_method_can_see_of_them()
    {
        var rows = Enumerable.Range(0, 200).Select(i =>
        {
            var centre = i % 2 * 3;
            return new Sequence { Features = [.. Enumerable.Range(0, 3 + (i % 5)).Select(_ => centre + Normal())], Label = centre };
        });
        var options = new RecurrentNetworkOptions { Encoder = new GruEncoder { HiddenSize = 4 }, MaximumLength = 7, Training = Brief };
        using var model = _ml.Regression.Trainers.RecurrentNetwork(options).Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.IsGreaterThan(0.8, Of(model.TrainingHistory, "a linear model").Value, "the mean of the steps tells the label");
    }

    private static TrainingOptions Brief => new() { Epochs = 2, BatchSize = 16, ValidationFraction = 0.2 };

    private static HeldOutComparison Of(TrainingHistory history, string method) => history.Comparisons.Single(c => c.Method == method);

    private IDataView Rows(int count, Func<float[], double> label, int width = 4) => _ml.Data.LoadFromEnumerable(
        Enumerable.Range(0, count).Select(_ =>
    {
        float[] x = [.. Enumerable.Range(0, width).Select(_ => Normal())];
        return new Row<float> { Features = x, Label = (float)label(x) };
    }).ToArray(), Schema<float>(width));

    private IDataView YesNo(int count, Func<float[], bool> label) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(_ =>
    {
        float[] x = [.. Enumerable.Range(0, 4).Select(_ => Normal())];
        return new Row<bool> { Features = x, Label = label(x) };
    }).ToArray(), Schema<bool>(4));

    private static SchemaDefinition Schema<T>(int width)
    {
        var schema = SchemaDefinition.Create(typeof(Row<T>));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return schema;
    }

    private float Normal() => (float)Enumerable.Range(0, 12).Sum(_ => _random.NextDouble() - 0.5);

    private sealed class Row<T>
    {
        public float[] Features { get; set; } = [];

        public T Label { get; set; } = default!;
    }

    private sealed class Sequence
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
