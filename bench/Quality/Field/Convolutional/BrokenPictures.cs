using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// A PNG that was cut is refused and skipped, read as a file and through LoadImages; a JPEG that its camera held upright is turned.
/// </summary>
internal sealed class BrokenPictures : IFieldCheck
{
    private const int Side = 40;

    public int Number => 6;

    public string Fault => "broken pictures are learned as partly black ones, turned ones as they lie";

    public bool Holds()
    {
        var folder = Directory.CreateTempSubdirectory("field-pictures").FullName;
        try
        {
            var rows = Enumerable.Range(0, 12).Select(i => Write(folder, i)).ToArray();
            var cut = File.ReadAllBytes(rows[5].File);
            File.WriteAllBytes(rows[5].File, cut[..(cut.Length * 6 / 10)]);
            return new[] { true, false }.All(files => Refuses(rows, files) && Skips(rows, files)) && Turns(folder, rows);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Row Write(string folder, int i)
    {
        var random = new Random(i);
        var path = Path.Combine(folder, $"{i}.png");
        new Picture(Side, Side, 1, Enumerable.Range(0, Side * Side).Select(_ => random.NextSingle())).Save(path);
        return new Row { File = path, Name = $"{i % 2}" };
    }

    private static bool Refuses(Row[] rows, bool files)
    {
        try
        {
            using var model = Fit(rows, files, UnreadablePictures.Error, out _);
            return false;
        }
        catch (InvalidOperationException e)
        {
            return e.Message.Contains("5.png", StringComparison.Ordinal);
        }
    }

    private static bool Skips(Row[] rows, bool files)
    {
        using var model = Fit(rows, files, UnreadablePictures.SkipRow, out var data);
        return model.Transform(data)
            .GetColumn<float[]>("Score").Select(score => float.IsNaN(score[0])).SequenceEqual(rows.Select((_, i) => i == 5));
    }

    // A picture with a dark left half, noted as turned by 90°, is scored as one with a dark upper half.
    private static bool Turns(string folder, Row[] rows)
    {
        var (stored, upright) = (Path.Combine(folder, "stored.jpg"), Path.Combine(folder, "upright.jpg"));
        new Picture(Side, Side, 1, Enumerable.Range(0, Side * Side).Select(i => i % Side < Side / 2 ? 0f : 1f)).Save(stored);
        new Picture(Side, Side, 1, Enumerable.Range(0, Side * Side).Select(i => i / Side < Side / 2 ? 0f : 1f)).Save(upright);
        var bytes = File.ReadAllBytes(stored);
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        File.WriteAllBytes(stored, [.. bytes[..2], .. exif, .. bytes[2..]]);
        using var model = Fit(rows, files: true, UnreadablePictures.SkipRow, out _);
        var data = new MLContext(seed: 1).Data.LoadFromEnumerable([new Row { File = stored }, new Row { File = upright }]);
        var scores = model.Transform(data).GetColumn<float[]>("Score").ToArray();
        return Math.Abs(scores[0][0] - scores[1][0]) < 0.02;
    }

    private static ConvolutionalNetworkTransformer Fit(Row[] rows, bool files, UnreadablePictures unreadable, out IDataView data)
    {
        var ml = new MLContext(seed: 1);
        var view = ml.Data.LoadFromEnumerable(rows);
        var keys = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Append(ml.Transforms.LoadImages("Image", "", "File"))
            .Append(ml.Transforms.ResizeImages("Image", Side, Side));
        data = keys.Fit(view).Transform(view);
        return ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            FeatureColumnName = files ? "File" : "Image",
            FilePaths = files,
            Height = Side,
            Width = Side,
            Channels = 1,
            WhenUnreadable = unreadable,
            Training = new TrainingOptions { Epochs = 1, BatchSize = 4 },
        }).Fit(data);
    }

    private sealed class Row
    {
        public string File { get; set; } = "";

        public string Name { get; set; } = "";
    }
}
