using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

[TestClass]
public sealed class TablePerceptronTests
{
    private static readonly string[] Columns = ["Island", "Weight", "Height", "Year", "IsOld", "Bill", "Owner"];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Columns_of_any_type_tell_classes_of_text_without_any_preparation()
    {
        var train = Animals.Create(_ml, 400, 1);
        using var model = Kinds(Columns).Fit(train);
        var scored = model.Transform(Animals.Create(_ml, 200, 2));
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["PredictedLabel"].GetKeyValues(ref names);
        var kinds = names.DenseValues().Select(name => name.ToString()).ToArray();
        CollectionAssert.AreEquivalent(new[] { "seal", "gentoo", "adelie" }, kinds);
        var predicted = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored).Transform(scored);
        var answers = predicted.GetColumn<string>("PredictedLabel");
        var right = answers.Zip(scored.GetColumn<string>("Kind"), (a, b) => a == b).Count(same => same);
        Assert.IsGreaterThan(185, right);
        Assert.AreEqual("one-hot", model.TrainingHistory.Chosen.Single(choice => choice.Option == "'Island'").Value);
        Assert.AreEqual("13 learned numbers", model.TrainingHistory.Chosen.Single(choice => choice.Option == "'Owner'").Value);
        StringAssert.Contains(model.TrainingHistory.Chosen.Single(choice => choice.Option == "FillMissing").Reason, "Weight");
    }

    [TestMethod]
    public void Single_rows_saved_models_and_blocks_agree_on_tables()
    {
        var data = Animals.Create(_ml, 120, 1);
        using var model = Kinds(Columns).Fit(data);
        var scored = model.Transform(data);
        var expected = Cells.Read(scored, scored.Schema["Score"]);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var loaded = (MultilayerPerceptronTransformer)_ml.Model.Load(file, out _);
        var reloaded = loaded.Transform(data);
        Cells.AreEqual(expected, Cells.Read(reloaded, reloaded.Schema["Score"]), 0, "reloaded");
        using var engine = _ml.Model.CreatePredictionEngine<Animals.Animal, Prediction>(loaded);
        Cells.AreEqual(expected, [.. Animals.Rows(120, 1).Select(row => engine.Predict(row).Score)], 1e-5, "one by one");
    }

    [TestMethod]
    public void Keys_beside_a_vector_are_given_learned_numbers_and_keys_of_any_size_stay_apart()
    {
        var rows = Animals.Rows(900, 1);
        foreach (var row in rows)
            row.Owner = ((1u << 24) + row.Owner); // neighbours that float32 cannot tell apart
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Price",
            FeatureColumnName = "Bill",
            KeyColumns = ["Owner"],
            Training = new TrainingOptions { Epochs = 40, LearningRate = 0.01, Seed = 1 },
        }).Fit(data);
        Assert.IsGreaterThan(0.9, _ml.Regression.Evaluate(model.Transform(data), "Price").RSquared);
        Assert.AreEqual("Bill", model.FeatureColumnName);
        var importance = _ml.Regression.PermutationFeatureImportance(model, model.Transform(data), "Price");
        Assert.HasCount(2, importance);
    }

    [TestMethod]
    public void Unknown_and_missing_categories_are_the_same_and_numbers_far_from_0_keep_what_tells_them_apart()
    {
        var data = Animals.Create(_ml, 200, 1);
        using var model = Kinds(["Island", "Year", "Owner"]).Fit(data);
        using var engine = _ml.Model.CreatePredictionEngine<Animals.Animal, Prediction>(model);
        Animals.Animal Row(string island, uint owner, int year = 1_700_000_005) => new() { Island = island, Owner = owner, Year = year };
        CollectionAssert.AreEqual(engine.Predict(Row("", uint.MaxValue)).Score, engine.Predict(Row("Atlantis", 1 << 29)).Score);
        CollectionAssert.AreNotEqual(engine.Predict(Row("Dream", 1)).Score, engine.Predict(Row("Dream", 1, 1_700_000_025)).Score);
    }

    [TestMethod]
    public void Missing_numbers_are_an_error_unless_asked_for()
    {
        var data = Animals.Create(_ml, 100, 1);
        var named = _ml.Transforms.Concatenate("Features", "Weight")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label", "Kind")).Fit(data).Transform(data);
        var options = new MultilayerPerceptronOptions { HiddenSizes = [4], Training = new TrainingOptions { Epochs = 2 } };
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(named));
        StringAssert.Contains(error.Message, "FillMissing");
        using var filled = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options with { FillMissing = true }).Fit(named);
        Assert.IsTrue(Cells.Read(filled.Transform(named), filled.Transform(named).Schema["Score"]).All(row => row.All(float.IsFinite)));
        error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            options with { LabelColumnName = "Kind", FeatureColumnNames = Columns, FillMissing = false }).Fit(data));
        StringAssert.Contains(error.Message, "Column 'Weight' is NaN");
    }

    [TestMethod]
    public void A_fit_goes_on_from_a_table_with_the_categories_it_knows()
    {
        using var first = Kinds(Columns).Fit(Animals.Create(_ml, 120, 1));
        using var second = Kinds(Columns).Fit(Animals.Create(_ml, 120, 7), first);
        var (one, other) = (first.Transform(Animals.Create(_ml, 5, 1)), second.Transform(Animals.Create(_ml, 5, 1)));
        VBuffer<ReadOnlyMemory<char>> before = default, after = default;
        one.Schema["PredictedLabel"].GetKeyValues(ref before);
        other.Schema["PredictedLabel"].GetKeyValues(ref after);
        CollectionAssert.AreEqual(
            before.DenseValues().Select(v => v.ToString()).ToArray(), after.DenseValues().Select(v => v.ToString()).ToArray());
    }

    [TestMethod]
    public void A_class_that_only_validation_rows_have_is_an_error_that_names_it()
    {
        var rows = Animals.Rows(20, 2);
        rows[3].Kind = "yeti";
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Kinds(["Island", "Height"]).Fit(Animals.Create(_ml, 60, 1), _ml.Data.LoadFromEnumerable(rows)));
        StringAssert.Contains(error.Message, "'yeti' in row 3");
    }

    [TestMethod]
    public void Columns_that_cannot_be_read_are_all_named()
    {
        var trainer = Kinds(["Island", "Nowhere", "Text"]);
        var animals = Animals.Create(_ml, 9, 1);
        var data = _ml.Transforms.Text.TokenizeIntoWords("Text", "Kind").Fit(animals).Transform(animals);
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(data));
        StringAssert.Contains(error.Message, "'Nowhere'");
        StringAssert.Contains(error.Message, "'Text'");
        var wrong = new MultilayerPerceptronOptions
        {
            LabelColumnName = "Kind",
            FeatureColumnNames = ["Kind", "Kind"],
            Training = new TrainingOptions { InputNoise = 1 },
        };
        var options = Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(wrong));
        StringAssert.Contains(options.Message, "FeatureColumnNames");
        StringAssert.Contains(options.Message, "InputNoise");
    }

    private MultilayerPerceptronEstimator Kinds(string[] columns) => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
        new MultilayerPerceptronOptions { LabelColumnName = "Kind", FeatureColumnNames = columns, Repeats = 1 });

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
