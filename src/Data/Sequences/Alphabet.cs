namespace DeepML.Data;

/// <summary>The characters that a language model knows. Number 0 stands for the end of a text and for characters it does not know.</summary>
/// <param name="Characters">The characters, in order; the first has number 1.</param>
internal sealed record Alphabet(string Characters)
{
    private readonly Dictionary<char, int> _numbers = Characters.Select((character, i) => (character, i)).ToDictionary(c => c.character, c => c.i + 1);

    /// <summary>Number of different numbers, 0 included.</summary>
    public int Size => Characters.Length + 1;

    /// <summary>The characters of some texts.</summary>
    public static Alphabet Of(IEnumerable<string> texts) => new(new string([.. texts.SelectMany(text => text).Distinct().Order()]));

    /// <summary>The number of a character; 0 if it is not known.</summary>
    public int IndexOf(char character) => _numbers.GetValueOrDefault(character);

    /// <summary>The character of a number from 1.</summary>
    public char this[int number] => Characters[number - 1];

    /// <summary>Two are equal if they hold the same characters.</summary>
    public bool Equals(Alphabet? other) => other is not null && other.Characters == Characters;

    /// <inheritdoc/>
    public override int GetHashCode() => Characters.GetHashCode();
}
