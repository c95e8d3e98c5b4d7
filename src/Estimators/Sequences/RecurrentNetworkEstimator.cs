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
/// Features: vectors of float (one or more numbers per step) or of keys, of known size or not. Label: a key, a text or a boolean
/// (multiclass), a boolean (binary) or a float (regression). Output: Score, PredictedLabel and Probability as ML.NET's trainers. Needs
/// training.
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

    private protected override IEnumerable<SchemaShape.Column> AddedBesides =>
        Options.Outputs.AttentionWeights is { } name ? [AttentionColumn.ShapeOf(name)] : [];

    private protected override UnsizedColumn Feature =>
        ReadSequences.Column(FeatureColumnName, "feature", Options.Front, Options.StepSize, Options.MaximumLength);

    private protected override RecurrentNetworkTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, RecurrentNetworkTransformer? previous)
    {
        using var source = TransferSource.Open(Options.Transfer, previous);
        var column = (SequenceInput)feature;
        var shape = column.Shape;
        var looking = Options.SummaryBy == SequencePooling.Attention ? 1 : shape.MaximumLength;
        SequenceFaults.WeightCount(Options.Outputs, looking, shape.MaximumLength, FeatureColumnName);
        var (placed, history) = SequenceTrial.IsWorthIt(Options, shape, rows, previous)
            ? SequenceTrial.Best(
                fit, SequenceTrial.Candidates(rows.Training.RowCount), reading => Trained(fit, rows, column, target, reading, null, null))
            : Trained(fit, rows, column, target, ReadingOf(fit, shape, previous), previous, source);
        history = fit.MeasureSequences(history, placed, rows, target, SequenceSummary.Of(shape));
        var architecture = (RecurrentSequenceArchitecture)placed.Network.Architecture;
        var description = new RecurrentNetworkDescription(
            FeatureColumnName, shape, architecture, target.Head, history, KeysOf(rows), Options.Outputs);
        return new RecurrentNetworkTransformer(Host, description, placed.Network, fit.Device);
    }

    private (PlacedNetwork<RecurrentSequenceNetwork> Placed, TrainingHistory History) Trained(
        FitSession fit, FitRows rows, SequenceInput column, PredictionTarget target, SequenceReading reading,
        RecurrentNetworkTransformer? previous, TransferSource? source)
    {
        var encoder = SequenceFaults.Architecture(
            column, reading.Encoder, reading.Bidirectional, Options.EmbeddingSize,
            Options.SegmentLength ?? Segment(fit, column.Shape, reading), Options.Front);
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, source?.Reading(encoder) ?? previous?.Encoder);
        var network = new RecurrentSequenceNetwork(
            new RecurrentSequenceArchitecture(scaled.Encoder, reading.Pooling, target.Head.AnswerSize));
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        if (source is not null)
            placed = source.IntoSequences(fit, placed, KeysOf(rows));
        var order = SequenceOrder.Of(rows, column, Options.BucketByLength, Options.KeyDropout, Options.FrequentKeys);
        var training = fit.Options with { WorkShare = reading.WorkShare };
        if (Options.Training is not { LearningRate: null, Optimizer: AdamOptimizer } || rows.Domains is not null
            || reading.LearningRate is not { } rate)
            return (placed, fit.TrainSequences(placed, order, target, training));
        var history = fit.TrainSequences(placed, order, target, training with { LearningRate = rate });
        var choice = new AutomaticChoice(
            "Training.LearningRate", FormattableString.Invariant($"{rate}"),
            $"for a {reading.Encoder.GetType().Name} under {nameof(SequencePooling)}.{reading.Pooling}");
        return (placed, history with { Chosen = [.. history.Chosen, choice] });
    }

    private SequenceReading ReadingOf(FitSession fit, SequenceShape shape, RecurrentNetworkTransformer? previous)
    {
        // What was found for a model is what goes on with its weights.
        if (Options.Encoder is null && previous is { Architecture: { Encoder.Stack: var same, Pooling: var pooling } }
            && Options is { Pooling: null, Bidirectional: not true } && (Options.SummaryBy ?? pooling) == pooling)
            return new SequenceReading(same.Encoder, same.Bidirectional, pooling);
        if (Options is { Encoder: null, Transfer.Model: { } model, Pooling: null, Bidirectional: not true }
            && TransferSource.EncoderOf(model) is { } stack)
        {
            fit.Chosen.Add(new AutomaticChoice(nameof(Options.Encoder), stack.Encoder.GetType().Name, "as the model of Transfer reads"));
            return new SequenceReading(
                stack.Encoder, stack.Bidirectional,
                Options.SummaryBy ?? (stack.Encoder.SeesAhead ? SequencePooling.Mean : SequencePooling.Last));
        }
        return SequenceReading.Of(
            Options.Encoder, Options.Bidirectional, Options.SummaryBy, shape, Options.SegmentLength is not null, fit.Chosen);
    }

    private KeyValues? KeysOf(FitRows rows) => KeyValues.Of(rows.Data[0].Schema[FeatureColumnName]);

    private int? Segment(FitSession fit, SequenceShape shape, SequenceReading reading)
    {
        var isLong = shape.MaximumLength > LongestWhole;
        if (reading.Bidirectional
            || reading.Pooling != SequencePooling.Last || reading.Encoder is LstmEncoder or not RecurrentEncoder || !isLong)
            return null;
        fit.Chosen.Add(new AutomaticChoice(
            nameof(Options.SegmentLength), FormattableString.Invariant($"{ChosenSegment}"),
            FormattableString.Invariant($"sequences of up to {shape.MaximumLength} steps, which torch goes through one by one for a ")
            + $"{reading.Encoder.GetType().Name}; an LstmEncoder is faster"));
        return ChosenSegment;
    }
}
