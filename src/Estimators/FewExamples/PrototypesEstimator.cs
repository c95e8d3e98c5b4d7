using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>
/// Trains a classifier that knows each class by a prototype, the mean of its rows' vectors or the vector of its description, and to which
/// further classes can be added without training (Snell, Swersky and Zemel, NeurIPS 2017).
/// </summary>
/// <remarks>
/// Features: a vector of float of known size, pictures with a <see cref="ConvolutionalBody"/>, or sequences with a
/// <see cref="SequenceBody"/>. Label: a key, a text or a boolean. Output: Score and PredictedLabel as ML.NET's
/// trainers. A key of the label without training rows is never predicted, until
/// <see cref="PrototypesTransformer.AddClass(string, Microsoft.ML.IDataView)"/> gives it some.
/// </remarks>
public sealed class PrototypesEstimator : SupervisedEstimator<PrototypesOptions, PrototypesTransformer>
{
    // Over the numbers of a vector: fresh vectors are otherwise the farther apart the longer they are, and the first steps of training
    // draw them together to where hardly anything is learned.
    private const double SharpnessOfNumber = 4;

    internal PrototypesEstimator(IHostEnvironment environment, PrototypesOptions options)
        : base(environment, "Prototypes", new MulticlassTask(), options)
    {
    }

    private protected override bool NeedsNormalization => Options.Body is null;

    private protected override UnsizedColumn Feature =>
        Options.Body?.Column(FeatureColumnName, "feature") ?? new VectorColumn(FeatureColumnName, "feature");

    private protected override PrototypesTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, PrototypesTransformer? previous)
    {
        var label = (MulticlassHead)target.Head;
        var described = Options.ClassDescriptions is { } given
            ? DescribedClasses.Of(label, given, rows.Training, LabelColumnName)
            : null;
        var before = (previous?.Description as PrototypesDescription)?.Architecture.Embedding;
        var plan = EmbeddingFit.Of(Options.Body, described is not null, fit, rows, feature, before);
        var (network, history) = described is null
            ? ByRows(fit, rows, plan, label, previous)
            : new DescribedFit(fit, Options, plan, described).Run(rows, previous);
        history = Measured(fit, rows, feature, target, network, history);
        var description = new PrototypesDescription(
            FeatureColumnName, (feature as ImageInput)?.Format, network.Architecture, described?.Head ?? label, history,
            (feature as SequenceInput)?.Shape);
        return new PrototypesTransformer(Host, description, network, fit.Device);
    }

    private (PrototypeNetwork Network, TrainingHistory History) ByRows(
        FitSession fit, FitRows rows, EmbeddingFit plan, MulticlassHead label, PrototypesTransformer? previous)
    {
        var placed = fit.Place(new PrototypeNetwork(new PrototypeArchitecture(plan.Architecture, label.ClassCount, null)));
        var network = placed.Network;
        plan.Begin(network.Embedding, previous, fit);
        var history = Options.Body is { } body ? InEpisodes(fit, rows, body, label, placed) : new TrainingHistory();
        using var means = ClassMeans.Of(network.Embedding, rows.Training, label.ClassCount);
        network.SetPrototypes(means.Means, [.. means.Counts.Select(count => count > 0 ? 0f : PrototypeNetwork.NoPrototype)]);
        if (Options.Body is null && means.Variance > 0)
            network.Sharpness = 1 / (2 * means.Variance); // classes as normal distributions of one width
        return (network, history);
    }

    private TrainingHistory InEpisodes(
        FitSession fit, FitRows rows, NetworkBody body, MulticlassHead label, PlacedNetwork<PrototypeNetwork> placed)
    {
        var turns = body.TurnsPictures;
        placed.Network.Sharpness = SharpnessOfNumber / body.EmbeddingSize;
        using var episodes = EpisodePlan.Training(
            Options.Episodes, EmbeddingFit.Drawn(rows.Training), turns,
            place => label.KeyValues?.Texts[place] ?? FormattableString.Invariant($"{place + 1}"), fit.Chosen);
        using var heldOut = EpisodePlan.HeldOut(episodes.Shape, rows.Validation, Options.Episodes.PerEpoch, turns);
        using var step = new EpisodeStep(placed.Network, placed.Update(), body.Changes);
        return fit.Train(step, episodes, heldOut, fit.Options with { BatchSize = episodes.Shape.Rows });
    }

    // Against the most frequent class, and simple methods.
    private static TrainingHistory Measured(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, PrototypeNetwork network, TrainingHistory history)
    {
        network.eval();
        var loss = fit.Loss(target, rows);
        using var step = new SupervisedStep(
            network, (features, batch) => network.Answer(features, batch.LengthsIfAny), new WeightUpdate([], fit.Options), loss.Training,
            loss.Identity, loss.Measure, loss.Mean, loss.Unit)
        { WeightOf = loss.WeightOf };
        return fit.Compared(target.Measured(history, step, rows), step, rows, target, RowViews.Of(feature));
    }
}
