using System.Text;

namespace DeepML.Data;

/// <summary>
/// The characters that a language model knows: whole Unicode characters (runes), never one half of a surrogate pair. Number 0 stands
/// for the end of a text and for characters it does not know.
/// </summary>
/// <param name="Characters">The characters, in order; the first has number 1. A half without its other half counts as U+FFFD.</param>
internal sealed record Alphabet(string Characters)
{
    private readonly Rune[] _runes = [.. Characters.EnumerateRunes()];
    private readonly Dictionary<Rune, int> _numbers = Characters.EnumerateRunes()
        .Select((rune, i) => (rune, i)).ToDictionary(r => r.rune, r => r.i + 1);

    /// <summary>Number of different numbers, 0 included.</summary>
    public int Size => _runes.Length + 1;

    /// <summary>The characters of some texts.</summary>
    public static Alphabet Of(IEnumerable<string> texts) =>
        new(string.Concat(texts.SelectMany(text => text.EnumerateRunes()).Distinct().Order()));

    /// <summary>The number of a character; 0 if it is not known.</summary>
    public int IndexOf(Rune character) => _numbers.GetValueOrDefault(character);

    /// <summary>The numbers of a text's characters, 0 for those that are not known.</summary>
    public IEnumerable<long> Numbers(string text) => text.EnumerateRunes().Select(rune => (long)IndexOf(rune));

    /// <summary>The first characters of some texts that are not known, each once, in order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="count">Characters to name at most.</param>
    /// <returns>Each as 'c' (U+NNNN); empty if all are known.</returns>
    public string Unknown(IEnumerable<string> texts, int count) =>
        string.Join(", ", texts.SelectMany(text => text.EnumerateRunes()).Where(rune => IndexOf(rune) == 0).Distinct().Order().Take(count)
            .Select(rune => $"'{rune}' (U+{rune.Value:X4})"));

    /// <summary>The character of a number from 1.</summary>
    public Rune this[int number] => _runes[number - 1];

    /// <summary>Two are equal if they hold the same characters.</summary>
    public bool Equals(Alphabet? other) => other is not null && other.Characters == Characters;

    /// <inheritdoc/>
    public override int GetHashCode() => Characters.GetHashCode();
}
