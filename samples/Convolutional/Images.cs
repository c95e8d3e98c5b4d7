using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>
/// A folder of pictures with a subfolder per class: files are loaded, resized and told apart by a small network trained from
/// scratch; then filters, feature maps, places that decided, and mistakes are drawn. Without a folder, one of shapes is made.
/// </summary>
internal static class Images
{
    private const int Side = 32;
    private const int Epochs = 25;
    private const string Output = "artifacts/images";

    public static int Run(SampleOutput output, string[] arguments)
    {
        var folder = arguments.Length > 0 ? DataFiles.Folder(arguments[0]) : DrawnShapes.Make("artifacts/shapes", perClass: 200, side: 40);
        var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).SelectMany(ReadClass).ToArray();
        if (files.Select(file => file.Class).Distinct().Count() < 2)
        {
            Console.Error.WriteLine($"'{folder}' must hold a subfolder of pictures (jpg, png, bmp) for each of at least two classes.");
            return 1;
        }
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        random.Shuffle(files);
        var rows = ml.Data.LoadFromEnumerable(files);
        var split = ml.Data.TrainTestSplit(rows, 0.25);

        var read = ml.Transforms.Conversion.MapValueToKey("Label", "Class")
            .Append(ml.Transforms.LoadImages("Image", null, "Path"))
            .Append(ml.Transforms.ResizeImages("Image", Side, Side)).Fit(rows);
        var (train, test) = (read.Transform(split.TrainSet), read.Transform(split.TestSet));
        var model = output.Train(
            "Small network", Epochs, progress => ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
            {
                FeatureColumnName = "Image",
                WhenUnreadable = UnreadablePictures.SkipRow,
                Augmentation = new PictureAugmentation { CropPadding = 4, FlipHorizontally = true, Rotation = 10, Saturation = 0.5 },
                Training = new TrainingOptions
                {
                    Epochs = Epochs,
                    LearningRate = 2e-3,
                    Schedule = new CosineSchedule(),
                    Progress = progress
                },
            }).Fit(train));

        var scored = model.Transform(test);
        var report = PredictionReport.Of(scored);
        var linearRight = LinearRight(ml, read, split);
        var linear = linearRight.Average(right => right ? 1.0 : 0);
        var classes = files.Select(file => file.Class).Distinct().Count();
        output.Say($"[bold]{files.Length} pictures of {classes} classes[/], 25 % held out");
        output.Table("Accuracy on pictures held out", ["model", "right first", "right among two"],
        [
            ["linear, on pixels", SampleOutput.Percent(linear), ""],
            ["small convolutional network", SampleOutput.Percent(report.TopKAccuracy(1)), SampleOutput.Percent(report.TopKAccuracy(2))],
        ]);
        output.Value("images.accuracy", report.TopKAccuracy(1));
        output.Value("images.linear.accuracy", linear);
        output.Say(Verdict.OfRight("The network", "the linear model", RightRows.Of(scored), linearRight));
        Draw(model, test, report, NamesOf(scored));
        output.Curve($"{Output}/curve", "Small network", model.TrainingHistory);
        output.Report($"{Output}/report.html", model, test, new ReportOptions { Title = "Drawn shapes" });
        output.Say($"Pictures: {Output} - filters, feature maps, where the network looked, confusions");
        return 0;
    }

    private static void Draw(ConvolutionalNetworkTransformer model, IDataView test, PredictionReport report, IReadOnlyList<string> names)
    {
        Picture.Sheet([.. model.Filters().Select(filter => filter.Stretched())], 8).Save($"{Output}/filters.png", scale: 12);
        Picture.Sheet([.. model.FeatureMaps(test, "activation1").Select(map => map.Stretched(from: 0))], 8)
            .Save($"{Output}/feature-maps.png", scale: 4);
        Chart.Save(ReportCharts.Confusion(report, names, "Pictures held out"), $"{Output}/confusion");
        var rows = report.Mistakes.Take(4)
            .Select(mistake => mistake.Row).Concat(Enumerable.Range(0, 8).Select(row => (long)row)).Take(8).ToArray();
        var pictures = Pixels(test);
        var seen = rows.Select(row => pictures[(int)row]);
        var maps = rows.Select(row => model.ClassActivationMap(test, row));
        Picture.Sheet([.. seen.Concat(maps)], rows.Length).Save($"{Output}/where-it-looked.png", scale: 4);
    }

    private static string[] NamesOf(IDataView scored)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        scored.Schema["Score"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private static List<Picture> Pixels(IDataView data)
    {
        var pictures = new List<Picture>();
        using var cursor = data.GetRowCursor([data.Schema["Image"]]);
        var getter = cursor.GetGetter<MLImage>(data.Schema["Image"]);
        MLImage? image = null;
        while (cursor.MoveNext())
        {
            getter(ref image!);
            var bgr = image.GetBGRPixels;
            pictures.Add(new Picture(Side, Side, 3,
                Enumerable.Range(0, 3 * Side * Side).Select(i => bgr[(i % (Side * Side) * 3) + 2 - (i / (Side * Side))] / 255f)));
        }
        return pictures;
    }

    private static bool[] LinearRight(MLContext ml, ITransformer read, DataOperationsCatalog.TrainTestData split)
    {
        var extract = ml.Transforms.ExtractPixels("Features", "Image", scaleImage: 1f / 255).Fit(read.Transform(split.TrainSet));
        var train = ml.Data.Cache(extract.Transform(read.Transform(split.TrainSet)), "Features", "Label"); // files are read once
        var model = ml.MulticlassClassification.Trainers.SdcaMaximumEntropy(maximumNumberOfIterations: 20).Fit(train);
        return RightRows.Of(model.Transform(extract.Transform(read.Transform(split.TestSet))));
    }

    private static IEnumerable<PictureFile> ReadClass(string folder) => Directory.GetFiles(folder)
        .Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".bmp").Order(StringComparer.Ordinal)
        .Select(file => new PictureFile { Path = Path.GetFullPath(file), Class = Path.GetFileName(folder) });

    private sealed class PictureFile
    {
        public string Path { get; set; } = "";

        public string Class { get; set; } = "";
    }
}
