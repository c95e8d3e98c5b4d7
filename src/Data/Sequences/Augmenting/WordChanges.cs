namespace DeepML.Data;

/// <summary>
/// Small changes of texts that leave what they are about (Wei and Zou, EDA, arXiv:1901.11196): words replaced by synonyms, inserted,
/// swapped and left out. Words are what stands between white space.
/// </summary>
/// <param name="table">The synonyms.</param>
/// <param name="shares">Share of a text's words to which each is done.</param>
internal sealed class WordChanges(WordTable table, (double Synonyms, double Insert, double Swap, double Delete) shares)
{
    /// <summary>The text changed, its words one space apart; one without a word stays as it is.</summary>
    public string Changed(string text, Random random)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (words.Count == 0)
            return text;
        var count = words.Count;
        for (var i = 0; i < words.Count; i++)
            if (random.NextDouble() < shares.Synonyms)
                words[i] = table.Drawn(words[i], random) ?? words[i];
        for (var left = Drawn(shares.Insert * count, random); left > 0; left--)
            if (table.Drawn(words[random.Next(words.Count)], random) is { } other)
                words.Insert(random.Next(words.Count + 1), other);
        for (var left = Drawn(shares.Swap * count, random); left > 0; left--)
        {
            var (one, two) = (random.Next(words.Count), random.Next(words.Count));
            (words[one], words[two]) = (words[two], words[one]);
        }
        var last = words[random.Next(words.Count)]; // of a text that would lose every word
        words.RemoveAll(_ => random.NextDouble() < shares.Delete);
        return words.Count > 0 ? string.Join(' ', words) : last;
    }

    // A whole number whose mean is the one wanted.
    private static int Drawn(double mean, Random random) => (int)Math.Floor(mean + random.NextDouble());
}
