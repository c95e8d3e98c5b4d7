using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Fitting;

/// <summary>Probabilities as sure as they may be, and nothing else changed.</summary>
[TestClass]
public sealed class CalibrationTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 16 };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_classifier_keeps_its_answers_loses_log_loss_and_keeps_the_temperature_when_it_is_saved()
    {
        var rows = Blobs.WithKeys(_ml, 60);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [6], Training = Brief }).Fit(rows);
        Assert.AreEqual(1, model.Temperature);
        using var calibrated = _ml.MulticlassClassification.CalibrateTemperature(model, rows);

        var (before, after) = (Scores(model, rows), Scores(calibrated, rows));
        var temperature = calibrated.Temperature!.Value;
        Assert.AreNotEqual(1, temperature);
        for (var row = 0; row < before.Length; row++)
        {
            var powers = before[row].Select(p => Math.Pow(p, 1 / temperature)).ToArray();
            for (var i = 0; i < powers.Length; i++)
                Assert.AreEqual(powers[i] / powers.Sum(), after[row][i], 1e-5, $"row {row}");
        }
        Assert.IsLessThan(
            _ml.MulticlassClassification.Evaluate(model.Transform(rows)).LogLoss,
            _ml.MulticlassClassification.Evaluate(calibrated.Transform(rows)).LogLoss);
        CollectionAssert.AreEqual(
            model.Transform(rows).GetColumn<uint>("PredictedLabel").ToArray(),
            calibrated.Transform(rows).GetColumn<uint>("PredictedLabel").ToArray());

        using var saved = new MemoryStream();
        _ml.Model.Save(calibrated, rows.Schema, saved);
        using var loaded = (MultilayerPerceptronTransformer)_ml.Model.Load(saved, out _);
        Assert.AreEqual(temperature, loaded.Temperature);
        CollectionAssert.AreEqual(after.SelectMany(p => p).ToArray(), Scores(loaded, rows).SelectMany(p => p).ToArray());
    }

    [TestMethod]
    public void A_yes_or_no_keeps_its_score_and_its_probability_follows_the_temperature()
    {
        var rows = Blobs.WithKeys(_ml, 60);
        using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "IsFirst", HiddenSizes = [6], Training = Brief }).Fit(rows);
        using var calibrated = _ml.BinaryClassification.CalibrateTemperature(model, rows, "IsFirst");
        var scores = model.Transform(rows).GetColumn<float>("Score").ToArray();
        CollectionAssert.AreEqual(scores, calibrated.Transform(rows).GetColumn<float>("Score").ToArray());
        var probabilities = calibrated.Transform(rows).GetColumn<float>("Probability").ToArray();
        for (var row = 0; row < scores.Length; row++)
            Assert.AreEqual(1 / (1 + Math.Exp(-scores[row] / calibrated.Temperature!.Value)), probabilities[row], 1e-5);
        Assert.IsLessThanOrEqualTo(
            _ml.BinaryClassification.Evaluate(model.Transform(rows), "IsFirst").LogLoss,
            _ml.BinaryClassification.Evaluate(calibrated.Transform(rows), "IsFirst").LogLoss);
    }

    [TestMethod]
    public void What_has_no_probabilities_and_rows_without_a_label_are_refused()
    {
        var rows = Blobs.WithKeys(_ml, 20);
        using var numbers = _ml.Regression.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Number", HiddenSizes = [3], Training = Brief }).Fit(rows);
        Assert.IsNull(numbers.Temperature);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.CalibrateTemperature(numbers, rows)).Message,
            "only a classifier with probabilities can be calibrated");
        using var classes = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [3], Training = Brief }).Fit(rows);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => _ml.MulticlassClassification.CalibrateTemperature(classes, rows, "Truth")).Message, "There is no such column");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(
                () => _ml.MulticlassClassification.CalibrateTemperature(classes, rows, "Number")).Message,
            "holds no label of a multiclass");
        Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.MulticlassClassification.CalibrateTemperature(classes, _ml.Data.SkipRows(rows, 20)));
    }

    private static float[][] Scores(ITransformer model, IDataView rows) => [.. model.Transform(rows).GetColumn<float[]>("Score")];
}
