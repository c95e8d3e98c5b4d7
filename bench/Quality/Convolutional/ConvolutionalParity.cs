using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Answers of networks whose weights PyTorch wrote into a safetensors file, against PyTorch's own: largest difference over largest
/// answer.
/// </summary>
internal sealed class ConvolutionalParity : IQualityTask
{
    private static readonly (string Name, ConvolutionalNetworkKind Kind, int Channels, int Side, string Answer)[] Networks =
    [
        ("lenet5", ConvolutionalNetworkKind.LeNet5, 1, 32, "fc3"),
        ("small", ConvolutionalNetworkKind.Small, 1, 28, "answer"),
        ("smallresnet", ConvolutionalNetworkKind.SmallResNet, 3, 32, "fc"),
        ("googlenet", ConvolutionalNetworkKind.GoogLeNet, 3, 64, "fc"),
        ("resnet18", ConvolutionalNetworkKind.ResNet18, 3, 64, "fc"),
        ("resnet18pre", ConvolutionalNetworkKind.ResNet18PreActivation, 3, 64, "fc"),
        ("resnet50", ConvolutionalNetworkKind.ResNet50, 3, 64, "fc"),
        ("resnet50pre", ConvolutionalNetworkKind.ResNet50PreActivation, 3, 64, "fc"),
        ("alexnet", ConvolutionalNetworkKind.AlexNet, 3, 64, "classifier.6"),
        ("vgg11bn", ConvolutionalNetworkKind.Vgg11BatchNormalized, 3, 32, "classifier.6"),
        ("vgg16", ConvolutionalNetworkKind.Vgg16, 3, 32, "classifier.6"),
    ];

    public string Name => "parity";

    public IEnumerable<(string Name, double Value)> Run()
    {
        foreach (var (name, kind, channels, side, answer) in Networks)
            yield return ($"parity.{name}", Difference(name, kind, channels, side, answer));
    }

    private static double Difference(string name, ConvolutionalNetworkKind kind, int channels, int side, string answer)
    {
        var file = Path.Combine(Path.GetTempPath(), $"parity-{Environment.ProcessId}-{name}.safetensors");
        try
        {
            var expected = Peer(name, file);
            var ml = new MLContext(seed: 1);
            var pixels = channels * side * side;
            var rows = Enumerable.Range(0, 2).Select(row => new PictureRow
            {
                Pixels = [.. Enumerable.Range(0, pixels)
                    .Select(i => (float)((Math.Sin((((row * pixels) + i) * 12.9898) + 0.5) * 0.5) + 0.5))],
            }).ToArray();
            var schema = SchemaDefinition.Create(typeof(PictureRow));
            schema["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, channels, side, side);
            var data = ml.Data.LoadFromEnumerable(rows, schema);
            using var model = ml.Transforms.ConvolutionalFeatures("Answer", "Pixels", new ConvolutionalFeaturesOptions
            {
                Network = new ConvolutionalNetworkOptions { Network = kind },
                WeightsFile = file,
                LayerName = answer,
            }).Fit(data);
            var actual = model.Transform(data).GetColumn<float[]>("Answer").SelectMany(row => row).ToArray();
            return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static float[] Peer(string name, string file)
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        foreach (var argument in new[] { Path.Combine(RepositoryFiles.Root, "bench", "Peers", "python", "convolutional.py"), "answer",
            name, file })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 could not be started.");
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The peer ended with code {process.ExitCode}; its error is above.");
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("answers").EnumerateArray().Select(value => value.GetSingle())];
    }

    private sealed class PictureRow
    {
        public float[] Pixels { get; set; } = [];
    }
}
