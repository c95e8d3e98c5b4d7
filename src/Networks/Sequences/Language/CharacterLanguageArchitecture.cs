namespace DeepML.Networks;

/// <summary>The sizes that rebuild the network of a character language model.</summary>
/// <param name="CharacterCount">Number of characters, the end of a text included.</param>
/// <param name="EmbeddingSize">Numbers that stand for a character.</param>
/// <param name="Stack">The layers that read.</param>
internal sealed record CharacterLanguageArchitecture(int CharacterCount, int EmbeddingSize, RecurrentStackArchitecture Stack)
{
    /// <summary>The same, of characters as tokens.</summary>
    public TokenLanguageArchitecture OfTokens() => new(CharacterCount, EmbeddingSize, Stack);
}
