using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Onnx.Tests;

/// <summary>Vectors of rows, and prototypes of classes among them.</summary>
[TestClass]
public sealed class EmbeddingsTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, LearningRate = 0.01 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object?[]> Bodies =>
    [
        [new DenseBody { HiddenSizes = [6], EmbeddingSize = 3, InputScaling = NetworkInputScaling.Standard }],
        [new DenseBody { HiddenSizes = [], EmbeddingSize = 2 }],
        [new ConvolutionalBody
        {
            Height = 2, Width = 4, Layers = [new ConvolutionLayer(2, 2), new FlattenLayer()], EmbeddingSize = 3,
        }],
        [new SequenceBody { StepSize = 2, Encoder = new GruEncoder { HiddenSize = 4 }, EmbeddingSize = 3 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Bodies))]
    [DataRow(null)]
    public void Classes_are_told_by_prototypes_also_one_that_was_added(NetworkBody? body)
    {
        var data = Blobs.WithKeys(_ml, 60);
        using var model = _ml.MulticlassClassification.Trainers.Prototypes(new PrototypesOptions
        {
            Body = body,
            Episodes = body is null ? new() : new() { Ways = 2, Shots = 2, Queries = 2, PerEpoch = 5 },
            Training = body is null ? new() : Brief,
        }).Fit(data);
        AreEqual(model, data);
        using var more = model.AddClass("another", _ml.Data.TakeRows(data, 3));
        AreEqual(more, data);
        using var vectors = _ml.Transforms.NetworkFeatures("Vector", "Features", model).Fit(data);
        AreEqual(vectors, data);
    }

    [TestMethod]
    [DynamicData(nameof(Bodies))]
    public void Vectors_are_those_of_the_network(NetworkBody body)
    {
        var data = Blobs.WithKeys(_ml, 60);
        foreach (var unit in new[] { true, false })
        {
            using var model = _ml.Transforms.MetricEmbedding("Vector", "Features", "Label", new MetricEmbeddingOptions
            {
                Body = body,
                UnitLength = unit,
                BatchesPerEpoch = 4,
                Training = Brief,
            }).Fit(data);
            AreEqual(model, data);
        }
    }

    private static void AreEqual(NetworkTransformer model, IDataView data)
    {
        using var run = new OnnxRun(model);
        foreach (var batch in new[] { 1, 7 })
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{batch} at once");
    }
}
