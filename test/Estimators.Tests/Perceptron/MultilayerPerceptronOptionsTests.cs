using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.MultilayerPerceptron;

[TestClass]
public sealed class MultilayerPerceptronOptionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Faults =>
    [
        [new MultilayerPerceptronOptions { HiddenSizes = [8, 0] }, "HiddenSizes[1] is 0; it must be at least 1."],
        [new MultilayerPerceptronOptions { HiddenSizes = null! }, "HiddenSizes is null; it must be a list, possibly empty."],
        [new MultilayerPerceptronOptions { HiddenActivation = (Activation)99 },
            "HiddenActivation is 99; it must be one of Identity, Sigmoid"],
        [new MultilayerPerceptronOptions
        {
            HiddenActivation = Activation.Sigmoid,
            ActivationSlope = 0
        }, "ActivationSlope is 0; it must be above 0."],
        [new MultilayerPerceptronOptions { ActivationSlope = 2 }, "ActivationSlope is 2; it must be null for ReLU, which has none."],
        [new MultilayerPerceptronOptions { Dropout = 1 }, "Dropout is 1; it must be in [0, 1)."],
        [new MultilayerPerceptronOptions { HiddenSizes = [], Dropout = 0.5 }, "Dropout is 0.5; it must be 0 without hidden layers."],
        [new MultilayerPerceptronOptions
        {
            HiddenSizes = [],
            BatchNormalization = true
        }, "BatchNormalization is True; it must be false without hidden layers."],
        [new MultilayerPerceptronOptions { MixUp = 0.001 }, "MixUp is 0.001; it must be 0, or in [0.01, 2]."],
        [new MultilayerPerceptronOptions { MixUp = 2.5 }, "MixUp is 2.5; it must be 0, or in [0.01, 2]."],
        [
            new MultilayerPerceptronOptions { MixUp = 1, FillMissing = true },
            "MixUp is 1; it must be 0 where a table is read: the numbers of categories cannot be mixed.",
        ],
        [new MultilayerPerceptronOptions { MixUp = 1, ReadSparse = true }, "ReadSparse is True; it must be false or null with InputNoise"],
        [new MultilayerPerceptronOptions { Training = null! }, "Training is null; it must be given."],
        [new MultilayerPerceptronOptions { Training = new TrainingOptions { LabelNoise = 2 } },
            "Training.LabelNoise is 2; it must be in [0, 1]."],
    ];

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void An_option_past_its_limit_is_named_with_its_range(MultilayerPerceptronOptions options, string message) =>
        StringAssert.StartsWith(
        Assert.ThrowsExactly<ArgumentException>(
            () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options)).Message, message);

    [TestMethod]
    public void Options_that_would_do_nothing_for_the_task_are_refused()
    {
        StringAssert.Contains(Refused(new TrainingOptions { ClassWeights = [1, 2] }, regression: true),
            "Training.ClassWeights is a list of 2; it must be null for regression.");
        StringAssert.Contains(Refused(new TrainingOptions { LabelSmoothing = 0.1 }, regression: true),
            "Training.LabelSmoothing is 0.1; it must be 0 for regression.");
        StringAssert.Contains(
            Refused(new TrainingOptions { ClassWeights = [1, 2, 3] }, regression: false), "it must be a list of 2: false, true.");
    }

    [TestMethod]
    public void Mixed_rows_are_learned_from_and_rows_of_a_model_that_reads_sparse_ones_cannot_be_mixed()
    {
        var data = Blobs.WithKeys(_ml);
        var options = new MultilayerPerceptronOptions
        {
            HiddenSizes = [6],
            MixUp = 0.4,
            Training = new TrainingOptions { Epochs = 40, BatchSize = 16, LearningRate = 0.02 },
        };
        using var mixed = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(data);
        Assert.IsGreaterThan(0.95, _ml.MulticlassClassification.Evaluate(mixed.Transform(data)).MicroAccuracy);
        using var plain = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options with { MixUp = 0, ReadSparse = true })
            .Fit(data);
        Assert.IsGreaterThan( // labels between classes cost more than those of the rows themselves
            plain.TrainingHistory.Epochs[^1].TrainingLoss, mixed.TrainingHistory.Epochs[^1].TrainingLoss);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(data, plain)).Message, "set MixUp to 0");
    }

    [TestMethod]
    public void Null_arguments_are_refused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.MulticlassClassification.Trainers.MultilayerPerceptron().Fit(null!));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron((string)null!, "")).Message,
            $"LabelColumnName is null; it must be a name.{Environment.NewLine}FeatureColumnName is \"\"; it must be a name.");
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.MulticlassClassification.Trainers.Perceptron((PerceptronOptions)null!));
    }

    [TestMethod]
    public void A_single_class_in_the_labels_is_refused()
    {
        var rows = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 5).Select(_ => new Blobs.Row { Features = new float[8], Name = "only" }));
        var data = _ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(rows).Transform(rows);
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.MulticlassClassification.Trainers.MultilayerPerceptron().Fit(data));
        StringAssert.Contains(error.Message, "label column 'Label' holds the same class");
    }

    [TestMethod]
    public void Class_weights_must_be_one_per_key()
    {
        var trainer = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions { ClassWeights = [1, 2] },
        });
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(Blobs.WithKeys(_ml))).Message,
            "ClassWeights has 2 numbers; the label has 3 classes");
    }

    private string Refused(TrainingOptions training, bool regression)
    {
        var options = new MultilayerPerceptronOptions { Training = training };
        return Assert.ThrowsExactly<ArgumentException>(() =>
        {
            if (regression)
                _ml.Regression.Trainers.MultilayerPerceptron(options);
            else
                _ml.BinaryClassification.Trainers.MultilayerPerceptron(options);
        }).Message;
    }
}
