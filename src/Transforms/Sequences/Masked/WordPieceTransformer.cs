using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Makes keys of texts: the words, and parts of words, of a vocabulary.</summary>
[ArchiveKind("WordPieces", version: 1)]
public sealed class WordPieceTransformer : ScoringTransformer, IArchived<WordPieceTransformer, WordPieceDescription, NoWeights>
{
    private readonly WordPieceDescription _description;

    internal WordPieceTransformer(IHostEnvironment environment, WordPieceDescription description, NoWeights network, Device device)
        : base(
            environment, description, network, device,
            [new WordPieceInput(description.InputColumn, description.Pieces(), description.MaximumLength)],
            ScoredOutputs.Of(
                new KeySequenceOutput(
                    description.OutputColumn, description.Vocabulary.Length, description.MaximumLength,
                    KeySequences.Annotations(new KeyValues(TextDataViewType.Instance.ToString(), description.Vocabulary))),
                rows => rows[0].to(ScalarType.Int64).masked_fill(
                    SequenceEncoderNetwork.Mask(rows[1], description.MaximumLength).logical_not(),
                    Numbers.Kept(KeySequenceOutput.None)))) =>
        _description = description;

    /// <summary>The words and parts of words, in the order of their keys.</summary>
    public IReadOnlyList<string> Vocabulary => _description.Vocabulary;

    private protected override string InsteadOfOnnx => "Keep the chain with ml.Model.Save, or make the keys before what is converted";

    static WordPieceTransformer IArchived<WordPieceTransformer, WordPieceDescription, NoWeights>.From(
        WordPieceDescription description, NoWeights network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
