using DeepML.Networks;
using DeepML.Trainers;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Sets a trained network of pictures beside simple methods, on held-out rows where there are any.</summary>
internal static class ImageComparison
{
    private const double NearlyNothing = 0.05; // of the spread of the targets

    /// <summary>The history with what was found.</summary>
    /// <param name="history">Of the training.</param>
    /// <param name="step">Makes pairs of rows.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="mean">The mean of what should come out of the training rows.</param>
    /// <param name="channel">Is warned of a network that answers alike to everything.</param>
    public static TrainingHistory Add(
        TrainingHistory history, TranslationStep step, TranslationNetwork network, FitRows rows, Tensor mean, IChannel channel)
    {
        var (scores, madeSpread, targetSpread) = TranslationMeasure.Run(step, network, rows.Measured, mean);
        var (own, first) = (scores[0], scores[1]);
        var advice = rows.Validation is null
            ? "No rows were held out, so the baseline was measured on training rows: set Training.ValidationFraction."
            : null;
        if (madeSpread < NearlyNothing * targetSpread)
        {
            advice = FormattableString.Invariant(
                $"The network makes nearly the same picture of everything (a pixel's spread over pictures is {madeSpread:G2}, that of the ")
                + FormattableString.Invariant($"targets {targetSpread:G2}). Start from another Base, weigh what matters, or train longer.");
            channel.Warning(MessageSensitivity.None, advice);
        }
        return history with
        {
            Baseline = new Baseline(
                first.Name, "mean absolute difference of pixels (L1)", first.Absolute.Average(), own.Absolute.Average()),
            Comparisons = rows.Validation is null ? [] : [.. scores.Skip(1).SelectMany(score => new[]
            {
                PairedScores.Means(score.Name, "PSNR", own.Decibels, score.Decibels),
                PairedScores.Means(score.Name, "SSIM", own.Similarity, score.Similarity),
            })],
            Advice = advice,
        };
    }
}
