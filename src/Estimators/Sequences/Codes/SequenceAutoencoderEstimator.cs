using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a network to write sequences again from a code of a fixed size, which becomes their features.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Output: a vector of float, the code, and what
/// <see cref="SequenceAutoencoderOptions.Outputs"/> names. Needs training; labels are not used.
/// </remarks>
public sealed class SequenceAutoencoderEstimator : NetworkEstimator<SequenceAutoencoderOptions, SequenceAutoencoderTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal SequenceAutoencoderEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, SequenceAutoencoderOptions options)
        : base(environment, "SequenceAutoencoder", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (_output, _input) = (outputColumnName, inputColumnName ?? outputColumnName);
        var names = Options.Outputs.Given().Select(given => given.Name).Prepend(outputColumnName);
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"Outputs give the name '{twice.Key}' to {twice.Count()} columns; each needs its own.", nameof(options));
    }

    private protected override IReadOnlyList<InputColumn> Needed => [Column];

    private SequenceColumn Column => ReadSequences.Column(_input, "input", Options.Front, Options.StepSize, Options.MaximumLength);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        yield return SchemaShapes.Column(
            _output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false);
        if (Options.Outputs.Reconstruction is { } written)
            yield return input.Last(column => column.Name == _input) is { IsKey: true } keys
                ? KeySequences.Shape(written, keys)
                : SchemaShapes.Column(
                    written, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, isKey: false);
        if (Options.Outputs.Error is { } error)
            yield return SchemaShapes.Column(error, NumberDataViewType.Single);
    }

    private protected override SequenceAutoencoderTransformer Train(
        FitSession fit, FitRequest<SequenceAutoencoderTransformer> request)
    {
        var (input, validation, previous) = request;
        var column = Column.SizedBy(input);
        CheckKeys(input, column);
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, [column]);
            CheckKeys(validation, column);
        }
        var rows = fit.Read(input, [column], validation);
        var encoder = SequenceFaults.Architecture(
            column, Options.Encoder, Options.ReadsBackwards, Options.EmbeddingSize, front: Options.Front);
        var scaled = SequenceScaling.Of(fit, rows, encoder, Options.InputScaling, previous?.Encoder);
        var (shape, schema) = (column.Shape, input.Schema[_input]);
        var architecture = new SequenceAutoencoderArchitecture(
            scaled.Encoder, Options.Decoder, Options.CodeSize, shape.MaximumLength,
            LengthsVary: shape.KeyCount == 0 && !((VectorDataViewType)schema.Type).IsKnownSize, Options.Variational?.LogVarianceLimit);
        var network = new SequenceAutoencoderNetwork(architecture);
        scaled.Set(network.Scaling);
        var placed = fit.Place(network, previous);
        using var step = new SequenceAutoencoderStep(placed.Network, placed.Update(), Options.KeyDropout, Options.Variational);
        var history = fit.Train(step, rows);
        history = history with { Baseline = new SequenceCodeBaseline(shape, placed.Network).Beside(rows) };
        var description = new SequenceAutoencoderDescription(
            _output, _input, shape, architecture, Options.Outputs, KeyValues.Of(schema), history);
        return new SequenceAutoencoderTransformer(Host, description, placed.Network, fit.Device);
    }

    private static void CheckKeys(IDataView data, SequenceInput column)
    {
        if (column.Shape.KeyCount > 0)
            SequencePairs.CheckKeys(data, column);
    }
}
