using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class TrainerMulticlassTests
{
    [TestMethod]
    [DataRow(0f, 1f, "l2")]
    [DataRow(1f, 1f, "elasticNet")]
    public void Lbfgs_on_digits_is_as_good_as_scikit_learn(float l1, float l2, string reference)
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.Digits(ml);
        var start = Stopwatch.StartNew();
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: l1, l2Regularization: l2).Fit(train);
        Assert.IsTrue(start.Elapsed.TotalSeconds < 15, $"Took {start.Elapsed}");

        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
        Assert.AreEqual(TrainerTestData.Number("digits", reference, "accuracy"), metrics.MicroAccuracy, 0.005);
        Assert.AreEqual(TrainerTestData.Number("digits", reference, "logLoss"), metrics.LogLoss, 0.002);

        VBuffer<float>[] weights = [];
        model.Model.GetWeights(ref weights, out var classes);
        var all = weights.SelectMany(w => w.DenseValues()).ToArray();
        var loss = ml.MulticlassClassification.Evaluate(model.Transform(train)).LogLoss * train.GetRowCount()!.Value;
        var objective = loss + l2 / 2 * all.Sum(w => (double)w * w) + l1 * all.Sum(w => Math.Abs((double)w));
        Assert.AreEqual(TrainerTestData.Number("digits", reference, "objective"), objective, 0.05);
        Assert.AreEqual(10, classes);
        Assert.AreEqual(10, model.Model.GetBiases().Count());
        if (l1 > 0)
            Assert.AreEqual(TrainerTestData.Number("digits", reference, "zeros"), all.Count(w => w == 0), 5);
    }

    [TestMethod]
    public void Sdca_with_the_same_penalty_ends_where_scikit_learn_does()
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.Digits(ml);
        var trainer = ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { L2Regularization = 0.001f, ConvergenceTolerance = 1e-3f });
        var metrics = ml.MulticlassClassification.Evaluate(trainer.Fit(train).Transform(test));

        Assert.AreEqual(TrainerTestData.Number("digits", "l2PerRow0001", "accuracy"), metrics.MicroAccuracy, 0.005);
        Assert.AreEqual(TrainerTestData.Number("digits", "l2PerRow0001", "logLoss"), metrics.LogLoss, 0.002);
    }

    [TestMethod]
    public void Sdca_with_automatic_settings_reaches_the_accuracy_of_scikit_learn()
    {
        // The automatic tolerance stops well before the optimum, so one order of the rows is off by a test row or two.
        var accuracy = Enumerable.Range(1, 5).Average(seed =>
        {
            var ml = new MLContext(seed);
            var (train, test) = TrainerTestData.Digits(ml);
            return ml.MulticlassClassification.Evaluate(ml.MulticlassClassification.Trainers.SdcaMaximumEntropy().Fit(train).Transform(test)).MicroAccuracy;
        });

        Assert.AreEqual(TrainerTestData.Number("digits", "l2Automatic", "accuracy"), accuracy, 0.005);
    }

    [TestMethod]
    public void Sdca_l1_sets_weights_to_zero_and_a_free_bias_learns_the_class_shares()
    {
        var ml = new MLContext(1);
        var rows = Enumerable.Range(0, 100).Select(i => new Row { Features = [i % 2, 0.001f * (i % 7)], Text = i < 70 ? "a" : "b" }).ToArray();
        var data = Keyed(ml, rows);
        var sparse = ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Key", l2Regularization: 1, l1Regularization: 1).Fit(data).Model;
        VBuffer<float>[] weights = [];
        sparse.GetWeights(ref weights, out _);
        Assert.IsTrue(weights.All(w => w.DenseValues().All(value => value == 0)));

        var free = ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = "Key", L2Regularization = 1, L1Regularization = 1, BiasLearningRate = 1, ConvergenceTolerance = 1e-6f,
        }).Fit(data).Model;
        var biases = free.GetBiases().ToArray();
        Assert.AreEqual(Math.Log(70 / 30.0), biases[0] - biases[1], 0.05);
    }

    [TestMethod]
    public void Equal_seeds_give_equal_models()
    {
        float[] Learn(int seed)
        {
            var ml = new MLContext(seed);
            return ml.MulticlassClassification.Trainers.SdcaMaximumEntropy().Fit(TrainerTestData.Digits(ml).Train).Model.GetBiases().ToArray();
        }

        CollectionAssert.AreEqual(Learn(3), Learn(3));
        CollectionAssert.AreNotEqual(Learn(3), Learn(4));
    }

    [TestMethod]
    public void Weights_count_as_repeated_rows()
    {
        var ml = new MLContext(1);
        Row[] weighted = [new() { Features = [0, 1], Text = "a", Weight = 3 }, new() { Features = [1, 1], Text = "b" }, new() { Features = [1, 0], Text = "a" }];
        Row[] repeated = [weighted[0], weighted[0], weighted[0], weighted[1], weighted[2]];
        float[] Biases(Row[] rows, string? weight) => ml.MulticlassClassification.Trainers
            .LbfgsMaximumEntropy("Key", exampleWeightColumnName: weight, l1Regularization: 0).Fit(Keyed(ml, rows)).Model.GetBiases().ToArray();

        var (one, other) = (Biases(weighted, "Weight"), Biases(repeated, null));
        Assert.AreEqual(other[0], one[0], 1e-3);
        Assert.AreNotEqual(Biases(weighted, null)[0], one[0], 0.05);
    }

    [TestMethod]
    public void Non_negative_weights_stay_non_negative_and_a_second_fit_starts_from_the_first()
    {
        var ml = new MLContext(1);
        var train = TrainerTestData.Digits(ml).Train;
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(enforceNonNegativity: true).Fit(train).Model;
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        Assert.IsTrue(weights.All(w => w.DenseValues().All(value => value >= 0)));
        Assert.IsTrue(weights.Any(w => w.DenseValues().Any(value => value > 0)));

        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 1 });
        var fitted = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(train);
        var continued = trainer.Fit(train, fitted.Model);
        var fresh = trainer.Fit(train);
        double Loss(ITransformer transformer) => ml.MulticlassClassification.Evaluate(transformer.Transform(train)).LogLoss;
        Assert.AreEqual(Loss(fitted), Loss(continued), 1e-3);
        Assert.IsTrue(Loss(fresh) > Loss(fitted) + 0.5);
    }

    [TestMethod]
    public void Columns_have_the_documented_order_types_and_annotations()
    {
        var ml = new MLContext(1);
        var data = Keyed(ml, [new() { Features = [0, 1], Text = "cat" }, new() { Features = [1, 0], Text = "dog" }]);
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key").Fit(data);
        var schema = model.Transform(data).Schema;

        CollectionAssert.AreEqual(new[] { "PredictedLabel", "Score" }, schema.Skip(data.Schema.Count).Select(c => c.Name).ToArray());
        Assert.AreEqual("Vector<Single, 2>", schema["Score"].Type.ToString());
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 2), schema["PredictedLabel"].Type);
        Assert.AreEqual("cat,dog", Texts(schema["Score"], "SlotNames"));
        Assert.AreEqual("cat,dog", Texts(schema["Score"], "TrainingLabelValues"));
        Assert.AreEqual("cat,dog", Texts(schema["PredictedLabel"], "KeyValues"));
        foreach (var name in new[] { "Score", "PredictedLabel" })
        {
            Assert.AreEqual("MulticlassClassification", TrainerAnnotations.Text(schema[name], "ScoreColumnKind"));
            Assert.AreEqual(name, TrainerAnnotations.Text(schema[name], "ScoreValueKind"));
            Assert.AreEqual(1u, TrainerAnnotations.SetId(schema[name]));
        }
        Assert.AreEqual(new KeyDataViewType(typeof(uint), int.MaxValue), schema["Score"].Annotations.Schema["ScoreColumnSetId"].Type);
        Assert.AreEqual(2u, TrainerAnnotations.SetId(model.Transform(model.Transform(data)).Schema["Score"]));
        TrainerAnnotations.ShapeKeepsItsPromise(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key"), data);
    }

    [TestMethod]
    public void A_label_without_key_values_gives_scores_without_names()
    {
        var ml = new MLContext(1);
        var (train, test) = TrainerTestData.Digits(ml);
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 2 });
        var schema = trainer.Fit(train).Transform(test).Schema;

        Assert.IsNull(schema["Score"].Annotations.Schema.GetColumnOrNull("SlotNames"));
        Assert.IsNull(schema["Score"].Annotations.Schema.GetColumnOrNull("TrainingLabelValues"));
        Assert.IsNull(schema["PredictedLabel"].Annotations.Schema.GetColumnOrNull("KeyValues"));
        TrainerAnnotations.ShapeKeepsItsPromise(trainer, train);
    }

    [TestMethod]
    public void Scores_are_probabilities_and_the_prediction_is_the_largest_or_missing()
    {
        var ml = new MLContext(1);
        var data = Keyed(ml, [new() { Features = [0, 1], Text = "cat" }, new() { Features = [1, 0], Text = "dog" }, new() { Features = [float.NaN, 0], Text = "dog" }]);
        var scored = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", l1Regularization: 0, l2Regularization: 0.1f).Fit(data).Transform(data);

        var scores = scored.GetColumn<float[]>("Score").ToArray();
        Assert.AreEqual(1, scores[0].Sum(), 1e-5);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 0 }, scored.GetColumn<uint>("PredictedLabel").ToArray());
    }

    [TestMethod]
    public void Columns_of_a_wrong_type_are_refused_by_fit_and_by_the_shape()
    {
        var ml = new MLContext(1);
        var number = TrainerTestData.Diabetes(ml).Train;
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy();

        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(number));
        StringAssert.Contains(error.Message, "Schema mismatch for label column 'Label': expected Key<UInt32>, got Single");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.GetOutputSchema(SchemaShape.Create(number.Schema)));
        var unsized = ml.Data.LoadFromEnumerable(new[] { new TrainerTestData.KeyRow() });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainer.Fit(unsized)).Message,
            "Schema mismatch for feature column 'Features': expected Vector<Single>, got VarVector<Single>");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(featureColumnName: "X").Fit(number)).Message, "Could not find feature column 'X'");
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(exampleWeightColumnName: "W").Fit(TrainerTestData.Digits(ml).Train)).Message, "Could not find weight column 'W'");
        Assert.ThrowsExactly<ArgumentNullException>(() => trainer.Fit(null));
    }

    [TestMethod]
    public void Without_a_usable_row_there_is_no_training()
    {
        var ml = new MLContext(1);
        var rows = new[] { new TrainerTestData.KeyRow { Features = [1, float.NaN], Label = 1 }, new TrainerTestData.KeyRow { Features = [1, 1], Label = 99 } };

        Assert.ThrowsExactly<InvalidOperationException>(() => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy().Fit(TrainerTestData.View(ml, rows, 2)));
    }

    [TestMethod]
    public void Scoring_vectors_of_another_size_names_both_types()
    {
        var ml = new MLContext(1);
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(new LbfgsMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 1 })
            .Fit(TrainerTestData.Digits(ml).Train);
        var other = TrainerTestData.Diabetes(ml).Train;

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => model.Transform(other));
        StringAssert.Contains(error.Message, "Vector<Single, 64>");
        StringAssert.Contains(error.Message, "Vector<Single, 10>");
        Assert.AreEqual("Features", model.FeatureColumnName);
        Assert.AreEqual("Vector<Single, 64>", model.FeatureColumnType.ToString());
    }

    [TestMethod]
    public void Options_out_of_range_are_refused_with_their_name()
    {
        var trainers = new MLContext(1).MulticlassClassification.Trainers;

        Assert.AreEqual("L2Regularization", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(l2Regularization: -1)).ParamName);
        Assert.AreEqual("HistorySize", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainers.LbfgsMaximumEntropy(historySize: 0)).ParamName);
        Assert.AreEqual("MaximumNumberOfIterations", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 0)).ParamName);
        Assert.ThrowsExactly<ArgumentNullException>(() => trainers.LbfgsMaximumEntropy(null as LbfgsMaximumEntropyMulticlassTrainer.Options));
    }

    [TestMethod]
    public void A_single_class_is_learned_as_certain()
    {
        var ml = new MLContext(1);
        var data = Keyed(ml, [new() { Features = [0, 1], Text = "only" }, new() { Features = [1, 0], Text = "only" }]);
        var scored = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key").Fit(data).Transform(data);

        CollectionAssert.AreEqual(new uint[] { 1, 1 }, scored.GetColumn<uint>("PredictedLabel").ToArray());
        Assert.AreEqual(1, scored.GetColumn<float[]>("Score").First()[0]);
    }

    [TestMethod]
    public void A_reloaded_model_scores_the_same_and_keeps_its_label_names()
    {
        var ml = new MLContext(1);
        var data = Keyed(ml, [new() { Features = [0, 1], Text = "cat" }, new() { Features = [1, 0], Text = "dog" }, new() { Features = [2, 2], Text = "cat" }]);
        var model = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key").Fit(data);
        var loaded = TrainerAnnotations.Reload(ml, model, data.Schema);

        Assert.IsInstanceOfType<MulticlassPredictionTransformer<MaximumEntropyModelParameters>>(loaded);
        var scored = loaded.Transform(data);
        Assert.AreEqual("cat,dog", Texts(scored.Schema["PredictedLabel"], "KeyValues"));
        Assert.AreEqual("cat,dog", Texts(scored.Schema["Score"], "SlotNames"));
        foreach (var (expected, actual) in model.Transform(data).GetColumn<float[]>("Score").Zip(scored.GetColumn<float[]>("Score")))
            CollectionAssert.AreEqual(expected, actual);
    }

    [TestMethod]
    public void Label_values_that_are_numbers_come_back_as_numbers()
    {
        var ml = new MLContext(1);
        var definition = SchemaDefinition.Create(typeof(KeyedRow));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), 2);
        definition["Key"].AddAnnotation("KeyValues", new VBuffer<int>(2, [30, 40]), new VectorDataViewType(NumberDataViewType.Int32, 2));
        var data = ml.Data.LoadFromEnumerable(new[] { new KeyedRow { Features = [0, 1], Key = 0 }, new KeyedRow { Features = [1, 0], Key = 1 } }, definition);
        var trainer = ml.MulticlassClassification.Trainers.SdcaMaximumEntropy("Key");
        var schema = TrainerAnnotations.Reload(ml, trainer.Fit(data), data.Schema).Transform(data).Schema;

        var values = default(VBuffer<int>);
        schema["PredictedLabel"].GetKeyValues(ref values);
        CollectionAssert.AreEqual(new[] { 30, 40 }, values.DenseValues().ToArray());
        schema["Score"].Annotations.GetValue("TrainingLabelValues", ref values);
        CollectionAssert.AreEqual(new[] { 30, 40 }, values.DenseValues().ToArray());
        Assert.IsFalse(schema["Score"].HasSlotNames());
        TrainerAnnotations.ShapeKeepsItsPromise(trainer, data);
    }

    private static IDataView Keyed(MLContext ml, Row[] rows) => TrainerAnnotations.WithTextKey(ml, rows, row => row.Text, row => new KeyedRow { Features = row.Features, Weight = row.Weight });

    private static string Texts(DataViewSchema.Column column, string kind) => TrainerAnnotations.Texts(column, kind);

    public sealed class Row
    {
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public float Weight { get; set; } = 1;
    }

    public sealed class KeyedRow : TrainerAnnotations.IKeyed
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        [KeyType(100)]
        public uint Key { get; set; }

        public float Weight { get; set; }
    }
}
