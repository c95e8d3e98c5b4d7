namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="TokenLanguageNetwork"/>.</summary>
/// <param name="TokenCount">Number of tokens, that of the end of a sequence included.</param>
/// <param name="EmbeddingSize">Numbers that stand for a token.</param>
/// <param name="Stack">The layers that read.</param>
/// <param name="Dropout">Share of the numbers in front of the layers and behind them that is left out in training.</param>
/// <param name="TiedWeights">Whether the numbers that stand for a token also weigh the answer (Press and Wolf, arXiv:1608.05859).</param>
internal sealed record TokenLanguageArchitecture(
    int TokenCount, int EmbeddingSize, RecurrentStackArchitecture Stack, double Dropout = 0, bool TiedWeights = false)
{
    /// <summary>Whether a state of one size is carried from token to token; else a context of so many tokens is looked back on.</summary>
    public bool CarriesState => Stack.Encoder is RecurrentEncoder;
}
