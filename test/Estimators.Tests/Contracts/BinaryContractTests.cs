using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Contracts;

/// <summary>Calibrators and thresholds behind every binary classifier.</summary>
[TestClass]
public sealed class BinaryContractTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static IEnumerable<object[]> Binary => Trainer.Binary;

    [TestMethod]
    [DynamicData(nameof(Binary))]
    public void A_calibrator_behind_a_classifier_learns_probabilities_from_its_scores(string family)
    {
        var data = Blobs.Create(_ml);
        var trainer = Trainer.Create(_ml, family, "Binary");
        using var plain = trainer.Fit(data);
        using var platt = trainer.Append(_ml.BinaryClassification.Calibrators.Platt("IsFirst")).Fit(data);
        using var isotonic = trainer.Append(_ml.BinaryClassification.Calibrators.Isotonic("IsFirst")).Fit(data);
        using var naive = trainer.Append(_ml.BinaryClassification.Calibrators.Naive("IsFirst")).Fit(data);
        var before = LogLoss(plain);
        foreach (var calibrated in new ITransformer[] { platt, isotonic })
            Assert.IsLessThan(before, LogLoss(calibrated), "probabilities fitted to two epochs' scores are better than the scores' own");
        Assert.AreNotEqual(before, LogLoss(naive));

        double LogLoss(ITransformer model) => _ml.BinaryClassification.Evaluate(model.Transform(data), "IsFirst").LogLoss;
    }

    [TestMethod]
    [DynamicData(nameof(Binary))]
    public void Another_threshold_moves_the_answers_only_and_is_saved_with_the_model(string family)
    {
        var data = Blobs.Create(_ml);
        using var model = Trainer.Create(_ml, family, "Binary").Fit(data);
        var scores = Column<float>(model, "Score");
        var median = scores.Order().ElementAt(scores.Length / 2);
        using var moved = _ml.BinaryClassification.ChangeModelThreshold(model, median);
        CollectionAssert.AreEqual(scores.Select(score => score > median).ToArray(), Column<bool>(moved, "PredictedLabel"));
        CollectionAssert.AreEqual(scores, Column<float>(moved, "Score"));
        CollectionAssert.AreEqual(
            scores.Select(score => score > 0).ToArray(), Column<bool>(model, "PredictedLabel"), "the original stays as it is");
        using var file = new MemoryStream();
        _ml.Model.Save(moved, data.Schema, file);
        file.Position = 0;
        var reloaded = _ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(Column<bool>(moved, "PredictedLabel"), Column<bool>(reloaded, "PredictedLabel"));
        ((IDisposable)reloaded).Dispose();
        var engine = _ml.Model.CreatePredictionEngine<Blobs.Row, Answer>(moved, new PredictionEngineOptions { OwnsTransformer = false });
        var rows = _ml.Data.CreateEnumerable<Blobs.Row>(data, reuseRowObject: false).ToArray();
        for (var i = 0; i < rows.Length; i++)
            if (Math.Abs(scores[i] - median) > 1e-5) // a row alone may differ in the last bit
                Assert.AreEqual(scores[i] > median, engine.Predict(rows[i]).PredictedLabel);

        T[] Column<T>(ITransformer transformer, string name) => [.. transformer.Transform(data).GetColumn<T>(name)];
    }

    [TestMethod]
    public void A_threshold_that_is_no_number_or_of_no_classifier_is_refused()
    {
        var data = Blobs.Create(_ml);
        using var model = Trainer.Create(_ml, "MultilayerPerceptron", "Binary").Fit(data);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.BinaryClassification.ChangeModelThreshold(model, float.NaN));
        using var regression = Trainer.Create(_ml, "MultilayerPerceptron", "Regression").Fit(data);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.BinaryClassification.ChangeModelThreshold(regression, 1)).Message,
            "trained for regression");
    }

    private sealed class Answer
    {
        public bool PredictedLabel { get; set; }
    }
}
