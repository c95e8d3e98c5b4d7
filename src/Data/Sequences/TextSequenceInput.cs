namespace DeepML.Data;

/// <summary>A text per row, as the numbers of its characters in an alphabet, and its length; longer texts are cut at the end.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="alphabet">The characters known, in order.</param>
/// <param name="maximumLength">Characters that are read of a text.</param>
internal sealed class TextSequenceInput(string name, Alphabet alphabet, int maximumLength) : TextKeysInput(name, maximumLength)
{
    private protected override int Write(ReadOnlyMemory<char> text, Span<int> numbers)
    {
        var length = 0;
        foreach (var rune in text.Span.EnumerateRunes())
        {
            if (length == numbers.Length)
                break;
            numbers[length++] = alphabet.IndexOf(rune);
        }
        return length;
    }
}
