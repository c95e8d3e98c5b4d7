using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Onnx.Tests;

/// <summary>Answers that are several, or calibrated.</summary>
public sealed partial class VarietiesTests
{
    [TestMethod]
    public void Calibrated_probabilities_are_written()
    {
        var data = Blobs.WithKeys(_ml, 30);
        var options = new MultilayerPerceptronOptions { HiddenSizes = [5], Training = Brief };
        using var classes = _ml.MulticlassClassification.CalibrateTemperature(
            _ml.MulticlassClassification.Trainers.MultilayerPerceptron(options).Fit(data), data);
        AreEqual(classes, data);
        using var yesNo = _ml.BinaryClassification.CalibrateTemperature(
            _ml.BinaryClassification.Trainers.MultilayerPerceptron(options with { LabelColumnName = "IsFirst" }).Fit(data), data,
            "IsFirst");
        AreEqual(yesNo, data);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(0.01)]
    public void Several_answers_about_pictures_sequences_and_numbers_are_written(double? sharing)
    {
        var data = Blobs.Create(_ml, 30);
        foreach (var body in new NetworkBody[]
        {
            new ConvolutionalBody
            {
                Height = 2, Width = 4, EmbeddingSize = 3,
                Layers = [new ConvolutionLayer(2, 2), new BatchNormalizationLayer(), new FlattenLayer()],
            },
            new SequenceBody { StepSize = 2, EmbeddingSize = 3, InputScaling = NetworkInputScaling.Standard },
            new SequenceBody { StepSize = 2, EmbeddingSize = 3, Encoder = new LstmEncoder { HiddenSize = 3 }, Bidirectional = true },
            new DenseBody { EmbeddingSize = 3, InputScaling = NetworkInputScaling.Standard },
        })
        {
            using var tasks = _ml.Transforms.MultitaskNetwork(
                "Features", [new("IsFirst", TaskHeadKind.Binary), new("Number", TaskHeadKind.Regression)], new MultitaskOptions
                {
                    Body = body,
                    HiddenSizes = [5],
                    HiddenActivation = Activation.Tanh,
                    SoftSharing = sharing,
                    Training = Brief,
                }).Fit(data);
            AreEqual(tasks, data).Dispose();
        }
    }

    [TestMethod]
    public void Several_answers_at_once_are_written_and_rows_without_one_have_none_in_any_task()
    {
        var random = new Random(3);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 30).Select(i => new SeveralAnswers
        {
            Features = [i == 4 ? float.NaN : random.NextSingle(), random.NextSingle()],
            Tags = [i % 2, i % 3 == 0 ? 1 : 0, 1 - (i % 2)],
            Kind = (uint)(i % 3) + 1,
            Amount = i,
        }).ToArray());
        var known = _ml.Data.FilterRowsByMissingValues(data, "Features");
        using var labels = _ml.MultilabelClassification().Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Tags", HiddenSizes = [5], Training = Brief }).Fit(known);
        AreEqual(labels, data);
        using var numbers = _ml.VectorRegression().Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { LabelColumnName = "Tags", HiddenSizes = [5], Training = Brief }).Fit(known);
        AreEqual(numbers, data);
        foreach (var sharing in new[] { 0, 0.01 })
        {
            using var tasks = _ml.Transforms.MultitaskNetwork(
                "Features",
                [
                    new("Kind", TaskHeadKind.Multiclass), new("Amount", TaskHeadKind.Regression), new("Tags", TaskHeadKind.Multilabel),
                ],
                new MultitaskOptions { HiddenSizes = [5], SoftSharing = sharing, Training = Brief }).Fit(known);
            using var run = AreEqual(tasks, data);
            CollectionAssert.AreEquivalent(
                new[] { "Kind.PredictedLabel", "Kind.Score", "Amount.Score", "Tags.PredictedLabel", "Tags.Score" }, run.Outputs.ToArray());
        }
    }
}
