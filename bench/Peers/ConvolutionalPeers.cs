using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>Convolutional networks in plain TorchSharp.</summary>
internal static class ConvolutionalPeers
{
    public static Func<long> Autoencoder()
    {
        var images = rand(2048, 1, 28, 28);
        return () =>
        {
            using var network = Sequential(
                Conv2d(1, 16, 3, stride: 2, padding: 1), ReLU(),
                Conv2d(16, 32, 3, stride: 2, padding: 1), ReLU(),
                ConvTranspose2d(32, 16, 4, stride: 2, padding: 1), ReLU(),
                ConvTranspose2d(16, 1, 4, stride: 2, padding: 1), Sigmoid());
            using var loss = MSELoss();
            return PlainLoop.Train(network, loss, images, images, batchSize: 64, epochs: 8);
        };
    }

    public static Func<long> LeNet5() => Classifier(
        () => Sequential(
            Conv2d(1, 6, 5), Tanh(), AvgPool2d(2),
            Conv2d(6, 16, 5), Tanh(), AvgPool2d(2), Flatten(),
            Linear(400, 120), Tanh(), Linear(120, 84), Tanh(), Linear(84, 10)),
        rand(2048, 1, 32, 32), epochs: 5);

    public static Func<long> SinglePictures()
    {
        const int rows = 200, repetitions = 5;
        var images = rand(rows, 1, 28, 28);
        var network = Sequential(
            Conv2d(1, 6, 5, padding: 2), Tanh(), AvgPool2d(2),
            Conv2d(6, 16, 5), Tanh(), AvgPool2d(2), Flatten(),
            Linear(400, 120), Tanh(), Linear(120, 84), Tanh(), Linear(84, 10));
        network.eval();
        return () =>
        {
            using var noGradients = inference_mode();
            for (var i = 0; i < repetitions * rows; i++)
            {
                using var image = images.narrow(0, i % rows, 1);
                using var scores = network.call(image);
            }
            return rows * repetitions;
        };
    }

    public static Func<long> ResNet18() => Classifier(() => new ResNet18Network(classes: 10), rand(320, 3, 32, 32), epochs: 2);

    private static Func<long> Classifier(Func<Module<Tensor, Tensor>> create, Tensor images, int epochs)
    {
        var classes = randint(10, images.shape[0], dtype: ScalarType.Int64);
        return () =>
        {
            using var network = create();
            using var loss = CrossEntropyLoss();
            return PlainLoop.Train(network, loss, images, classes, batchSize: 32, epochs);
        };
    }
}
