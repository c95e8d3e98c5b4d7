using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a network to find masked keys of sequences, which needs no label, and adds what it has understood as features.</summary>
/// <remarks>
/// Input: vectors of keys, of known size or not. Output: a vector of float for each sequence, or for each of its keys. Needs training.
/// Devlin et al., arXiv:1810.04805.
/// </remarks>
public sealed class MaskedTokenModelEstimator : NetworkEstimator<MaskedTokenModelOptions, MaskedTokenModelTransformer>
{
    private readonly string _output;
    private readonly string _input;

    internal MaskedTokenModelEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, MaskedTokenModelOptions options)
        : base(environment, "MaskedTokenModel", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        (_output, _input) = (outputColumnName, inputColumnName ?? outputColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [Column];

    private SequenceColumn Column => new(_input, "input", mayBeNumbers: false, maximumLength: Options.MaximumLength);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        [MaskedTokenColumns.Shape(_output, Options.Features)];

    private protected override MaskedTokenModelTransformer Train(FitSession fit, FitRequest<MaskedTokenModelTransformer> request)
    {
        var column = Column.SizedBy(request.Input);
        var rows = fit.Read(request.Input, [column], request.Validation);
        if (rows.Training.Range(BatchMember.Features).Maximum == 0)
            throw new InvalidOperationException($"There is nothing to learn: every key of column '{_input}' is missing, in every row.");
        var encoder = SequenceFaults.Architecture(column, Options.Encoder, Options.ReadsBackwards, Options.EmbeddingSize);
        var architecture = new MaskedTokenArchitecture(encoder, Options.TiedWeights);
        var placed = fit.Place(new MaskedTokenNetwork(architecture), request.Previous);
        var values = KeyValues.Of(request.Input.Schema[_input]);
        long[] never = [.. (values?.Texts ?? []).Select((text, i) => (text, Key: i + 1L))
            .Where(value => Options.NeverMasked.Contains(value.text)).Select(value => value.Key)];
        using var step = new MaskedTokenStep(
            placed.Network, placed.Update(), new TokenMasking(Options.MaskedShare, Options.RandomShare, Options.KeptShare),
            column.Shape.KeyCount, never, fit.Device);
        var history = fit.Train(step, SequenceOrder.Of(rows, column, Options.BucketByLength));
        history = history with { Baseline = MaskedBaseline.Of(rows, step, column.Shape.KeyCount, history) };
        var description = new MaskedTokenDescription(
            _output, _input, column.Shape, architecture, Options.Features, values, history);
        return new MaskedTokenModelTransformer(Host, description, placed.Network, fit.Device);
    }
}
