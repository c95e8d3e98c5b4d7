using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;

namespace DeepML.Bench;

/// <summary>Gradient-boosted trees (LightGBM) with default options.</summary>
internal static class TreesRival
{
    private const int Threads = 2;

    /// <summary>The score on the rows held out.</summary>
    public static double Score(MLContext ml, TableSplit split, int seed)
    {
        var (train, test) = (split.TrainView(ml), split.TestView(ml));
        return Scores.Of(split.Table.Task switch
        {
            TableTask.Class => ml.MulticlassClassification.Trainers.LightGbm(
                new LightGbmMulticlassTrainer.Options { NumberOfThreads = Threads, Seed = seed }).Fit(train).Transform(test),
            TableTask.YesNo => ml.BinaryClassification.Trainers.LightGbm(
                new LightGbmBinaryTrainer.Options { NumberOfThreads = Threads, Seed = seed }).Fit(train).Transform(test),
            _ => ml.Regression.Trainers.LightGbm(
                new LightGbmRegressionTrainer.Options { NumberOfThreads = Threads, Seed = seed }).Fit(train).Transform(test),
        }, split.TestLabels, split.Table);
    }
}
