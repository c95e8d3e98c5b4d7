using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Conditional DCGAN on MNIST's test set: does a LeNet-5 that was trained on real digits know the synthetic ones?</summary>
internal sealed class GanMnist : IQualityTask
{
    private const int PerClass = 200;

    public string Name => "mnist.dcgan";

    public static GanAugmenterOptions Options { get; } = new()
    {
        Picture = new GanPicture(28, 28),
        Convolutional = true,
        Filters = 32,
        LatentSize = 64,
        Dropout = 0,
        Training = new GanAugmenterOptions().Training with { Epochs = 15, BatchSize = 64, LearningRate = 5e-4 },
    };

    public IEnumerable<(string Name, double Value)> Run()
    {
        var results = Seeds.All.Select(Measure).ToArray();
        yield return ("mnist.dcgan.tstr", results.Average(r => r.Mean));
        yield return ("mnist.dcgan.worst", results.Average(r => r.Worst));
    }

    private static (double Mean, double Worst) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var data = ConvolutionalRows.Keyed(ml, ConvolutionalRows.Mnist());
        using var judge = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Network = ConvolutionalNetworkKind.LeNet5,
            Training = new TrainingOptions { Epochs = 8, BatchSize = 64, LearningRate = 1e-3 },
        }).Fit(data);
        using var model = ml.Transforms.AugmentWithGan("Features", "Label", Options).Fit(data);
        var shares = model.Classes.Select(digit =>
        {
            var scored = judge.Transform(model.GenerateRows(PerClass, digit, seed));
            return scored.GetColumn<uint>("Label")
                .Zip(scored.GetColumn<uint>("PredictedLabel")).Average(p => p.First == p.Second ? 1.0 : 0);
        }).ToArray();
        return (shares.Average(), shares.Min());
    }
}
