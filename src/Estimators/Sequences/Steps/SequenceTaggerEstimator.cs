using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a network that tags every step of a sequence.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Label: vectors of keys, one for each step; a missing key is not
/// learned from. Output: a vector of keys with the label's values. Needs training.
/// </remarks>
public sealed class SequenceTaggerEstimator : SequenceStepsEstimator<SequenceTaggerOptions, SequenceTaggerTransformer>
{
    internal SequenceTaggerEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string labelColumnName,
        SequenceTaggerOptions options)
        : base(environment, "SequenceTagger", outputColumnName, inputColumnName, labelColumnName, options)
    {
    }

    private protected override SequenceColumn Label => new(LabelColumn, "label", mayBeNumbers: false);

    private protected override string LabelItem => "key";

    private protected override SchemaShape.Column Answers(SchemaShape input) =>
        KeySequences.Shape(OutputColumn, input.Last(c => c.Name == LabelColumn));

    private protected override SequenceTaggerTransformer Train(FitSession fit, FitRequest<SequenceTaggerTransformer> request)
    {
        var label = request.Input.Schema[LabelColumn];
        var (column, tags, rows) = Read(
            fit, request, (_, steps) => new SequenceShape(SequenceColumn.KeyCountOf(label), 1, steps));
        var (placed, keys) = Place(fit, rows, column, tags.Shape.KeyCount, request.Previous, request.Previous?.Encoder);
        using var step = new RecurrentTaggingStep(placed.Network, placed.Update(), Options.SegmentLength ?? 0, rows.MeanWeight);
        var history = fit.Train(step, SequenceOrder.Of(rows, column, Options.BucketByLength, Options.KeyDropout));
        var architecture = (RecurrentTaggingArchitecture)placed.Network.Architecture;
        return new SequenceTaggerTransformer(
            Host, new SequenceTaggerDescription(
                OutputColumn, InputColumn, column.Shape, architecture, KeyValues.Of(label), history, keys, Options.Outputs),
            placed.Network, fit.Device);
    }
}
