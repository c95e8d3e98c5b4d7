using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// What a linear classifier can tell from the features of a restricted Boltzmann machine or a deep belief network with default options,
/// beside the columns themselves.
/// </summary>
internal static class FeatureParts
{
    private const double Tolerance = 0.03;

    /// <summary>Both networks on each table of classes.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from source in TableSource.Of("penguins", "digits", "weather-kind", "moons", "blobs20")
        from kind in new[] { "rbm", "dbn" }
        let name = $"defaults.{source.Name}.{kind}"
        select new DefaultsPart(name, bars => Measure(name, source.Read(), kind == "rbm", bars));

    private static IEnumerable<(string Name, double Value)> Measure(string name, Table table, bool isMachine, Bars bars)
    {
        var trials = Seeds.All.Select(seed => Features(name, table.Split(seed), isMachine, seed)).ToArray();
        var (score, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, score);
        yield return ($"{name}.seconds", seconds);
        var raw = Seeds.Mean(seed => LinearRival.Score(new MLContext(seed), table.Split(seed)));
        yield return ($"{name}.raw", raw);
        bars.Judge("features", name, score >= raw - Tolerance);
        bars.Judge("time", name, Trial.IsQuick(seconds, table.Labels.Length));
    }

    private static Trial Features(string name, TableSplit split, bool isMachine, int seed)
    {
        var ml = new MLContext(seed);
        var (train, test) = (Views.Of(ml, split.Train), Views.Of(ml, split.Test));
        return isMachine
            ? Trial.Of(name, () => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features").Fit(train), Score)
            : Trial.Of(name, () => ml.Transforms.DeepBeliefNetwork("Hidden", "Features").Fit(train), Score);

        double Score(ITransformer model) => LinearRival.Score(ml, split.With(Read(model.Transform(train)), Read(model.Transform(test))));
    }

    private static float[][] Read(IDataView data) => ImageRows.Read(data, "Hidden");
}
