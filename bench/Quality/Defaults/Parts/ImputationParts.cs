using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// A fifth of all values removed at random: the error of the autoencoder that fills them in on held-out rows, in parts of the error of
/// column means (below 1 is better), beside iterative ridge regression.
/// </summary>
internal static class ImputationParts
{
    private const double Holes = 0.2;

    /// <summary>A part for each table.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from source in TableSource.Of("penguins", "cars", "digits", "weather-kind", "us-employment")
        let name = $"defaults.{source.Name}.impute"
        select new DefaultsPart(name, bars => Measure(name, source.Read(), bars));

    private static IEnumerable<(string Name, double Value)> Measure(string name, Table table, Bars bars)
    {
        var trials = Seeds.All.Select(seed => Network(name, new HoledRows(table.Split(seed), Holes, seed), seed)).ToArray();
        var (error, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, error);
        yield return ($"{name}.seconds", seconds);
        var ridge = Seeds.Mean(seed => new HoledRows(table.Split(seed), Holes, seed).Ridge());
        yield return ($"{name}.ridge", ridge);
        bars.Judge("imputation_means", name, error < 1);
        bars.Judge("imputation_ridge", name, error <= ridge);
        bars.Judge("time", name, Trial.IsQuick(seconds, table.Labels.Length));
    }

    private static Trial Network(string name, HoledRows rows, int seed)
    {
        var ml = new MLContext(seed);
        var options = new AutoencoderOptions { FillMissingValues = true };
        return Trial.Of(name, () => ml.Transforms.Autoencoder("Code", "Features", options).Fit(Views.Of(ml, rows.Train)),
            model => rows.Error(ImageRows.Read(model.FillMissing(Views.Of(ml, rows.Test)), "Features")));
    }
}
