using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a convolutional network on pictures, from scratch or from weights learned elsewhere.</summary>
/// <remarks>
/// Features: a vector of float with height, width and channels, an MLImage, or the path of a picture file. Label: a key, a text or a
/// boolean (multiclass), a boolean (binary) or a float (regression). Output: Score, PredictedLabel and Probability as ML.NET's
/// trainers.
/// </remarks>
public sealed class ConvolutionalNetworkEstimator : SupervisedEstimator<ConvolutionalNetworkOptions, ConvolutionalNetworkTransformer>
{
    internal ConvolutionalNetworkEstimator(IHostEnvironment environment, PredictionTask task, ConvolutionalNetworkOptions options)
        : base(environment, "ConvolutionalNetwork", task, options)
    {
    }

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.Convolutions;

    private protected override bool NeedsNormalization => false;

    private protected override UnsizedColumn Feature => new ImageColumn(FeatureColumnName, "feature", Options.Format);

    /// <summary>A table of the layers for pictures of a size, before anything is trained.</summary>
    /// <param name="channels">Numbers per pixel.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="classes">Number of classes; 1 for yes or no and for numbers.</param>
    /// <exception cref="ArgumentException">A layer does not fit: it is named, with the sizes.</exception>
    public string Summary(int channels, int height, int width, int classes) => Plan(channels, height, width, classes).Summary();

    /// <summary>Number of trained weights for pictures of a size, auxiliary heads left out; nothing is allocated for it.</summary>
    /// <inheritdoc cref="Summary" path="/param"/>
    /// <exception cref="ArgumentException">A layer does not fit: it is named, with the sizes.</exception>
    public long CountParameters(int channels, int height, int width, int classes) => Plan(channels, height, width, classes).ParameterCount;

    private protected override SizedColumn FeatureOf(FitSession fit, FitRequest<ConvolutionalNetworkTransformer> request)
    {
        var input = (ImageInput)base.FeatureOf(fit, request);
        Options.CheckFrozen(ConvolutionalPlan.Of(Options.ArchitectureFor(input.Format, Options.AnyAnswer))); // before any row is read
        return input;
    }

    private protected override ConvolutionalNetworkTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, ConvolutionalNetworkTransformer? previous)
    {
        using var source = TransferSource.Open(Options.Transfer, previous);
        var input = (ImageInput)feature;
        var architecture = Options.ArchitectureFor(input.Format, target.Head.AnswerSize);
        var placed = fit.Place(new ConvolutionalNetwork(architecture));
        var network = placed.Network;
        if (previous is not null)
        {
            TransferredWeights.Copy(previous.NamedWeights, network, keepHead: true);
            fit.StartFrom(previous.NamedWeights);
        }
        if (source is not null)
            placed = Transferred(fit, source, placed);
        network.SkipBlocks(Options.StochasticDepth);
        using var noise = HiddenNoise.Behind(network.Functions, Options.HiddenNoise);
        using var loss = fit.Loss(target, rows);
        var history = Trained(fit, placed, rows, target, loss);
        var fitted = WithoutHeads(fit, network);
        var description = new ConvolutionalDescription(FeatureColumnName, input.Format, fitted.Plan.Architecture, target.Head, history);
        return new ConvolutionalNetworkTransformer(Host, description, fitted, fit.Device);
    }

    private TrainingHistory Trained(
        FitSession fit, PlacedNetwork<ConvolutionalNetwork> placed, FitRows rows, PredictionTarget target, HeadLoss loss)
    {
        if (rows.Domains is { } domains)
        {
            var augmenter = Options.Augmentation is { } augmentation ? new ImageAugmenter(augmentation) : null;
            using var confusing = DomainTraining.StepOf(
                fit, placed, loss, domains, augmenter is null ? null : augmenter.Apply);
            return fit.TrainSupervised(confusing, rows, target, batch => batch.Features.flatten(1));
        }
        using var step = new ConvolutionalStep(placed.Network, placed.Update(), loss, Options.Augmentation);
        return fit.TrainSupervised(step, rows, target, batch => batch.Features.flatten(1));
    }

    private PlacedNetwork<ConvolutionalNetwork> Transferred(
        FitSession fit, TransferSource source, PlacedNetwork<ConvolutionalNetwork> placed)
    {
        var (network, transfer) = (placed.Network, Options.Transfer!);
        source.Naming(() =>
        {
            TransferredWeights.Copy(source.Weights, network, transfer.KeepHead);
            return network;
        });
        network.FrozenBlocks = transfer.FrozenBlocks;
        fit.StartFrom(source.Weights);
        var head = network.Plan.Layers[^1].Name;
        return placed.AtRates(network.named_parameters()
            .Where(weight => network.LayerOf(weight.name) is { Layer: not AuxiliaryHead } layer && layer.Name != head)
            .ToDictionary(weight => weight.name, _ => transfer.OldLayerFactor));
    }

    // Auxiliary heads have done their work when training ends.
    private static ConvolutionalNetwork WithoutHeads(FitSession fit, ConvolutionalNetwork network)
    {
        if (!network.Plan.Layers.Any(layer => layer.Layer is AuxiliaryHead))
            return network;
        var plain = fit.Place(new ConvolutionalNetwork(network.Plan.Architecture.WithoutHeads())).Network;
        var kept = network.state_dict().Where(weight => network.LayerOf(weight.Key)!.Layer is not AuxiliaryHead).ToDictionary();
        TransferredWeights.Copy(kept, plain, keepHead: true);
        network.Dispose();
        return plain;
    }

    private ConvolutionalPlan Plan(int channels, int height, int width, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return ConvolutionalPlan.Of(Options.ArchitectureFor(new ImageFormat(channels, height, width), classes));
    }
}
