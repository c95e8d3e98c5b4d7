using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Selection;

/// <summary>Which features are kept, and why.</summary>
[TestClass]
public sealed class SelectionTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow("Label")]
    [DataRow("Number")]
    [DataRow("Class")]
    [DataRow("Name")]
    public void The_features_that_tell_something_are_found_by_information_whatever_the_label_is(string label)
    {
        var data = Mixture.View(_ml);
        using var model = _ml.Transforms.SelectByInformationGain("Kept", "Features", label, count: 3).Fit(data);
        CollectionAssert.AreEqual(Mixture.Useful, model.Report.Slots());
        var least = model.Report.Kept.Last().Value;
        Assert.IsTrue(model.Report.Features.All(feature => feature.IsKept || feature.Value < 0.6 * least), $"{model.Report}");
        var (kept, all) = (model.Transform(data).GetColumn<float[]>("Kept").First(), data.GetColumn<float[]>("Features").First());
        CollectionAssert.AreEqual(Mixture.Useful.Select(slot => all[slot]).ToArray(), kept);
    }

    [TestMethod]
    public void The_gain_is_that_of_the_table_of_values_and_classes_and_missing_values_are_a_value()
    {
        // 8 rows: the feature is missing in all of one class, and 1 or 2 in the other.
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Pair
        {
            Features = [i < 4 ? float.NaN : 1 + (i % 2), i % 2],
            Name = i < 4 ? "a" : "b",
        }).Append(new Pair { Features = [7, 7], Name = "" }).ToArray());
        using var model = _ml.Transforms.SelectByInformationGain("Features", null, "Name", count: 1).Fit(data);
        Assert.AreEqual(1, model.Report.Features[0].Value, 1e-12);
        Assert.AreEqual(0, model.Report.Features[1].Value, 1e-12);
        StringAssert.Contains(model.Report.Features[0].Reason, "among the most, 1.0000 bits, 0.1803 expected by chance");
        StringAssert.Contains(
            model.Report.Features[1].Reason, "others tell more, 0.0000 bits, 0.0902 expected by chance: hardly more than nothing");
        Assert.IsTrue(float.IsNaN(model.Transform(data).GetColumn<float[]>("Features").First()[0]), "a missing value stays missing");
    }

    [TestMethod]
    public void Numbers_are_cut_where_about_as_many_rows_lie_on_each_side()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 400).Select(i => new Pair
        {
            Features = [i * i, i % 3],
            Name = i < 200 ? "a" : "b",
        }).ToArray());
        using var model = _ml.Transforms.SelectByInformationGain(
            "Kept", "Features", "Name", 1, new InformationGainOptions { Bins = 2 }).Fit(data);
        Assert.AreEqual(1, model.Report.Features[0].Value, 1e-12, "two halves tell all");
        CollectionAssert.AreEqual(new[] { 0 }, model.Report.Slots());
    }

    public static IEnumerable<object[]> Trainers =>
    [
        ["Label", EliminationImportance.Weights, "the weights of the trainer", "log loss", (Func<MLContext, IEstimator<ITransformer>>)(
            ml => ml.BinaryClassification.Trainers.LbfgsLogisticRegression())],
        ["Label", EliminationImportance.Permutation, "shuffled values", "log loss", (Func<MLContext, IEstimator<ITransformer>>)(
            ml => ml.BinaryClassification.Trainers.LbfgsLogisticRegression())],
        ["Label", EliminationImportance.Weights, "the weights of the trainer", "share of errors",
            (Func<MLContext, IEstimator<ITransformer>>)(ml => ml.Transforms.NormalizeMinMax("Features").Append(
                ml.BinaryClassification.Trainers.AveragedPerceptron(numberOfIterations: 10)))],
        ["Label", EliminationImportance.Weights, "the weights of the trainer", "log loss", (Func<MLContext, IEstimator<ITransformer>>)(
            ml => ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 20))],
        ["Number", EliminationImportance.Weights, "the weights of the trainer", "squared error",
            (Func<MLContext, IEstimator<ITransformer>>)(ml => ml.Regression.Trainers.Sdca("Number"))],
        ["Class", EliminationImportance.Weights, "the weights of the trainer", "log loss", (Func<MLContext, IEstimator<ITransformer>>)(
            ml => ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class"))],
        ["Class", EliminationImportance.Weights, "shuffled values", "log loss", (Func<MLContext, IEstimator<ITransformer>>)(
            ml => ml.MulticlassClassification.Trainers.NaiveBayes("Class").Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(
                new MultilayerPerceptronOptions
                {
                    LabelColumnName = "Class",
                    Training = new TrainingOptions { Epochs = 60, LearningRate = 0.01 }
                })))],
    ];

    [TestMethod]
    [DynamicData(nameof(Trainers))]
    public void Any_trainer_keeps_the_features_that_it_can_least_do_without(
        string label, EliminationImportance importance, string method, string metric, Func<MLContext, IEstimator<ITransformer>> trainer)
    {
        var data = Mixture.View(_ml);
        using var model = _ml.Transforms.SelectByElimination(
            "Kept", "Features", label, trainer(_ml), 3, new EliminationOptions { Importance = importance, DropShare = 0.4 }).Fit(data);
        CollectionAssert.AreEqual(Mixture.Useful, model.Report.Slots(), $"{model.Report}");
        StringAssert.Contains(model.Report.Method, method);
        Assert.AreEqual(metric, model.Report.Metric);
        CollectionAssert.AreEqual(new[] { 10, 6, 4, 3 }, model.Report.Rounds.Select(round => round.Count).ToArray());
        Assert.IsTrue(model.Report.Rounds.All(round => double.IsFinite(round.Error)));
        StringAssert.Contains($"{model.Report}", "left out in round 1, of 10 features");
        Assert.AreEqual(3, ((VectorDataViewType)model.Transform(data).Schema["Kept"].Type).Size);
    }

    [TestMethod]
    public void The_same_seed_keeps_the_same_and_a_saved_chain_keeps_them_with_their_names_and_the_report()
    {
        var data = Mixture.View(_ml);
        var (first, second) = (Fit(new MLContext(3)), Fit(new MLContext(3)));
        Assert.AreEqual($"{first.Report}", $"{second.Report}");
        using var file = new MemoryStream();
        _ml.Model.Save(first, data.Schema, file);
        file.Position = 0;
        using var reloaded = (SelectFeaturesTransformer)new MLContext().Model.Load(file, out _);
        Assert.AreEqual($"{first.Report}", $"{reloaded.Report}");
        Cells.AreEqual(
            Cells.Read(first.Transform(data), first.Transform(data).Schema["Kept"]),
            Cells.Read(reloaded.Transform(data), reloaded.Transform(data).Schema["Kept"]), 0, "kept");

        SelectFeaturesTransformer Fit(MLContext ml) => ml.Transforms.SelectByElimination(
            "Kept", "Features", "Label", ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), count: 2,
            new EliminationOptions { Importance = EliminationImportance.Permutation }).Fit(data);
    }

    [TestMethod]
    public void Names_of_slots_stay_with_the_features_and_infinite_ones_pass()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 40).Select(
            i => new Three { A = i % 5, B = i % 2, C = i % 3, Label = i % 2 == 0 }));
        var chain = _ml.Transforms.Concatenate("Features", "A", "B", "C")
            .Append(_ml.Transforms.SelectByInformationGain("Features", null, "Label", count: 1));
        var model = chain.Fit(data);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        model.Transform(data).Schema["Features"].GetSlotNames(ref names);
        Assert.AreEqual("B", names.DenseValues().Single().ToString());
        using var engine = _ml.Model.CreatePredictionEngine<Three, Kept>(model);
        var kept = engine.Predict(new Three { A = float.NaN, B = float.PositiveInfinity });
        CollectionAssert.AreEqual(new[] { float.PositiveInfinity }, kept.Features);
    }

    [TestMethod]
    public void Counts_and_options_past_their_limits_are_refused_by_name()
    {
        var trainer = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression();
        Refused(() => _ml.Transforms.SelectByInformationGain("Kept", "Features", "Label", 0), "count is 0; it must be at least 1");
        Refused(
            () => _ml.Transforms.SelectByInformationGain("Kept", "Features", "Label", 10).Fit(Mixture.View(_ml)),
            "count is 10; it must be in [1, 9], below the 10 numbers of column 'Features'");
        Refused(
            () => _ml.Transforms.SelectByInformationGain("Kept", "Features", "Label", 3, new InformationGainOptions { Bins = 1 }),
            "Bins is 1; it must be in [2, 1000]");
        Refused(() => Elimination(new EliminationOptions { DropShare = 0 }), "DropShare is 0; it must be in (0, 0.9]");
        Refused(() => Elimination(new EliminationOptions { DropShare = 0.95 }), "DropShare is 0.95");
        Refused(() => Elimination(new EliminationOptions { HoldOutFraction = 0 }), "HoldOutFraction is 0");
        Refused(() => Elimination(new EliminationOptions { HoldOutFraction = 1 }), "HoldOutFraction is 1; it must be in (0, 0.9]");
        Refused(() => Elimination(new EliminationOptions { Permutations = 0 }), "Permutations is 0; it must be in [1, 1000]");
        Refused(() => Elimination(new EliminationOptions { Importance = (EliminationImportance)5 }), "Importance is 5");
        Refused(
            () => _ml.Transforms.SelectByElimination("Kept", "Features", "Label", _ml.Transforms.NormalizeMinMax("Features"), 3)
                .Fit(Mixture.View(_ml)),
            "The trainer adds no column 'Score'");
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.SelectByElimination("Kept", "Features", "Label", null!, 3));
        var text = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.Transforms.SelectByElimination("Kept", "Features", "Name", trainer, 3).Fit(Mixture.View(_ml)));
        StringAssert.Contains(text.Message, "label column 'Name'");

        void Elimination(EliminationOptions options) =>
            _ml.Transforms.SelectByElimination("Kept", "Features", "Label", trainer, 3, options);
    }

    [TestMethod]
    public void Rows_by_which_nothing_can_be_selected_are_refused_with_what_they_lack()
    {
        var trainer = _ml.BinaryClassification.Trainers.LbfgsLogisticRegression();
        var positive = _ml.Data.FilterRowsByColumn(Mixture.View(_ml), "Number", lowerBound: 0.1);
        foreach (var estimator in new IEstimator<SelectFeaturesTransformer>[]
        {
            _ml.Transforms.SelectByElimination("Kept", "Features", "Label", trainer, 3),
            _ml.Transforms.SelectByInformationGain("Kept", "Features", "Label", 3),
        })
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Fit(positive)).Message, "are of one class");
        var held = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SelectByElimination(
            "Kept", "Features", "Label", trainer, 3, new EliminationOptions { HoldOutFraction = 0.001 }).Fit(Mixture.View(_ml, rows: 12)));
        StringAssert.Contains(held.Message, "There are no held-out rows with a label");
        var copied = _ml.Transforms.CopyColumns("Others", "Features").Fit(Mixture.View(_ml)).Transform(Mixture.View(_ml));
        Refused(
            () => _ml.Transforms.SelectByElimination(
                "Kept", "Others", "Label", trainer, 3,
                new EliminationOptions { Importance = EliminationImportance.Permutation }).Fit(copied),
            "any feature of column 'Others' is shuffled");
    }

    private static void Refused(Action action, string said) =>
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, said);

    private sealed class Pair
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Name { get; set; } = "";
    }

    private sealed class Three
    {
        public float A { get; set; }

        public float B { get; set; }

        public float C { get; set; }

        public bool Label { get; set; }
    }

    private sealed class Kept
    {
        public float[] Features { get; set; } = [];
    }
}
