using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>Dense networks in plain TorchSharp.</summary>
internal static class DensePeers
{
    public static Func<long> DenseAutoencoder()
    {
        var rows = rand(8192, 784);
        return () =>
        {
            using var network = Sequential(
                Linear(784, 256), ReLU(), Linear(256, 64), ReLU(), Linear(64, 256), ReLU(), Linear(256, 784), Sigmoid());
            using var loss = MSELoss();
            return PlainLoop.Train(network, loss, rows, rows, batchSize: 128, epochs: 20);
        };
    }

    public static Func<long> DigitsAutoencoder()
    {
        var (pixels, _) = Digits();
        return () =>
        {
            using var network = Sequential(
                Linear(64, 48), ReLU(), Linear(48, 8), Linear(8, 48), ReLU(), Linear(48, 64), Sigmoid());
            using var loss = MSELoss();
            return PlainLoop.Train(network, loss, pixels, pixels, batchSize: 32, epochs: 20);
        };
    }

    public static Func<long> MultilayerPerceptron(int epochs = 20)
    {
        var (pixels, digits) = Digits();
        return () =>
        {
            using var network = Perceptron();
            using var loss = CrossEntropyLoss();
            return PlainLoop.Train(network, loss, pixels, digits, batchSize: 32, epochs);
        };
    }

    /// <summary>Forward passes; the scores are not copied out of torch, which ours does.</summary>
    public static Func<long> Scoring(int batchSize, int repetitions)
    {
        var (pixels, _) = Digits();
        var network = Perceptron();
        network.eval();
        return () =>
        {
            using var noGradients = inference_mode();
            var rows = pixels.shape[0];
            for (var i = 0; i < repetitions; i++)
                for (var start = 0L; start < rows; start += batchSize)
                {
                    using var batch = pixels.narrow(0, start, Math.Min(batchSize, rows - start));
                    using var scores = network.call(batch);
                }
            return rows * repetitions;
        };
    }

    private static Sequential Perceptron() => Sequential(Linear(64, 128), ReLU(), Linear(128, 10));

    // (1797, 64) in [0, 1] and (1797) of classes
    private static (Tensor Pixels, Tensor Digits) Digits()
    {
        var lines = File.ReadLines(RepositoryFiles.Data("digits.csv")).Skip(1)
            .Select(line => line.Split(',').Select(value => float.Parse(value, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var most = Enumerable.Range(0, 64).Select(pixel => Math.Max(1, lines.Max(line => line[pixel]))).ToArray();
        var pixels = lines.SelectMany(line => line.Take(64).Select((value, pixel) => value / most[pixel])).ToArray();
        return (tensor(pixels).reshape(-1, 64), tensor(lines.Select(line => (long)line[64]).ToArray()));
    }
}
