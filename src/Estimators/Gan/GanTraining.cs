using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Plays the game of an augmenter with some rows.</summary>
/// <param name="columns">The columns.</param>
/// <param name="options">The options.</param>
/// <param name="fit">The frame of the fit.</param>
internal sealed class GanTraining(GanColumns columns, GanAugmenterOptions options, FitSession fit)
{
    private const int ReferenceRows = 512;

    /// <summary>Plays.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="training">How both networks are trained.</param>
    /// <param name="previous">A fitted model whose generator it starts from; null for a fresh one.</param>
    /// <param name="forNow">Whether the generator is needed during the fit only: the session then disposes it.</param>
    /// <returns>The generator that was kept.</returns>
    public (nn.Module<Tensor, Tensor, Tensor> Generator, GeneratorArchitecture Architecture, TrainingHistory History) Run(
        GanRows data, TrainingOptions training, GanAugmenterTransformer? previous, bool forNow)
    {
        var codec = data.Codec;
        var (learned, reference) = Batches(data);
        var game = fit.PlaceForNow(new GanGame(Generator(codec), Discriminator(codec)));
        if (previous is not null)
        {
            game.Network.StartFrom(generator => WarmStart.Copy(previous.NamedWeights, generator));
            fit.StartFrom(previous.NamedWeights);
        }
        using var step = new AdversarialStep(
            game.Network, game.Update(game.Network.Generator.parameters(), training),
            game.Update(game.Network.Discriminator.parameters(),
                training with { LearningRate = options.DiscriminatorLearningRate ?? training.BaseRate }),
            Plan(codec, learned.RowCount, training), new AdversarialHealth(game.Network.Architecture,
                columns.Condition == TableCondition.Label ? codec.ConditionSize : 0, fit.Seed));
        var history = fit.Train(step, learned, reference, training);
        var fresh = GanNetworks.Generator(game.Network.Architecture);
        var generator = forNow ? fit.PlaceForNow(fresh).Network : fit.Place(fresh).Network;
        NetworkWeights.Copy(step.Kept.state_dict(), generator.state_dict());
        return (generator, game.Network.Architecture, history);
    }

    /// <summary>The shape of the pictures that the rows are; null if they are not.</summary>
    public PictureShape? Picture() => options.Picture is { } p
        ? new PictureShape(p.Channels, p.Height, p.Width, options.Growing?.Filters ?? options.Filters)
        : null;

    // Without held-out rows, synthetic ones are measured against rows that were learned from: enough to see collapse and distance.
    private (IBatchSource Learned, IBatchSource Reference) Batches(GanRows data)
    {
        var learned = fit.Own(new TableBatches(data.Codec, data.Learned, options.Sampling, fit.Device));
        if (data.HeldOut is null)
            return (learned, fit.Own(learned.Reference(ReferenceRows, fit.Seed)));
        var measured = fit.Own(new TableBatches(data.Codec, data.HeldOut, GanSampling.AsInData, fit.Device));
        return (learned, fit.Own(measured.Reference(ReferenceRows, fit.Seed)));
    }

    private bool HasConvolutions => options.Convolutional || options.Growing is not null;

    private GeneratorArchitecture Generator(TableCodec codec) => new(
        [.. codec.Blocks.Select(block => new RowBlock(options.Growing?.Ending ?? (RowBlockKind)block.Kind, block.Width))],
        options.LatentSize, codec.ConditionSize, [.. options.GeneratorSizes], options.BatchNormalization,
        HasConvolutions ? Picture() : null, options.LatentDistribution, options.Growing);

    private DiscriminatorArchitecture Discriminator(TableCodec codec) => new(
        codec.Blocks.Sum(block => block.Width), codec.ConditionSize, [.. options.DiscriminatorSizes], options.Conditioning,
        options.RowsPerDecision,
        options.BatchStatistics, options.Objective.NormalizesLayers, options.Dropout, HasConvolutions ? Picture() : null,
        options.Growing);

    private AdversarialPlan Plan(TableCodec codec, long rows, TrainingOptions training) => new(options.Objective)
    {
        BatchesPerEpoch = options.Growing is null ? 0 : (int)((rows + training.RowsPerBatch - 1) / training.RowsPerBatch),
        DiscriminatorSteps = options.DiscriminatorSteps,
        UnrolledSteps = options.UnrolledSteps,
        AveragingDecay = options.AveragingDecay,
        Augmentation = options.Augmentation,
        Picture = Picture(),
        RowsPerDecision = options.RowsPerDecision,
        Links = [.. codec.Links.Select(link => new ConditionLink(link.RowStart, link.ConditionStart, link.Width))],
    };
}
