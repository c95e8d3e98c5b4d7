using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

[TestClass]
public sealed class MultilayerPerceptronLearningTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(Activation.Sigmoid)]
    [DataRow(Activation.Tanh)]
    [DataRow(Activation.ReLU)]
    [DataRow(Activation.LeakyReLU)]
    [DataRow(Activation.ELU)]
    [DataRow(Activation.GELU)]
    [DataRow(Activation.Softplus)]
    [DataRow(Activation.Arctan)]
    [DataRow(Activation.ParametricReLU)]
    [DataRow(Activation.HardTanh)]
    [DataRow(Activation.BinaryStep)]
    public void A_ring_around_a_blob_is_told_apart_with_every_nonlinear_function(Activation activation)
    {
        var trainer = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Outside",
            HiddenSizes = [24],
            HiddenActivation = activation,
            ActivationSlope = activation == Activation.BinaryStep ? 3 : null,
            BatchNormalization = activation == Activation.HardTanh, // small sums would meet its straight part only
            Training = new TrainingOptions { Epochs = 60, LearningRate = 0.03, Seed = 1 },
        });
        using var model = trainer.Fit(Ring.Create(_ml, 400, 1));
        var metrics = _ml.BinaryClassification.Evaluate(model.Transform(Ring.Create(_ml, 400, 2)), "Outside");
        Assert.IsGreaterThan(0.9, metrics.Accuracy, "a line, or always the same answer, is right for about half of the rows");
    }

    [TestMethod]
    public void Without_a_hidden_layer_the_ring_stays_a_riddle()
    {
        var trainer = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Outside",
            HiddenSizes = [],
            Training = new TrainingOptions { Epochs = 30, LearningRate = 0.03 },
        });
        using var model = trainer.Fit(Ring.Create(_ml, 400, 1));
        Assert.IsLessThan(0.75, _ml.BinaryClassification.Evaluate(model.Transform(Ring.Create(_ml, 400, 2)), "Outside").Accuracy);
    }

    [TestMethod]
    public void A_regression_beats_the_mean_and_says_so_in_its_history()
    {
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Distance",
            HiddenSizes = [32],
            BatchNormalization = true,
            Training = new TrainingOptions { Epochs = 40, LearningRate = 0.01, ValidationFraction = 0.2 },
        }).Fit(Ring.Create(_ml, 401, 1)); // the last batch of an epoch is a single row
        var metrics = _ml.Regression.Evaluate(model.Transform(Ring.Create(_ml, 200, 2)), "Distance");
        Assert.IsGreaterThan(0.8, metrics.RSquared);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.IsTrue(baseline.IsBeaten);
        Assert.AreEqual("the mean of the training labels", baseline.Name);
        Assert.AreEqual("mean absolute error on rows held out", baseline.Measure);
    }

    [TestMethod]
    public void Several_classes_with_dropout_beat_the_most_frequent_class()
    {
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [32, 16],
            Dropout = 0.2,
            BatchNormalization = true,
            Training = new TrainingOptions { Epochs = 15, LearningRate = 0.01 },
        }).Fit(Blobs.WithKeys(_ml, 150));
        var data = Blobs.WithKeys(_ml, 90, seed: 2);
        Assert.IsGreaterThan(0.95, _ml.MulticlassClassification.Evaluate(model.Transform(data)).MicroAccuracy);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual("share of wrong answers on training rows", baseline.Measure);
        Assert.AreEqual(2 / 3.0, baseline.Value, 1e-6);
        Assert.IsLessThan(0.05, baseline.NetworkValue);
    }

    [TestMethod]
    public void Of_many_training_rows_without_any_held_out_some_are_drawn_for_the_comparison_in_whatever_order_they_come()
    {
        var rows = _ml.Data.CreateEnumerable<Blobs.Row>(Blobs.Create(_ml, 1500), reuseRowObject: false).OrderBy(row => row.Name).ToArray();
        var sorted = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Name",
            HiddenSizes = [8],
            Training = new TrainingOptions { Epochs = 1, BatchSize = 64 },
        }).Fit(sorted);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual("share of wrong answers on 1024 training rows drawn by chance", baseline.Measure);
        Assert.AreEqual(2 / 3.0, baseline.Value, 0.06, "of the first rows two classes would have nearly all");
    }

    [TestMethod]
    public void Class_weights_move_the_answers_towards_the_weighty_class()
    {
        double YesShare(double weight)
        {
            using var model = _ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                LabelColumnName = "Outside",
                HiddenSizes = [],
                Training = new TrainingOptions { Epochs = 20, LearningRate = 0.03, ClassWeights = [1, weight] },
            }).Fit(Ring.Create(_ml, 300, 1));
            var scored = model.Transform(Ring.Create(_ml, 300, 2));
            return Cells.Read(scored, scored.Schema["PredictedLabel"]).Average(p => p[0]);
        }

        Assert.IsGreaterThan(YesShare(0.2) + 0.5, YesShare(5));
    }
}
