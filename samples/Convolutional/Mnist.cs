using System.Buffers.Binary;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Handwritten digits of 28×28 pixels in MNIST's IDX files: LeNet-5 of 1998, the small network, and a linear model.</summary>
internal static class Mnist
{
    private const int Epochs = 5;
    private const int Trained = 8000;
    private const string MistakesPath = "artifacts/mnist-mistakes";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var folder = arguments.Length > 0 ? DataFiles.Folder(arguments[0]) : Find();
        if (folder is null || !File.Exists(Path.Combine(folder, "t10k-images-idx3-ubyte.gz")))
        {
            Console.Error.WriteLine(
                "usage: mnist [FOLDER], with t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz in it (or in ../shared/data/mnist)");
            return 1;
        }
        var ml = new MLContext(seed: 1);
        var digits = Read(folder);
        var all = ml.Data.LoadFromEnumerable(digits);
        var keys = ml.Transforms.Conversion.MapValueToKey(
            "Label", "Digit", keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(all);
        var train = keys.Transform(ml.Data.LoadFromEnumerable(digits[..Trained]));
        var test = keys.Transform(ml.Data.LoadFromEnumerable(digits[Trained..]));
        output.Say($"[bold]{digits.Length} digits of 28x28 pixels[/]: {Trained} to learn from, the others to measure");

        var linearRight = RightRows.Of(
            ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 10).Fit(train).Transform(test));
        var linear = linearRight.Average(right => right ? 1.0 : 0);
        using var leNet = Fit(ConvolutionalNetworkKind.LeNet5, null);
        using var small = Fit(ConvolutionalNetworkKind.Small, new PictureAugmentation { CropPadding = 2, Rotation = 10, Zoom = 0.1 });
        var (leNetScored, smallScored) = (leNet.Transform(test), small.Transform(test));
        var (leNetReport, smallReport) = (PredictionReport.Of(leNetScored), PredictionReport.Of(smallScored));

        output.Text(leNet.Summary());
        output.Table($"After {Epochs} epochs", ["model", "parameters", "right first", "right among two"],
        [
            ["linear", "7,850", SampleOutput.Percent(linear), ""],
            ["LeNet-5", $"{leNet.ParameterCount:N0}", SampleOutput.Percent(leNetReport.TopKAccuracy(1)),
                SampleOutput.Percent(leNetReport.TopKAccuracy(2))],
            ["small, with augmentation", $"{small.ParameterCount:N0}", SampleOutput.Percent(smallReport.TopKAccuracy(1)),
                SampleOutput.Percent(smallReport.TopKAccuracy(2))],
        ]);
        output.Value("mnist.linear.accuracy", linear);
        output.Value("mnist.lenet5.accuracy", leNetReport.TopKAccuracy(1));
        output.Value("mnist.small.accuracy", smallReport.TopKAccuracy(1));
        output.Say(Verdict.OfRight("LeNet-5", "the linear model", RightRows.Of(leNetScored), linearRight));
        output.Say(Verdict.OfRight("The small network", "LeNet-5", RightRows.Of(smallScored), RightRows.Of(leNetScored)));
        output.Curve("artifacts/mnist-lenet5-curve", "LeNet-5", leNet.TrainingHistory);
        output.Curve("artifacts/mnist-small-curve", "Small network with augmentation", small.TrainingHistory);
        string[] names = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
        var confusion = Chart.Save(
            ReportCharts.Confusion(smallReport, names, "Small network: MNIST digits held out"), "artifacts/mnist-confusion");
        output.Say($"Which digits are taken for which: {confusion}");
        var mistakes = smallReport.Mistakes.Take(16).ToArray();
        if (mistakes.Length == 0)
            return 0;
        var sheet = CaptionedSheet.Save(
            MistakesPath, "The surest mistakes of the small network",
            [.. mistakes.Select(m =>
                (digits[Trained + (int)m.Row].Features,
                    $"{m.Actual} taken for {m.Predicted}\n{SampleOutput.Percent(m.Probability)} sure"))], 28, 8);
        output.Say($"The surest mistakes: {sheet}");
        return 0;

        ConvolutionalNetworkTransformer Fit(ConvolutionalNetworkKind kind, PictureAugmentation? augmentation) => output.Train(
            kind.ToString(), Epochs, progress => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                Network = kind,
                ChannelMeans = [0.1307f], // mean and deviation of MNIST's pixels
                ChannelDeviations = [0.3081f],
                Augmentation = augmentation,
                Training = new TrainingOptions { Epochs = Epochs, BatchSize = 64, LearningRate = 2e-3, Progress = progress },
            }).Fit(train));
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "..", "shared", "data", "mnist")))
                return Path.Combine(folder.FullName, "..", "shared", "data", "mnist");
        return null;
    }

    private static Row[] Read(string folder)
    {
        var pictures = Unzip(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"));
        var labels = Unzip(Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        return [.. Enumerable.Range(0, BinaryPrimitives.ReadInt32BigEndian(pictures.AsSpan(4))).Select(i => new Row
        {
            Features = Array.ConvertAll(pictures.AsSpan(16 + (i * 784), 784).ToArray(), pixel => pixel / 255f),
            Digit = labels[8 + i],
        })];
    }

    private static byte[] Unzip(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private sealed class Row
    {
        [VectorType(1, 28, 28)]
        public float[] Features { get; set; } = [];

        public float Digit { get; set; }
    }
}
