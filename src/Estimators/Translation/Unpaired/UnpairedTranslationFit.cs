using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;

namespace DeepML.Estimators;

/// <summary>From rows of pictures of two kinds to two trained networks.</summary>
/// <param name="options">Options that have been checked.</param>
/// <param name="columns">The columns.</param>
/// <param name="channel">Hears what is worth knowing.</param>
internal sealed class UnpairedTranslationFit(TranslateImageUnpairedOptions options, ImageTranslationColumns columns, IChannel channel)
{
    private const double NearlyNothing = 0.05; // of the spread of the pictures wanted

    /// <summary>Trains.</summary>
    /// <param name="fit">The frame of the fit, which holds the rows.</param>
    /// <param name="rows">Features of the first kind, targets of the second.</param>
    /// <param name="targetChannels">Channels of the second kind.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    public (CycleNetwork Network, TrainingHistory History) Run(
        FitSession fit, FitRows rows, int targetChannels, UnpairedTranslationTransformer? previous)
    {
        var format = columns.Format;
        var architecture = previous is null
            ? options.ArchitectureFor(format.Channels, targetChannels, () => NearerBase(fit, rows, targetChannels))
            : options.ArchitectureFor(format.Channels, targetChannels, () => BaseOf(previous));
        if (options.CropSize > Math.Max(format.Height, format.Width))
            throw new ArgumentException(
                $"CropSize is {options.CropSize}; the pictures of column '{columns.Input}' have {format.Width}x{format.Height} pixels. "
                + "Make it smaller, or leave it out.");
        ImageTranslationColumns.CheckDepth(architecture.There, format, columns.Input);
        ImageTranslationColumns.CheckSize(architecture.There, format, options.UnfitSizes, columns.Input);
        var placed = fit.Place(new CycleNetwork(architecture), previous);
        var judges = fit.PlaceForNow(new CycleJudges(Judge(targetChannels), Judge(format.Channels)));
        using var step = new CycleStep(
            new CycleGame(placed.Network, judges.Network), placed.Update(), judges.Update(),
            new CycleObjective(options.Loss, options.Objective)
            {
                CycleWeight = options.CycleWeight,
                IdentityWeight = options.IdentityWeight ?? 0,
                PoolSize = options.PoolSize,
                CropSize = options.CropSize,
            });
        return (placed.Network, Compared(fit.Train(step, rows), placed.Network, rows));
    }

    private static ImageBase BaseOf(UnpairedTranslationTransformer model) =>
        ((TranslationTask)((UnpairedTranslationDescription)model.Description).Architecture.There.Task).Base;

    private static ImageBase NearerBase(FitSession fit, FitRows rows, int channels)
    {
        var (ofInput, ofNegative) = UnpairedMeasure.BaseDistances(rows.Training, channels);
        var chosen = ofInput <= ofNegative ? ImageBase.Input : ImageBase.Negative;
        fit.Chosen.Add(new AutomaticChoice("Base", chosen.ToString(), FormattableString.Invariant(
            $"energy distance to pictures of the second kind: {ofInput:G3} of those of the first, {ofNegative:G3} of their negatives")));
        return chosen;
    }

    private CycleJudge Judge(int channels)
    {
        var (height, width) = (columns.Format.Height, columns.Format.Width);
        if (options.CropSize is { } side)
            (height, width) = (Math.Min(side, height), Math.Min(side, width));
        return new CycleJudge(
            options.Discriminator, channels, options.PoolSize == 0 ? null : new FakePool(options.PoolSize, channels, height, width));
    }

    private TrainingHistory Compared(TrainingHistory history, CycleNetwork network, FitRows rows)
    {
        network.eval();
        var there = UnpairedMeasure.Run(network.There, rows.Measured, BatchMember.Features, BatchMember.Targets);
        var back = UnpairedMeasure.Run(network.Back, rows.Measured, BatchMember.Targets, BatchMember.Features);
        var (own, best) = (there.Scores[0], there.Scores.Skip(1).MinBy(score => score.Distance)!);
        var advice = rows.Validation is null
            ? "No rows were held out, so the baseline was measured on training rows: set Training.ValidationFraction."
            : null;
        foreach (var (way, found) in new[] { ("there", there), ("back", back) })
            if (found.MadeSpread < NearlyNothing * found.WantedSpread)
            {
                advice = FormattableString.Invariant(
                    $"The network on the way {way} makes nearly the same picture of everything (a pixel's spread over pictures is ")
                    + FormattableString.Invariant($"{found.MadeSpread:G2}, that of the pictures wanted {found.WantedSpread:G2}). Train ")
                    + "longer, at a lower rate, or weigh the cycle more.";
                channel.Warning(MessageSensitivity.None, advice);
            }
        return history with
        {
            Baseline = new Baseline(best.Name, "energy distance to pictures of the second kind", best.Distance, own.Distance),
            Advice = advice,
        };
    }
}
