using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>
/// The loss of a perceptron 64-32-10 on all digits, as a batch, after at most a hundred evaluations of loss and gradient: by L-BFGS and
/// conjugate gradients, and by Adam at the best of five rates. It says how fast a loss is made small, and nothing of other rows.
/// </summary>
internal static class WholeBatchDigits
{
    private const int Evaluations = 100;

    private static readonly double[] Rates = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1];

    /// <summary>Losses, mean of the seeds, and the ratio of these means.</summary>
    public static IEnumerable<(string Name, double Value)> Run()
    {
        var lbfgs = Seeds.Mean(seed => Searched(seed, new LbfgsOptimizer()));
        var conjugate = Seeds.Mean(seed => Searched(seed, new ConjugateGradientOptimizer()));
        var adam = Seeds.Mean(seed => Rates.Min(rate =>
            Learn(seed, new TrainingOptions { Epochs = Evaluations + 1, BatchSize = 2000, LearningRate = rate })[^1].TrainingLoss));
        yield return ("lbfgs.loss_ratio", lbfgs / adam);
        yield return ("lbfgs.loss", lbfgs);
        yield return ("lbfgs.loss (conjugate gradients)", conjugate);
        yield return ("lbfgs.loss (Adam, best of five rates)", adam);
    }

    // The loss of an epoch is measured before its steps.
    private static double Searched(int seed, OptimizerOptions optimizer)
    {
        var epochs = Learn(seed, new TrainingOptions { Epochs = 12, Optimizer = optimizer });
        var (done, loss) = (0.0, double.NaN);
        foreach (var epoch in epochs)
        {
            if (done > Evaluations)
                break;
            loss = epoch.TrainingLoss;
            done += epoch.Metrics["evaluations"];
        }
        return loss;
    }

    private static IReadOnlyList<EpochRecord> Learn(int seed, TrainingOptions training)
    {
        var ml = new MLContext(seed);
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron(
            new MultilayerPerceptronOptions { HiddenSizes = [32], Training = training }).Fit(GanRows.Keyed(ml, GanRows.Digits()));
        return model.TrainingHistory.Epochs;
    }
}
