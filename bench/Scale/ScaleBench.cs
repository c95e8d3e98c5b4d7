using System.Globalization;

namespace DeepML.Bench;

/// <summary>Curves, not points: speed and memory of trainings over rows, width, depth, classes, length of sequences and batch.</summary>
internal static class ScaleBench
{
    /// <summary>The argument by which a process of its own is told to measure a point.</summary>
    public const string Child = "scale-child";

    private const int Epochs = 2; // the first compiles and reads
    private const int ManyRows = 1_000_000; // one epoch will do

    public static IEnumerable<string> Names => ScaleCurves.All.Select(curve => curve.Name);

    /// <summary>Measures each point in a process of its own, so that the memory is that of the point.</summary>
    /// <param name="arguments">Names of curves, and possibly <c>--picture FILE.svg</c>.</param>
    /// <returns>Whether there was any.</returns>
    public static bool Run(string[] arguments)
    {
        var at = Array.IndexOf(arguments, "--picture");
        var asked = at < 0 ? arguments : arguments[..at];
        var curves = ScaleCurves.All.Where(curve => Catalog.IsAskedFor(curve.Name, asked)).ToArray();
        var measured = new List<(ScaleCurve Curve, List<ScalePoint> Points)>();
        foreach (var curve in curves)
        {
            var points = new List<ScalePoint>();
            foreach (var size in curve.Sizes)
            {
                var point = Measure(curve.Name, size);
                points.Add(point);
                Console.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"scale.{curve.Name}.{size}.rows_per_s {point.RowsPerSecond:G4}"));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scale.{curve.Name}.{size}.peak_mib {point.Peak:F0}"));
            }
            measured.Add((curve, points));
        }
        if (at >= 0 && at + 1 < arguments.Length && measured.Count > 0)
            ScalePicture.Write(arguments[at + 1], measured);
        return curves.Length > 0;
    }

    /// <summary>Measures a point in this process.</summary>
    public static void RunChild(string name, string size)
    {
        var (value, watch) = (int.Parse(size, CultureInfo.InvariantCulture), new ScaleWatch());
        var epochs = name == "rows" && value >= ManyRows ? 1 : Epochs;
        ScaleCurves.All.Single(curve => curve.Name == name).Fit(
            value, new TrainingOptions { Epochs = epochs, BatchSize = 64, LearningRate = 1e-3, Callbacks = [watch] });
        Console.WriteLine(new ScalePoint(value, watch.RowsPerSecond, watch.Peak).ToLine());
    }

    private static ScalePoint Measure(string name, int size)
    {
        using var process = OwnProcess.Start([Child, name, size.ToString(CultureInfo.InvariantCulture)]);
        ScalePoint? point = null;
        while (process.StandardOutput.ReadLine() is { } line)
            point ??= ScalePoint.FromLine(line);
        process.WaitForExit();
        return process.ExitCode == 0 && point is not null
            ? point
            : throw new InvalidOperationException($"The training of {name} {size} ended with {process.ExitCode}; its error is above.");
    }
}
