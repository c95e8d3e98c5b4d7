using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// How far integrated gradients are from adding up to the difference that they explain: the largest share of it over 50 digits of a network
/// of numbers and of one of pictures, both trained for ten epochs.
/// </summary>
internal sealed class Completeness : IQualityTask
{
    private const int Rows = 50;

    private static readonly TrainingOptions Training = new() { Epochs = 10, BatchSize = 32 };

    public string Name => "explain";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var ml = new MLContext(seed: 1);
        var (pixels, labels) = ImageRows.Digits();
        var data = ml.Data.LoadFromEnumerable(
            pixels.Zip(labels, (row, label) => new Digit { Pixels = row, Label = (uint)label }).ToArray());
        using var dense = ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { FeatureColumnName = "Pixels", Training = Training }).Fit(data);
        yield return ("explain.completeness", Largest(dense, data));
        using var pictures = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            FeatureColumnName = "Pixels",
            Height = 8,
            Width = 8,
            Layers =
            [
                new ConvolutionLayer(16, 3), new ActivationLayer(Activation.ReLU), new PoolingLayer(PoolingKind.Maximum),
                new DenseLayer(32), new ActivationLayer(Activation.ReLU),
            ],
            Training = Training,
        }).Fit(data);
        yield return ("explain.completeness (pictures)", Largest(pictures, data));
    }

    private static double Largest(PredictionTransformer model, IDataView data) =>
        Enumerable.Range(0, Rows).Max(row => model.Explain(data, row * 7).Incompleteness);

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }
}
