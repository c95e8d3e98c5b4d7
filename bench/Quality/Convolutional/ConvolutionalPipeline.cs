using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// 10,000 JPEG files through LoadImages, ResizeImages, ExtractPixels and the residual network for 32×32, against the network alone.
/// </summary>
internal sealed class ConvolutionalPipeline : IQualityTask
{
    private const int Files = 10_000;
    private const int Alone = 2_000;
    private const int FileSide = 64;
    private const int Side = 32;

    public string Name => "images.pipeline";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var folder = Path.Combine(RepositoryFiles.Root, "artifacts", "bench", "jpeg");
        var files = MakeFiles(folder);
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromEnumerable(files.Select((file, i) => new FileRow { File = file, IsFirst = i % 2 == 0 }).ToArray());
        var pixels = ml.Transforms.LoadImages("Image", folder, "File")
            .Append(ml.Transforms.ResizeImages("Image", Side, Side))
            .Append(ml.Transforms.ExtractPixels("Features", "Image", scaleImage: 1f / 255)).Fit(rows);
        var few = ml.Data.TakeRows(pixels.Transform(rows), 64);
        using var network = ml.BinaryClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "IsFirst",
            Network = ConvolutionalNetworkKind.SmallResNet,
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(few);
        var memory = ml.Data.LoadFromEnumerable(Enumerable.Range(0, Alone).Select(_ => new PixelRow()).ToArray());
        Score(network.Transform(memory)); // warm-up
        var alone = Score(network.Transform(memory));
        var pipeline = Score(network.Transform(pixels.Transform(rows)));
        yield return ("images.pipeline.network", alone);
        yield return ("images.pipeline.images", pipeline);
        yield return ("images.pipeline.fraction", pipeline / alone);
    }

    private static double Score(IDataView scored)
    {
        var clock = Stopwatch.StartNew();
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var getter = cursor.GetGetter<float>(scored.Schema["Score"]);
        var (score, count) = (0f, 0);
        for (; cursor.MoveNext(); count++)
            getter(ref score);
        return count / clock.Elapsed.TotalSeconds;
    }

    private static List<string> MakeFiles(string folder)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(1);
        var names = Enumerable.Range(0, Files).Select(i => $"{i}.jpg").ToList();
        foreach (var name in names.Where(name => !File.Exists(Path.Combine(folder, name))))
        {
            var (phase, wave) = (random.NextSingle() * 6, 1 + (random.NextSingle() * 8));
            var values = Enumerable.Range(0, FileSide * FileSide * 3)
                .Select(i => 0.5f + (0.5f * MathF.Sin(phase + (i % FileSide * wave / FileSide) + (i / (float)(FileSide * FileSide)))));
            new Picture(FileSide, FileSide, 3, values).Save(Path.Combine(folder, name));
        }
        return names;
    }

    private sealed class FileRow
    {
        public string File { get; set; } = "";

        public bool IsFirst { get; set; }
    }

    private sealed class PixelRow
    {
        [VectorType(3, Side, Side)]
        public float[] Features { get; set; } = new float[3 * Side * Side];

        public bool IsFirst { get; set; }
    }
}
