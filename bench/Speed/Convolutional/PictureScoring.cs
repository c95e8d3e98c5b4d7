using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>LeNet-5 on 28×28 pixels: one picture at a time through a prediction engine, against forward passes over a single
/// picture.</summary>
internal sealed class PictureScoring() : EngineScoring<PictureScoring.Row>(repetitions: 5)
{
    private const int Pixels = 28 * 28, Rows = 200;

    public override string Name => "cnn_score_single";

    public override string Unit => "images";

    public override string? PythonPeer => "convolutional.py";

    protected override (ITransformer Model, Row[] Rows) Fit(MLContext ml)
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows).Select(i => new Row
        {
            Label = (uint)(i % 10),
            Features = [.. Enumerable.Range(0, Pixels).Select(_ => random.NextSingle())],
        }).ToArray();
        var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Layers =
            [
                new ConvolutionLayer(6, 5) { Padding = 2 }, new ActivationLayer(Activation.Tanh), new PoolingLayer(PoolingKind.Average),
                new ConvolutionLayer(16, 5), new ActivationLayer(Activation.Tanh), new PoolingLayer(PoolingKind.Average),
                new FlattenLayer(),
                new DenseLayer(120), new ActivationLayer(Activation.Tanh), new DenseLayer(84), new ActivationLayer(Activation.Tanh),
            ],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(ml.Data.LoadFromEnumerable(rows));
        return (model, rows);
    }

    internal sealed class Row
    {
        [KeyType(10)]
        public uint Label { get; set; }

        [VectorType(1, 28, 28)]
        public float[] Features { get; set; } = [];
    }
}
