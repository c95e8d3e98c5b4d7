using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Multilayer perceptrons with default options on tables, beside a linear model and gradient-boosted trees.</summary>
internal static class SupervisedParts
{
    private const double Tolerance = 0.01;

    /// <summary>A part for each table.</summary>
    public static IEnumerable<DefaultsPart> All() =>
        from source in TableSource.All
        let name = $"defaults.{source.Name}.mlp"
        select new DefaultsPart(name, bars => Measure(name, source.Read(), bars));

    /// <summary>A network with default options, fitted to a split and scored on its held-out rows.</summary>
    public static Trial Perceptron(string name, MLContext ml, TableSplit split)
    {
        var train = split.TrainView(ml);
        return split.Table.Task switch
        {
            TableTask.Class => Of(ml.MulticlassClassification.Trainers.MultilayerPerceptron()),
            TableTask.YesNo => Of(ml.BinaryClassification.Trainers.MultilayerPerceptron()),
            _ => Of(ml.Regression.Trainers.MultilayerPerceptron()),
        };

        Trial Of(MultilayerPerceptronEstimator trainer) =>
            Trial.Of(name, () => trainer.Fit(train),
                model => Scores.Of(model.Transform(split.TestView(ml)), split.TestLabels, split.Table));
    }

    private static IEnumerable<(string Name, double Value)> Measure(string name, Table table, Bars bars)
    {
        var trials = Seeds.All.Select(seed => Perceptron(name, new MLContext(seed), table.Split(seed))).ToArray();
        var (score, seconds) = (trials.Average(t => t.Score), trials.Average(t => t.Seconds));
        yield return (name, score);
        yield return ($"{name}.seconds", seconds);
        var linear = Seeds.Mean(seed => LinearRival.Score(new MLContext(seed), table.Split(seed)));
        yield return ($"{name}.linear", linear);
        var trees = Seeds.Mean(seed => TreesRival.Score(new MLContext(seed), table.Split(seed), seed));
        yield return ($"{name}.trees", trees);
        bars.Judge("linear", name, score >= linear - Tolerance);
        bars.Judge("linear_and_trees", name, score >= Math.Max(linear, trees));
        bars.Judge("time", name, Trial.IsQuick(seconds, table.Labels.Length));
    }
}
