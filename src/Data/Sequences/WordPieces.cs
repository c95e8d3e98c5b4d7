using System.Text;
using Microsoft.ML.Tokenizers;

namespace DeepML.Data;

/// <summary>
/// Cuts texts into the words, and parts of words, of a vocabulary, as BERT does (Wu et al., arXiv:1609.08144, section 4.1).
/// </summary>
internal sealed class WordPieces
{
    private static readonly string[] Special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

    private readonly BertTokenizer _tokenizer;
    private readonly bool _addSpecial;

    /// <param name="vocabulary">The words and parts ("##ing"), in their order.</param>
    /// <param name="lowerCase">Whether texts are brought to lower case, without accents, first.</param>
    /// <param name="addSpecial">Whether [CLS] is put in front of every text and [SEP] behind it.</param>
    /// <exception cref="FormatException">A special token is missing, a word empty or there twice.</exception>
    public WordPieces(IReadOnlyList<string> vocabulary, bool lowerCase, bool addSpecial)
    {
        if (Special.Except(vocabulary).FirstOrDefault() is { } missing)
            throw new FormatException($"The vocabulary has no {missing}; one of BERT has {string.Join(", ", Special)}.");
        var places = new Dictionary<string, int>();
        for (var i = 0; i < vocabulary.Count; i++)
            if (string.IsNullOrWhiteSpace(vocabulary[i]))
                throw new FormatException($"The vocabulary has nothing in line {i + 1}.");
            else if (!places.TryAdd(vocabulary[i], i))
                throw new FormatException($"The vocabulary has '{vocabulary[i]}' twice, in lines {places[vocabulary[i]] + 1} and {i + 1}.");
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        _tokenizer = BertTokenizer.Create(
            file, new BertOptions { LowerCaseBeforeTokenization = lowerCase, RemoveNonSpacingMarks = lowerCase });
        _addSpecial = addSpecial;
    }

    /// <summary>The rows of the vocabulary, from 0, that a text is made of.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">So many at most, of which [CLS] and [SEP] are two: what lies behind them is cut off.</param>
    public IReadOnlyList<int> Encode(string text, int most)
    {
        // asked for so many, the tokenizer would leave the last word out whole, and the special token behind it
        var own = _tokenizer.EncodeToIds(text, addSpecialTokens: false).Take(_addSpecial ? most - 2 : most);
        return _addSpecial ? [_tokenizer.ClassificationTokenId, .. own, _tokenizer.SeparatorTokenId] : [.. own];
    }
}
