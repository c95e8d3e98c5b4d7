namespace DeepML.Bench;

/// <summary>MNIST's test set, first 8,000 pictures to last 2,000: LeNet-5 as printed in 1998, 10 epochs, batch 64, mean of three.</summary>
internal static class LeNet1998
{
    /// <summary>Share of right digits; nothing, and a word about it, where MNIST is not there.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        if (RepositoryFiles.Mnist is null)
        {
            Console.Error.WriteLine("(lenet1998: MNIST is not there, ../shared/data/mnist)");
            yield break;
        }
        var options = new ConvolutionalNetworkOptions
        {
            Network = ConvolutionalNetworkKind.LeNet5Of1998,
            ChannelMeans = [0.1307f],
            ChannelDeviations = [0.3081f],
            Training = new TrainingOptions { Epochs = 10, BatchSize = 64, LearningRate = 1e-3 },
        };
        yield return ("lenet1998.accuracy", Seeds.Mean(seed => ConvolutionalMnistLeNet.Accuracy(options, seed)));
    }
}
