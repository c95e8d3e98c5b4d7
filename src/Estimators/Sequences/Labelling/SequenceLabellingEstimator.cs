using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>
/// Trains a network to read the labels of a sequence in their order, where nobody has said at which steps they are: letters of pen strokes,
/// sounds of frames. Connectionist temporal classification, Graves et al., ICML 2006.
/// </summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Label: vectors of keys, at most as many as there are steps. Output: a vector
/// of keys with the label's values. Needs training; the label column is not needed afterwards.
/// </remarks>
public sealed class SequenceLabellingEstimator : NetworkEstimator<SequenceLabellingOptions, SequenceLabellingTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly string _label;

    internal SequenceLabellingEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string labelColumnName,
        SequenceLabellingOptions options)
        : base(environment, "SequenceLabelling", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        (_output, _input, _label) = (outputColumnName, inputColumnName ?? outputColumnName, labelColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [Input, Label];

    private SequenceColumn Input => ReadSequences.Column(_input, "input", Options.Front, Options.StepSize, Options.MaximumLength);

    private SequenceColumn Label => new(_label, "label", mayBeNumbers: false);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        [KeySequences.Shape(_output, input.Last(column => column.Name == _label))];

    private protected override SequenceLabellingTransformer Train(FitSession fit, FitRequest<SequenceLabellingTransformer> request)
    {
        var (input, validation, previous) = request;
        var column = Input.SizedBy(input);
        // one label more than can be read: none is cut off before the check
        var shape = Label.SizedBy(input).Shape with { MaximumLength = column.Shape.MaximumLength + 1 };
        var label = new SequenceInput(_label, "label", shape);
        UncutLabels.Check(input, column, label);
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, [column, label]);
            UncutLabels.Check(validation, column, label);
        }
        var rows = fit.Read(input, [column, label], validation);
        var encoder = SequenceFaults.Architecture(
            column, Options.Encoder, Options.ReadsBackwards, Options.EmbeddingSize, front: Options.Front);
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, previous?.Encoder);
        var network = new RecurrentTaggingNetwork(new RecurrentTaggingArchitecture(scaled.Encoder, shape.KeyCount + 1)); // and none
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        using var step = new SequenceLabellingStep(placed.Network, placed.Update());
        var history = fit.Train(step, rows);
        history = history with { Baseline = LabellingBaseline.Beside(rows, placed.Network) };
        var description = new SequenceLabellingDescription(
            _output, _input, column.Shape, (RecurrentTaggingArchitecture)placed.Network.Architecture, Options.BeamWidth,
            KeyValues.Of(input.Schema[_label]), history);
        return new SequenceLabellingTransformer(Host, description, placed.Network, fit.Device);
    }
}
