using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Numbers of weights of the networks known by name.</summary>
internal sealed class ConvolutionalParameters : IQualityTask
{
    public string Name => "parameters";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var ml = new MLContext(seed: 1);
        yield return ("parameters.lenet5", Count(ConvolutionalNetworkKind.LeNet5, 1, 32, 10));
        yield return ("parameters.alexnet", Count(ConvolutionalNetworkKind.AlexNet, 3, 224, 1000));
        yield return ("parameters.vgg16", Count(ConvolutionalNetworkKind.Vgg16, 3, 224, 1000));
        yield return ("parameters.googlenet", Count(ConvolutionalNetworkKind.GoogLeNet, 3, 224, 1000));
        yield return ("parameters.resnet18", Count(ConvolutionalNetworkKind.ResNet18, 3, 224, 1000));
        yield return ("parameters.resnet50", Count(ConvolutionalNetworkKind.ResNet50, 3, 224, 1000));

        double Count(ConvolutionalNetworkKind kind, int channels, int side, int classes) => ml.MulticlassClassification.Trainers
            .ConvolutionalNetwork(new ConvolutionalNetworkOptions { Network = kind }).CountParameters(channels, side, side, classes);
    }
}
