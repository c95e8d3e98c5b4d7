using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains an encoder and a decoder with attention to write one sequence for another.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Target: vectors of keys. Output: a vector of keys with the target's
/// values. Needs training; the target column is not needed afterwards.
/// </remarks>
public sealed class SequenceToSequenceEstimator : NetworkEstimator<SequenceToSequenceOptions, SequenceToSequenceTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly string _target;

    internal SequenceToSequenceEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string targetColumnName,
        SequenceToSequenceOptions options)
        : base(
            environment, "SequenceToSequence", options, faults => SequenceFaults.Outputs(faults, options.Outputs, [outputColumnName]))
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(targetColumnName);
        (_output, _input, _target) = (outputColumnName, inputColumnName ?? outputColumnName, targetColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [Input, Target];

    private SequenceColumn Input => ReadSequences.Column(_input, "input", Options.Front, Options.StepSize, Options.MaximumLength);

    private SequenceColumn Target => new(_target, "target", mayBeNumbers: false, maximumLength: Options.MaximumLength);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        yield return KeySequences.Shape(_output, input.Last(c => c.Name == _target));
        if (Options.Outputs.AttentionWeights is { } name)
            yield return AttentionColumn.ShapeOf(name);
    }

    private protected override SequenceToSequenceTransformer Train(FitSession fit, FitRequest<SequenceToSequenceTransformer> request)
    {
        var (input, validation, previous) = request;
        var column = Input.SizedBy(input);
        var target = Target.SizedBy(input);
        var (shape, keys) = (column.Shape, target.Shape.KeyCount);
        if (Options.BeamWidth > keys + 1)
            throw new ArgumentException(
                $"BeamWidth is {Options.BeamWidth}; it must be at most {keys + 1}, the keys of column '{_target}' and the end.");
        SequenceFaults.WeightCount(Options.Outputs, target.Shape.MaximumLength, shape.MaximumLength, _input);
        SequencePairs.CheckKeys(input, target);
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, [column, target]);
            SequencePairs.CheckKeys(validation, target);
        }
        var rows = fit.Read(input, [column, target], validation);
        var encoder = SequenceFaults.Architecture(
            column, Options.Encoder, Options.ReadsBackwards, Options.EmbeddingSize, front: Options.Front);
        SequenceFaults.Length(Options.Encoder.Decoder, target.Shape.MaximumLength + 1, _target); // and the end
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, previous?.Encoder);
        var architecture = new SequenceToSequenceArchitecture(scaled.Encoder, keys, Options.EmbeddingSize, Options.Encoder.Decoder);
        var network = SequenceToSequenceNetwork.Of(architecture);
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        using var step = new SequenceToSequenceStep(placed.Network, placed.Update(), Options.TeacherForcing);
        var history = fit.Train(step, SequenceOrder.Of(rows, column, Options.BucketByLength, Options.KeyDropout));
        var description = new SequenceToSequenceDescription(
            _output, _input, shape, architecture, target.Shape.MaximumLength, Options.BeamWidth,
            KeyValues.Of(input.Schema[_target]), history, Options.Outputs);
        return new SequenceToSequenceTransformer(Host, description, placed.Network, fit.Device);
    }
}
