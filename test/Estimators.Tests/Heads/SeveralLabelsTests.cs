using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Heads;

/// <summary>Several labels at once, learned and measured.</summary>
[TestClass]
public sealed class SeveralLabelsTests
{
    private static readonly TrainingOptions Longer =
        new() { Epochs = 40, BatchSize = 16, LearningRate = 0.01, ValidationFraction = 0.25, Seed = 1 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Yes_or_no_about_several_things_are_learned_together_with_borders_of_their_own()
    {
        using var model = Flags(SeveralRows.View(_ml, 300));
        var scored = model.Transform(SeveralRows.View(_ml, 200, seed: 2));
        var metrics = _ml.MultilabelClassification().Evaluate(scored, "Flags");
        Assert.IsTrue(metrics.MicroF1 > 0.9 && metrics.MacroF1 > 0.8, metrics.ToString());
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        StringAssert.Contains(model.TrainingHistory.Baseline.ToString(), "the most frequent answer for each label");
        var borders = ((DeepML.Transforms.MultilabelHead)model.Head).Borders;
        Assert.IsTrue(model.TrainingHistory.Chosen.Any(choice => choice.Option == "Borders" && choice.Reason.Contains("75 rows held out")));
        Assert.IsTrue(model.TrainingHistory.Epochs[^1].Metrics["validation hamming loss"] < 0.2);
        var told = scored.GetColumn<bool[]>("PredictedLabel").Zip(scored.GetColumn<float[]>("Score"));
        foreach (var (labels, probabilities) in told)
            CollectionAssert.AreEqual(probabilities.Zip(borders, (probability, border) => probability > border).ToArray(), labels);
    }

    [TestMethod]
    public void Without_rows_held_out_every_border_is_a_half()
    {
        using var model = Flags(SeveralRows.View(_ml, 60), Longer with { Epochs = 2, ValidationFraction = 0 });
        CollectionAssert.AreEqual(new float[] { 0.5f, 0.5f, 0.5f }, ((DeepML.Transforms.MultilabelHead)model.Head).Borders);
    }

    [TestMethod]
    public void Labels_that_are_missing_do_not_count_and_rows_without_any_are_left_out()
    {
        var rows = SeveralRows.Draw(300);
        var random = new Random(5);
        foreach (var row in rows)
            for (var i = 0; i < 3; i++)
                if (random.Next(3) == 0)
                    row.Marks[i] = float.NaN;
        rows[7].Marks = [float.NaN, float.NaN, float.NaN];
        var missing = rows.Count(row => row.Marks.All(float.IsNaN));
        using var model = Flags(SeveralRows.Load(_ml, rows), label: "Marks");
        var metrics = _ml.MultilabelClassification().Evaluate(model.Transform(SeveralRows.View(_ml, 200, seed: 2)), "Flags");
        Assert.IsTrue(metrics.MicroF1 > 0.85, metrics.ToString());
        var measured = _ml.MultilabelClassification().Evaluate(model.Transform(SeveralRows.Load(_ml, rows)), "Marks");
        Assert.IsGreaterThan(0.8, measured.MicroF1);
        Assert.IsGreaterThan(0, missing);
        foreach (var row in rows)
            row.Marks = [float.NaN, float.NaN, float.NaN];
        Assert.ThrowsExactly<InvalidOperationException>(() => Flags(SeveralRows.Load(_ml, rows), label: "Marks"));
    }

    [TestMethod]
    public void A_label_that_no_row_knows_is_refused_by_its_place()
    {
        var rows = SeveralRows.Draw(40);
        foreach (var row in rows)
            (row.Marks[1], row.Sizes[0]) = (float.NaN, float.NaN);
        var view = SeveralRows.Load(_ml, rows);
        var flags = Assert.ThrowsExactly<InvalidOperationException>(() => Flags(view, label: "Marks"));
        StringAssert.Contains(flags.Message, "label column 'Marks' lacks the label 1 (NaN)");
        var sizes = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.VectorRegression().Trainers.MultilayerPerceptron("Sizes").Fit(view));
        StringAssert.Contains(sizes.Message, "label column 'Sizes' lacks the label 0 (NaN)");
    }

    [TestMethod]
    public void A_label_that_is_one_number_is_told_how_to_be_several()
    {
        var single = _ml.Data.LoadFromEnumerable(new[] { new { Target = 1f } });
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _ml.VectorRegression().Trainers.MultilayerPerceptron("Target", "Target").Fit(single));
        StringAssert.Contains(error.Message, "Concatenate(\"Labels\", \"Target\"");
    }

    [TestMethod]
    public void Several_numbers_of_any_size_are_learned_together()
    {
        using var model = _ml.VectorRegression().Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Sizes",
            HiddenSizes = [16],
            Training = Longer,
        }).Fit(SeveralRows.View(_ml, 300));
        var metrics = _ml.VectorRegression().Evaluate(model.Transform(SeveralRows.View(_ml, 200, seed: 2)), "Sizes");
        Assert.IsTrue(metrics.PerNumberRSquared.All(r => r > 0.9), metrics.ToString());
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        Assert.IsEmpty(model.TrainingHistory.Comparisons, "simple methods know one label");
        using var more = _ml.VectorRegression().Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Sizes",
            HiddenSizes = [16],
            Training = Longer with { Epochs = 1 },
        }).Fit(SeveralRows.View(_ml, 50, seed: 3), model);
        CollectionAssert.AreEqual(
            ((DeepML.Transforms.VectorRegressionHead)model.Head).Centres, ((DeepML.Transforms.VectorRegressionHead)more.Head).Centres);
    }

    [TestMethod]
    public void Pictures_and_sequences_have_several_labels_too()
    {
        var data = SeveralRows.View(_ml, 40);
        var brief = new TrainingOptions { Epochs = 2, BatchSize = 16 };
        var pictures = new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Flags",
            Height = 2,
            Width = 2,
            Layers = [new ConvolutionLayer(2, 2)],
            Training = brief,
        };
        var sequences = new RecurrentNetworkOptions
        {
            LabelColumnName = "Flags",
            Encoder = new GruEncoder { HiddenSize = 3 },
            Training = brief,
        };
        var (flags, sizes) = (_ml.MultilabelClassification().Trainers, _ml.VectorRegression().Trainers);
        foreach (var model in new PredictionTransformer[]
        {
            flags.ConvolutionalNetwork(pictures).Fit(data), flags.RecurrentNetwork(sequences).Fit(data),
        })
            using (model)
                Assert.IsTrue(model.Transform(data).GetColumn<bool[]>("PredictedLabel").All(row => row.Length == 3));
        foreach (var model in new PredictionTransformer[]
        {
            sizes.ConvolutionalNetwork(pictures with { LabelColumnName = "Sizes", Loss = new AbsoluteLoss() }).Fit(data),
            sizes.RecurrentNetwork(sequences with { LabelColumnName = "Sizes", Loss = new QuantileLoss() }).Fit(data),
        })
            using (model)
                Assert.IsTrue(model.Transform(data).GetColumn<float[]>("Score").All(row => row.Length == 2 && row.All(float.IsFinite)));
    }

    [TestMethod]
    public void A_quantile_lies_above_so_many_labels_and_counts_are_above_0()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 400).Select(_ => new Counted
        {
            Features = [(float)random.NextDouble(), (float)random.NextDouble()],
            Label = (float)(10 * random.NextDouble()),
            Count = random.Next(4),
        }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        MultilayerPerceptronOptions Options(string label, NumberLoss loss) => new()
        {
            LabelColumnName = label,
            HiddenSizes = [4],
            Loss = loss,
            Training = Longer with { Epochs = 30, ValidationFraction = 0 },
        };
        using var quantile = _ml.Regression.Trainers.MultilayerPerceptron(Options("Label", new QuantileLoss { Quantile = 0.9 })).Fit(data);
        var below = quantile.Transform(data).GetColumn<float>("Score").Zip(rows).Average(pair => pair.Second.Label < pair.First ? 1.0 : 0);
        Assert.AreEqual(0.9, below, 0.06);
        using var counts = _ml.Regression.Trainers.MultilayerPerceptron(Options("Count", new PoissonLoss())).Fit(data);
        var scores = counts.Transform(data).GetColumn<float>("Score").ToArray();
        Assert.IsTrue(scores.All(score => score > 0));
        Assert.AreEqual(rows.Average(row => row.Count), scores.Average(), 0.2);
        using var engine = _ml.Model.CreatePredictionEngine<Counted, Scored>(counts);
        Assert.AreEqual(scores[3], engine.Predict(rows[3]).Score, 1e-4, "one row is scored as a batch is");
    }

    [TestMethod]
    [DataRow(0.5, true)]
    [DataRow(0.9, false)]
    public void A_quantile_off_the_middle_is_not_set_beside_models_of_the_mean(double quantile, bool isCompared)
    {
        var random = new Random(5);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 80).Select(_ => new Counted
        {
            Features = [(float)random.NextDouble(), (float)random.NextDouble()],
            Label = (float)random.NextDouble(),
        }).ToArray());
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [4],
            Loss = new QuantileLoss { Quantile = quantile },
            Training = Longer with { Epochs = 2, ValidationFraction = 0.3 },
        }).Fit(data);
        Assert.AreEqual(isCompared, model.TrainingHistory.Comparisons.Count > 0);
    }

    [TestMethod]
    public void What_does_not_fit_is_named()
    {
        var trainers = _ml.MultilabelClassification().Trainers;
        string Bad(Func<object> make) => Assert.ThrowsExactly<ArgumentException>(make).Message;
        var few = MultilabelWorkout.Small("Flags");
        StringAssert.Contains(
            Bad(() => trainers.MultilayerPerceptron(few with { Loss = new HuberLoss() })), "Loss is HuberLoss; it must be null");
        StringAssert.Contains(
            Bad(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(few with { OutputFunction = NumberFunction.Tanh })),
            "OutputFunction is Tanh; it must be null");
        StringAssert.Contains(
            Bad(() => trainers.MultilayerPerceptron(few with { Training = few.Training with { ClassWeights = [1, 2, 3] } })),
            "Training.ClassWeights is a list of 3; it must be null for several labels");
        StringAssert.Contains(
            Bad(() => _ml.Regression.Trainers.MultilayerPerceptron(few with { Loss = new HuberLoss { Delta = 0 } })), "Delta is 0");
        StringAssert.Contains(
            Bad(() => _ml.Regression.Trainers.MultilayerPerceptron(few with { Loss = new QuantileLoss { Quantile = 1 } })),
            "Quantile is 1");
        StringAssert.Contains(
            Bad(() => _ml.Regression.Trainers.MultilayerPerceptron(
                few with { Loss = new PoissonLoss(), OutputFunction = NumberFunction.Sigmoid })),
            "OutputFunction is Sigmoid; it must be Exponential or null");
        var data = SeveralRows.View(_ml);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.VectorRegression().Trainers.MultilayerPerceptron(
                few with { LabelColumnName = "Sizes", OutputFunction = NumberFunction.Sigmoid }).Fit(data)).Message,
            "must hold numbers in [0, 1], as OutputFunction is Sigmoid");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => trainers.MultilayerPerceptron(few with { LabelColumnName = "Sizes" })
                .Fit(data)).Message, "must hold booleans or numbers in [0, 1]");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => _ml.MultilabelClassification().Evaluate(data, "Flags", "Features")).Message, "column 'Features'");
    }

    private MultilayerPerceptronTransformer Flags(IDataView data, TrainingOptions? training = null, string label = "Flags") =>
        _ml.MultilabelClassification().Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = label,
            HiddenSizes = [16],
            Training = training ?? Longer,
        }).Fit(data);

    private sealed class Counted
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Count { get; set; }
    }

    private sealed class Scored
    {
        public float Score { get; set; }
    }
}
