using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>Trains on whole digits and measures on 2,000 others, spoiled alike for the network and for simple methods.</summary>
internal static class SpoiledDigits
{

    /// <summary>How the networks are trained.</summary>
    public static TrainingOptions Training { get; } = new() { BatchSize = 32, LearningRate = 2e-3, Schedule = new CosineSchedule() };

    /// <summary>Means over seeds; null without MNIST's files.</summary>
    /// <param name="estimator">From a context to an estimator of the column "Wanted".</param>
    public static Result? Mean(Func<MLContext, ImageTranslationEstimator> estimator)
    {
        var results = new List<Result>();
        for (var seed = 1; seed <= ImagesTask.MeasuredSeeds; seed++)
        {
            if (DigitPairs.Split(seed) is not var (train, test))
                return null;
            var ml = new MLContext(seed);
            using var model = estimator(ml)
                .Fit(DigitPairs.View(ml, train, picture => picture), DigitPairs.View(ml, test, picture => picture));
            results.Add(Result.Of(model));
        }
        return new Result(
            results.Average(result => result.Network),
            [.. Enumerable.Range(0, results[0].Baselines.Length).Select(i => results.Average(result => result.Baselines[i]))]);
    }

    /// <summary>Peak signal-to-noise ratios of the rows held out, in decibels.</summary>
    internal sealed record Result(double Network, double[] Baselines)
    {
        public static Result Of(ImageTranslationTransformer model)
        {
            var comparisons = model.TrainingHistory.Comparisons.Where(comparison => comparison.Measure == "PSNR").ToArray();
            return new Result(comparisons[0].NetworkValue, [.. comparisons.Select(comparison => comparison.Value)]);
        }

        /// <summary>Decibels over a simple method.</summary>
        public double Gain(int baseline) => Network - Baselines[baseline];
    }
}
