using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>What is saved of a character language model beside its weights.</summary>
/// <param name="OutputColumn">Name of the bits per character.</param>
/// <param name="InputColumn">Name of the texts.</param>
/// <param name="Alphabet">The characters that it knows.</param>
/// <param name="Architecture">The network.</param>
/// <param name="MaximumLength">Characters of a text that are read at most.</param>
/// <param name="History">What happened in training.</param>
/// <param name="ContextLength">Characters that it looks back on; of no concern where it carries a state of one size.</param>
internal sealed record CharacterLanguageDescription(
    string OutputColumn, string InputColumn, Alphabet Alphabet, CharacterLanguageArchitecture Architecture, int MaximumLength,
    TrainingHistory History, int ContextLength = 0)
    : IModelDescription<TokenLanguageNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        LanguageChecks.Check(Architecture.OfTokens(), ContextLength);
        Sound.Same(Architecture.CharacterCount, Alphabet.Size, "the numbers of characters in network and alphabet");
        Sound.Size(MaximumLength, nameof(MaximumLength));
    }

    /// <inheritdoc/>
    public TokenLanguageNetwork CreateNetwork() => new(Architecture.OfTokens());
}
