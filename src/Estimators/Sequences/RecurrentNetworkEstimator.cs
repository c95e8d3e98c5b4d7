using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a recurrent network that answers once for each sequence: a class, yes or no, or a number.</summary>
/// <remarks>
/// Features: vectors of float (one or more numbers per step) or of keys, of known size or not. Label: a key (multiclass), a
/// boolean (binary) or a float (regression). Output: Score, PredictedLabel and Probability as ML.NET's trainers. Needs training.
/// </remarks>
public sealed class RecurrentNetworkEstimator : SupervisedEstimator<RecurrentNetworkOptions, RecurrentNetworkTransformer>
{
    // Torch has one call for all steps of an LSTM on a CPU; other cells run step by step, at 30 to 40 times its time.
    private const int LongestWhole = 2000;
    private const int ChosenSegment = 1000;

    internal RecurrentNetworkEstimator(IHostEnvironment environment, PredictionTask task, RecurrentNetworkOptions options)
        : base(environment, "RecurrentNetwork", task, options)
    {
    }

    private protected override bool NeedsNormalization => Options.InputScaling == NetworkInputScaling.None;

    private protected override UnsizedColumn Feature =>
        new SequenceColumn(FeatureColumnName, "feature", stepSize: Options.StepSize, maximumLength: Options.MaximumLength);

    private protected override RecurrentNetworkTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, RecurrentNetworkTransformer? previous)
    {
        var shape = ((SequenceInput)feature).Shape;
        var (layers, pooling) = Layers(fit, shape);
        var encoder = SequenceFaults.Architecture(
            shape, layers, Options.Bidirectional, Options.EmbeddingSize, Options.SegmentLength ?? Segment(fit, shape, layers, pooling));
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, previous?.Encoder);
        var architecture = new RecurrentSequenceArchitecture(scaled.Encoder, pooling, target.Head.AnswerSize);
        var network = new RecurrentSequenceNetwork(architecture);
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        var history = fit.TrainSequences(placed, rows, target, SequenceSummary.Of(shape));
        var description = new RecurrentNetworkDescription(FeatureColumnName, shape, architecture, target.Head, history);
        return new RecurrentNetworkTransformer(Host, description, placed.Network, fit.Device);
    }

    private (SequenceEncoder Encoder, SequencePooling Pooling) Layers(FitSession fit, SequenceShape shape)
    {
        if (Options.Encoder is { } given)
            return (given, Options.Pooling ?? SequencePooling.Last);
        if (shape.KeyCount > 0 || Options.SegmentLength is not null)
        {
            fit.Chosen.Add(new AutomaticChoice(nameof(Options.Encoder), nameof(LstmEncoder), shape.KeyCount > 0 ? "steps are keys" : "sequences in segments"));
            return (new LstmEncoder(), Options.Pooling ?? SequencePooling.Last);
        }
        fit.Chosen.Add(new AutomaticChoice(nameof(Options.Encoder), nameof(TimeDelayEncoder), "steps are numbers"));
        return (new TimeDelayEncoder { HiddenSize = 64, LayerCount = 2, Taps = 5 }, Options.Pooling ?? SequencePooling.Attention);
    }

    private int? Segment(FitSession fit, SequenceShape shape, SequenceEncoder layers, SequencePooling pooling)
    {
        if (Options.Bidirectional || pooling != SequencePooling.Last || layers is LstmEncoder or not RecurrentEncoder || shape.MaximumLength <= LongestWhole)
            return null;
        fit.Chosen.Add(new AutomaticChoice(
            nameof(Options.SegmentLength), FormattableString.Invariant($"{ChosenSegment}"),
            FormattableString.Invariant($"sequences of up to {shape.MaximumLength} steps, which torch goes through one by one for a {layers.GetType().Name}; an LstmEncoder is faster")));
        return ChosenSegment;
    }
}
