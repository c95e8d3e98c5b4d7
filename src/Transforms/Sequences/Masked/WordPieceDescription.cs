using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a tokenizer.</summary>
/// <param name="OutputColumn">Name of the keys.</param>
/// <param name="InputColumn">Name of the texts.</param>
/// <param name="Vocabulary">The words and parts, in their order.</param>
/// <param name="LowerCase">Whether texts are brought to lower case first.</param>
/// <param name="AddSpecialTokens">Whether [CLS] and [SEP] stand around every text.</param>
/// <param name="MaximumLength">Keys of a text at most.</param>
internal sealed record WordPieceDescription(
    string OutputColumn, string InputColumn, string[] Vocabulary, bool LowerCase, bool AddSpecialTokens, int MaximumLength)
    : IModelDescription<NoWeights>
{
    // No network was trained.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check()
    {
        Sound.InRange(MaximumLength, AddSpecialTokens ? 2 : 1, Sound.MostNumbers, nameof(MaximumLength));
        Pieces();
    }

    /// <summary>What cuts texts.</summary>
    /// <exception cref="FormatException">The vocabulary is none.</exception>
    public WordPieces Pieces() => new(Vocabulary, LowerCase, AddSpecialTokens);

    /// <inheritdoc/>
    public NoWeights CreateNetwork() => new();
}
