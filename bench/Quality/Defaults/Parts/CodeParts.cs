using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// What a linear classifier can tell from a code of a few numbers: an autoencoder's with default options, and as many principal
/// components, of the columns as they are or standardized, whichever is better.
/// </summary>
internal static class CodeParts
{
    private const double Tolerance = 0.01;

    private static readonly int[] Sizes = [2, 4, 8];

    /// <summary>A part for each table of classes and each size of the code.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from source in TableSource.Of("penguins", "digits", "weather-kind", "blobs20")
        from size in Sizes
        where source.Name != "weather-kind" || size < 5 // it has five columns
        let name = $"defaults.{source.Name}.code{size}"
        select new DefaultsPart(name, bars => Measure(name, source.Read(), size, bars));

    private static IEnumerable<(string Name, double Value)> Measure(string name, Table table, int size, Bars bars)
    {
        var trials = Seeds.All.Select(seed => Code(name, table.Split(seed), size, seed)).ToArray();
        var (score, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, score);
        yield return ($"{name}.seconds", seconds);
        var components = Math.Max(
            Seeds.Mean(seed => Components(table.Split(seed), size, seed)),
            Seeds.Mean(seed => Components(Scaled(table.Split(seed)), size, seed)));
        yield return ($"{name}.pca", components);
        bars.Judge("code", name, score >= components - Tolerance);
        bars.Judge("time", name, Trial.IsQuick(seconds, table.Labels.Length));
    }

    private static Trial Code(string name, TableSplit split, int size, int seed)
    {
        var ml = new MLContext(seed);
        return Trial.Of(name, () => ml.Transforms.Autoencoder("Code", "Features", codeSize: size).Fit(Views.Of(ml, split.Train)),
            model => LinearRival.Score(ml, split.With([.. model.Encode(split.Train)], [.. model.Encode(split.Test)])));
    }

    private static double Components(TableSplit split, int size, int seed)
    {
        var (train, test, _) = LinearBaselines.Components(split.Train, split.Test, size);
        return LinearRival.Score(new MLContext(seed), split.With(train, test));
    }

    private static TableSplit Scaled(TableSplit split)
    {
        var scale = new Standardized(split.Train);
        return split.With(scale.Of(split.Train), scale.Of(split.Test));
    }
}
