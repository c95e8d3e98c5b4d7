using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>MNIST's test set, first 8,000 pictures to last 2,000: LeNet-5, 10 epochs, batch 64, Adam 1e-3, mean of three.</summary>
internal sealed class ConvolutionalMnistLeNet : IQualityTask
{
    private const int Repetitions = 3;

    public string Name => "mnist.lenet5";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var options = new ConvolutionalNetworkOptions
        {
            Network = ConvolutionalNetworkKind.LeNet5,
            ChannelMeans = [0.1307f], // tanh wants pixels around 0, of variance 1, as the paper has them; these are those of MNIST
            ChannelDeviations = [0.3081f],
            Training = new TrainingOptions { Epochs = 10, BatchSize = 64, LearningRate = 1e-3 },
        };
        var accuracies = Enumerable.Range(1, Repetitions).Select(seed => Accuracy(options, seed)).ToArray();
        yield return ("mnist.lenet5.accuracy", accuracies.Average());
    }

    public static double Accuracy(ConvolutionalNetworkOptions options, int seed)
    {
        var (ml, rows) = (new MLContext(seed), ConvolutionalRows.Mnist());
        using var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options)
            .Fit(ConvolutionalRows.Keyed(ml, rows.Take(8000)));
        return ConvolutionalRows.Accuracy(ml, model, ConvolutionalRows.Keyed(ml, rows.Skip(8000)));
    }
}

/// <summary>The same pictures: the small network with augmentation, 20 epochs.</summary>
internal sealed class ConvolutionalMnistSmall : IQualityTask
{
    public string Name => "mnist.small";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var options = new ConvolutionalNetworkOptions
        {
            Augmentation = new PictureAugmentation { CropPadding = 2, Rotation = 10, Zoom = 0.1, Stretch = 0.1 },
            Training = new TrainingOptions { Epochs = 20, BatchSize = 64, LearningRate = 2e-3, Schedule = new CosineSchedule() },
        };
        yield return ("mnist.small.accuracy", Seeds.Mean(seed => ConvolutionalMnistLeNet.Accuracy(options, seed)));
    }
}
