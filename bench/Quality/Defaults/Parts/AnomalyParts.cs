using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Area under the ROC curve of the autoencoder that detects anomalies, with default options, beside principal components, nearest
/// neighbours and the free energy of a Gaussian restricted Boltzmann machine, learned from clean and from contaminated rows.
/// </summary>
internal static class AnomalyParts
{
    private const double Tolerance = 0.02;

    private static readonly (string Set, Func<Table, int, AnomalyRows> Rows)[] Sets =
    [
        ("penguins", (table, seed) => AnomalyRows.OfClasses(table, species => species == 0, seed)),
        ("digits", (table, seed) => AnomalyRows.OfClasses(table, digit => digit != seed, seed)), // nine digits are normal
        ("weather-kind", (table, seed) => AnomalyRows.OfClasses(table, kind => kind == 4, seed)), // sun
        ("cars", AnomalyRows.Planted),
        ("unemployment", AnomalyRows.Planted),
        ("friedman1", (table, seed) => AnomalyRows.Planted(WithTarget(table), seed)),
    ];

    /// <summary>Each set, clean and contaminated.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from set in Sets
        from isClean in new[] { true, false }
        let name = $"defaults.{set.Set}.anomaly.{(isClean ? "clean" : "contaminated")}"
        select new DefaultsPart(name, bars => Measure(name, [.. Seeds.All.Select(seed => Sample(set.Set, set.Rows, seed, isClean))], bars));

    private static IEnumerable<(string Name, double Value)> Measure(string name, Set[] sets, Bars bars)
    {
        var trials = sets.Select(s => Detector(name, s)).ToArray();
        var (score, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, score);
        yield return ($"{name}.seconds", seconds);
        var components = sets.Average(s => Scores.Area(AnomalyRivals.Components(s.Train, s.Rows.Test), s.Rows.IsOdd));
        yield return ($"{name}.pca", components);
        var neighbours = sets.Average(s => Scores.Area(AnomalyRivals.NearestNeighbours(s.Train, s.Rows.Test), s.Rows.IsOdd));
        yield return ($"{name}.knn", neighbours);
        var energy = sets.Average(s => FreeEnergy($"{name}.rbm", s).Score);
        yield return ($"{name}.rbm", energy);
        // a rival that could not be fitted is none
        var best = new[] { components, neighbours, energy }.Where(double.IsFinite).Max();
        bars.Judge("anomaly", name, score >= best - Tolerance);
        bars.Contest("anomaly_mean", score, components, neighbours, energy);
        bars.Judge("time", name, Trial.IsQuick(seconds, sets[0].Train.Length));
    }

    private static Set Sample(string name, Func<Table, int, AnomalyRows> of, int seed, bool isClean)
    {
        var rows = of(TableSource.Of(name).Single().Read(), seed);
        return new Set(seed, isClean ? rows.Clean : rows.Contaminated, rows);
    }

    private static Trial Detector(string name, Set set)
    {
        var ml = new MLContext(set.Seed);
        return Trial.Of(name, () => ml.AnomalyDetection.Trainers.Autoencoder().Fit(Views.Of(ml, set.Train)),
            model => Scores.Area(model.Transform(Views.Of(ml, set.Rows.Test)).GetColumn<float>("Score"), set.Rows.IsOdd));
    }

    private static Trial FreeEnergy(string name, Set set)
    {
        var ml = new MLContext(set.Seed);
        var options = new RbmOptions { VisibleUnits = VisibleUnits.Gaussian, FreeEnergyColumnName = "FreeEnergy" };
        return Trial.Of(name, () => ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Features", options).Fit(Views.Of(ml, set.Train)),
            model => Scores.Area(model.Transform(Views.Of(ml, set.Rows.Test)).GetColumn<float>("FreeEnergy"), set.Rows.IsOdd));
    }

    // The ten numbers are independent of each other: only with their function is there anything that belongs together.
    private static Table WithTarget(Table table) =>
        table with { Numbers = [.. table.Numbers.Zip(table.Labels, (row, y) => row.Append(y).ToArray())] };

    private sealed record Set(int Seed, float[][] Train, AnomalyRows Rows);
}
