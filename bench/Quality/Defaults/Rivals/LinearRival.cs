using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace DeepML.Bench;

/// <summary>Linear models on standardized columns, with the ridge penalty that is usual elsewhere (1 on sums of losses).</summary>
internal static class LinearRival
{
    /// <summary>The score on the rows held out.</summary>
    public static double Score(MLContext ml, TableSplit split) => split.Table.Task switch
    {
        TableTask.Class => Fitted(ml, split, ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options { L1Regularization = 0, L2Regularization = 1 })),
        TableTask.YesNo => Fitted(ml, split, ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
            new LbfgsLogisticRegressionBinaryTrainer.Options { L1Regularization = 0, L2Regularization = 1 })),
        _ => Scores.Determination(Ridge(split), split.TestLabels),
    };

    private static double Fitted<T>(MLContext ml, TableSplit split, IEstimator<T> trainer)
        where T : class, ITransformer
    {
        var scale = new Standardized(split.Train);
        var scaled = split.With(scale.Of(split.Train), scale.Of(split.Test));
        return Scores.Of(trainer.Fit(scaled.TrainView(ml)).Transform(scaled.TestView(ml)), split.TestLabels, split.Table);
    }

    private static IEnumerable<float> Ridge(TableSplit split)
    {
        var scale = new Standardized(split.Train);
        float[][] targets = [.. split.TrainLabels.Select(y => new[] { y })];
        return LinearBaselines.Ridge(scale.Of(split.Train), targets, scale.Of(split.Test), penalty: 1).Select(row => row[0]);
    }
}
