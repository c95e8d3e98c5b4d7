using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a recurrent network that tags every step of a sequence.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Label: vectors of keys, one for each step; a missing key is not
/// learned from. Output: a vector of keys with the label's values. Needs training.
/// </remarks>
public sealed class SequenceTaggerEstimator : NetworkEstimator<SequenceTaggerOptions, SequenceTaggerTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly string _label;

    internal SequenceTaggerEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string labelColumnName,
        SequenceTaggerOptions options)
        : base(environment, "SequenceTagger", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        (_output, _input, _label) = (outputColumnName, inputColumnName ?? outputColumnName, labelColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed =>
        [Input, new SequenceColumn(_label, "label", mayBeNumbers: false), .. WeightColumns];

    private IReadOnlyList<SizedColumn> WeightColumns => Options.ExampleWeightColumnName is { } name ? [ExampleWeights.Column(name)] : [];

    private SequenceColumn Input => new(_input, "input", stepSize: Options.StepSize, maximumLength: Options.MaximumLength);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        [KeySequences.Shape(_output, input.Last(c => c.Name == _label))];

    private protected override SequenceTaggerTransformer Train(FitSession fit, FitRequest<SequenceTaggerTransformer> request)
    {
        var (input, validation, previous) = request;
        using var source = TransferSource.Open(Options.Transfer, previous);
        var column = Input.SizedBy(input);
        var shape = column.Shape;
        var tags = new SequenceInput(
            _label, "label", new SequenceShape(SequenceColumn.KeyCountOf(input.Schema[_label]), 1, shape.MaximumLength));
        CheckTags(input, column, tags, "row");
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, [column, tags]);
            CheckTags(validation, column, tags, "validation row");
        }
        var rows = fit.Read(input, [column, tags, .. WeightColumns], validation) with { AreWeighted = WeightColumns.Count > 0 };
        if (rows.AreWeighted)
            ExampleWeights.Check(rows, WeightColumns[0]);
        var encoder = SequenceFaults.Architecture(column, Options.Encoder, Options.ReadsBackwards, Options.EmbeddingSize);
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, source?.Reading(encoder) ?? previous?.Encoder);
        var architecture = new RecurrentTaggingArchitecture(scaled.Encoder, tags.Shape.KeyCount);
        var network = new RecurrentTaggingNetwork(architecture);
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        var keys = KeyValues.Of(input.Schema[_input]);
        if (source is not null)
            placed = source.IntoSequences(fit, placed, keys);
        using var step = new RecurrentTaggingStep(placed.Network, placed.Update(), Options.SegmentLength ?? 0, rows.MeanWeight);
        var history = fit.Train(step, rows);
        return new SequenceTaggerTransformer(
            Host, new SequenceTaggerDescription(_output, _input, shape, architecture, KeyValues.Of(input.Schema[_label]), history, keys),
            placed.Network, fit.Device);
    }

    private void CheckTags(IDataView data, SequenceInput column, SequenceInput tags, string row)
    {
        if (SequencePairs.CheckLengths(data, column, tags) == 0)
            throw new InvalidOperationException(
                $"There is nothing to learn: every key of label column '{_label}' is missing, in every {row}.");
    }
}
