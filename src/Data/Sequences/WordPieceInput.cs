namespace DeepML.Data;

/// <summary>A text per row, as keys of the words and parts of words that it is made of, from 1, and their number.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="pieces">Cuts texts.</param>
/// <param name="maximumLength">Keys of a text at most.</param>
internal sealed class WordPieceInput(string name, WordPieces pieces, int maximumLength) : TextKeysInput(name, maximumLength)
{
    private protected override int Write(ReadOnlyMemory<char> text, Span<int> numbers)
    {
        var found = pieces.Encode(text.ToString(), numbers.Length);
        for (var i = 0; i < found.Count; i++)
            numbers[i] = found[i] + 1; // keys start at 1
        return found.Count;
    }
}
