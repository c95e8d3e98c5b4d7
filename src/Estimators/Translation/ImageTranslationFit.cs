using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>From rows of pictures to a trained network that makes pictures of them.</summary>
/// <param name="options">Options that have been checked.</param>
/// <param name="columns">The columns.</param>
/// <param name="channel">Hears what is worth knowing.</param>
internal sealed class ImageTranslationFit(ImageTranslationOptions options, ImageTranslationColumns columns, IChannel channel)
{
    /// <summary>Trains.</summary>
    /// <param name="fit">The frame of the fit, which holds the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="target">The pictures of the target column; null without one.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    public (TranslationNetwork Network, TrainingHistory History) Run(
        FitSession fit, FitRows rows, ImageFormat? target, ImageTranslationTransformer? previous)
    {
        ImageChecks.Sizes(options, columns, target);
        ImageChecks.UnitInterval(rows, columns, target);
        if (options.EpochSheets is not null && rows.Validation is null)
            throw new ArgumentException(
                $"EpochSheets is \"{options.EpochSheets}\", but no rows are held out that it could show: set "
                + "Training.ValidationFraction, or give Fit rows to measure on.");
        var wanted = target is null ? BatchMember.Features : BatchMember.Targets;
        var mean = fit.Own(TranslationMeasure.MeanTarget(rows.Training, wanted).DetachFromDisposeScope());
        var task = previous is { Description: ImageTranslationDescription { Architecture.Task: TranslationTask before } }
            ? options.TaskFor(columns.Format, target, () => before.Base)
            : options.TaskFor(columns.Format, target, () => NearerBase(fit, rows, mean, target!));
        if (!TranslationMeasure.ShowAnything(rows.Training, task))
            throw new ArgumentException(
                $"Every pixel of every training row of column '{columns.Input}' is missing"
                + (columns.Mask is { } mask ? $", as column '{mask}' says: masks are above one half where something is missing" : "")
                + "; there is nothing to learn from.");
        var architecture = Architecture(task, mean);
        ImageTranslationColumns.CheckDepth(architecture, columns.Format, columns.Input);
        ImageTranslationColumns.CheckSize(architecture, columns.Format, options.UnfitSizes, columns.Input);
        var placed = fit.Place(new TranslationNetwork(architecture), previous);
        if (previous is null && placed.Network.Mean is { } kept)
            Keep(mean, kept);
        using var step = Step(fit, placed, task);
        var history = fit.Train(step, rows);
        return (placed.Network, ImageComparison.Add(history, step, placed.Network, rows, mean, channel));
    }

    private TranslationArchitecture Architecture(ImageTask task, Tensor mean)
    {
        var (height, width) = !task.NeedsMean ? (0, 0) : options.CropSize is null ? ((int)mean.size(1), (int)mean.size(2)) : (1, 1);
        return new TranslationArchitecture(task, options.Generator, columns.Format.Channels, height, width);
    }

    // Squares from any place share one colour.
    private void Keep(Tensor mean, Tensor kept)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        kept.copy_(options.CropSize is null ? mean : mean.mean([1L, 2L], keepdim: true)).DetachFromDisposeScope();
    }

    private TranslationStep Step(FitSession fit, PlacedNetwork<TranslationNetwork> placed, ImageTask task)
    {
        var network = placed.Network;
        var objective = new TranslationObjective(task, options.Loss)
        {
            PixelWeight = options.PixelWeight,
            Game = options.Discriminator is null ? null : options.Objective,
            AdversarialWeight = options.AdversarialWeight,
            Perceptual = options.Perceptual?.Describe(),
            PerceptualWeight = options.Perceptual?.Weight ?? 0,
            CropSize = options.CropSize,
        };
        return new TranslationStep(network, placed.Update(), objective, fit.Seed)
        {
            Opponent = options.Discriminator is { } form ? Opponent(fit, network, form) : null,
            Features = options.Perceptual is { } perceptual ? Features(fit, network.Architecture, perceptual) : null,
            Show = options.EpochSheets is null || options.Training.Distribution is { IsFirst: false }
                ? null
                : (epoch, example, made) => Draw(epoch, task.Shown(example.Inputs), made, example.Target),
        };
    }

    private static (TranslationGame Game, WeightUpdate Update) Opponent(
        FitSession fit, TranslationNetwork network, PatchDiscriminator form)
    {
        var (task, channels) = (network.Architecture.Task, network.Architecture.Channels);
        var placed = fit.PlaceForNow(new PatchDiscriminatorModule(form, task.ReadChannels(channels) + task.OutputChannels(channels)));
        return (new TranslationGame(network, placed.Network), placed.Update());
    }

    private PerceptualFeatures Features(FitSession fit, TranslationArchitecture architecture, PerceptualLoss loss)
    {
        var scale = architecture.Task.SpoilsPictures ? 1 : architecture.Task.Scale;
        var (height, width) = options.CropSize is { } side
            ? (Math.Min(side, columns.Format.Height), Math.Min(side, columns.Format.Width))
            : (columns.Format.Height * scale, columns.Format.Width * scale);
        return loss.Features(fit, architecture.OutputChannels, height, width);
    }

    private void Draw(int epoch, params Tensor[] batches)
    {
        const int most = 8;
        var rows = Math.Min(most, batches[0].size(0));
        ImageSheet.Of([.. batches.Select(batch => batch.narrow(0, 0, rows))])
            .Save(Path.Combine(options.EpochSheets!, FormattableString.Invariant($"epoch{epoch:000}.png")), scale: 2);
    }

    // Which of the two lies nearer to the targets, pixel by pixel.
    private static ImageBase NearerBase(FitSession fit, FitRows rows, Tensor mean, ImageFormat target)
    {
        var (ofInput, ofMean) = TranslationMeasure.BaseErrors(rows.Training, mean);
        var chosen = ofInput <= ofMean ? ImageBase.Input : ImageBase.MeanPicture;
        fit.Chosen.Add(new AutomaticChoice("Base", chosen.ToString(), FormattableString.Invariant(
            $"mean absolute difference to targets of {target}: {ofInput:G3} of the input, {ofMean:G3} of the mean target")));
        return chosen;
    }
}
