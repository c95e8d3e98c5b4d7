using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Loading a csv of a million rows and 100 columns as one vector column.</summary>
internal sealed class DataText : ISpeedWorkload, IDisposable
{
    private const int Rows = 1_000_000;
    private const int Columns = 100;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"deepml-bench-{Environment.ProcessId}.csv");
    private bool _written;

    public string Name => "data_text";

    public string Unit => "MB";

    public double Run()
    {
        Write();
        var ml = new MLContext(1);
        var data = ml.Data.LoadFromTextFile(
            _path, [new TextLoader.Column("Features", DataKind.Single, 0, Columns - 1)], separatorChar: ',');
        var column = data.Schema["Features"];
        var value = default(VBuffer<float>);
        var rows = 0;
        var clock = Stopwatch.StartNew();
        using (var cursor = data.GetRowCursor([column]))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            while (cursor.MoveNext())
            {
                getter(ref value);
                rows++;
            }
        }
        if (rows != Rows)
            throw new InvalidOperationException($"{rows} rows were read of {Rows}.");
        return new FileInfo(_path).Length / 1e6 / clock.Elapsed.TotalSeconds;
    }

    public void Dispose() => File.Delete(_path);

    private void Write()
    {
        if (_written)
            return;
        var random = new Random(1);
        using var writer = new StreamWriter(_path);
        // A thousand distinct lines are enough for a parser, and quick to make.
        var lines = Enumerable.Range(0, 1000).Select(_ => string.Join(',', Enumerable.Range(0, Columns)
            .Select(_ => random.NextDouble().ToString("F6", CultureInfo.InvariantCulture)))).ToArray();
        for (var row = 0; row < Rows; row++)
            writer.WriteLine(lines[row % lines.Length]);
        _written = true;
    }
}

/// <summary>10,000 JPEG files of 64×64 become pixels.</summary>
internal sealed class DataImages : ISpeedWorkload, IDisposable
{
    private const int Count = 10_000;
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"deepml-bench-images-{Environment.ProcessId}");
    private bool _written;

    public string Name => "data_images";

    public string Unit => "images";

    public double Run()
    {
        Write();
        var ml = new MLContext(1);
        var paths = ml.Data.LoadFromEnumerable(Enumerable.Range(0, Count).Select(i => new PathRow { Path = $"{i}.jpg" }).ToArray());
        var pixels = ml.Transforms.LoadImages("Image", _folder, "Path")
            .Append(ml.Transforms.ResizeImages("Image", 64, 64))
            .Append(ml.Transforms.ExtractPixels("Pixels", "Image"))
            .Fit(paths).Transform(paths);
        var column = pixels.Schema["Pixels"];
        var value = default(VBuffer<float>);
        var clock = Stopwatch.StartNew();
        using (var cursor = pixels.GetRowCursor([column]))
        {
            var getter = cursor.GetGetter<VBuffer<float>>(column);
            while (cursor.MoveNext())
                getter(ref value);
        }
        return Count / clock.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void Write()
    {
        if (_written)
            return;
        Directory.CreateDirectory(_folder);
        var random = new Random(1);
        var pixels = new byte[64 * 64 * 4];
        for (var i = 0; i < Count; i++)
        {
            var (fx, fy, phase) = (random.NextDouble() / 4, random.NextDouble() / 4, random.NextDouble() * 6);
            for (var p = 0; p < 64 * 64; p++)
            {
                var level = (byte)(128 + (100 * Math.Sin((fx * (p % 64)) + (fy * (p / 64)) + phase)));
                pixels.AsSpan(p * 4, 3).Fill(level);
                pixels[(p * 4) + 3] = 255;
            }
            using var image = MLImage.CreateFromPixels(64, 64, MLPixelFormat.Rgba32, pixels);
            image.Save(Path.Combine(_folder, $"{i}.jpg"));
        }
        _written = true;
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }
}
