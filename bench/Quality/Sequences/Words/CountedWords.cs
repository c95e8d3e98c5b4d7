namespace DeepML.Bench;

/// <summary>
/// Simple language models over tokens: Kneser-Ney bigram, P(w|v) = max(c(v,w) - d, 0)/c(v) + d·N(v)/c(v) · N(·w)/N(··) (Kneser and Ney,
/// ICASSP 1995; d = n₁/(n₁ + 2n₂), Ney et al. 1994), and a trigram interpolated with bigram and unigram.
/// </summary>
internal sealed class CountedWords
{
    private readonly Dictionary<(int, int), int> _pairs = [];
    private readonly Dictionary<(int, int, int), int> _triples = [];
    private readonly int[] _single, _followed, _kinds, _precede;
    private readonly int _total;
    private readonly double _discount;

    /// <param name="texts">Tokens from 0, below <paramref name="count"/>.</param>
    /// <param name="count">Different tokens.</param>
    public CountedWords(IReadOnlyList<int[]> texts, int count)
    {
        (_single, _followed, _kinds, _precede) = (new int[count], new int[count], new int[count], new int[count]);
        foreach (var text in texts)
            for (var i = 0; i < text.Length; i++)
            {
                _single[text[i]]++;
                _total++;
                if (i == 0)
                    continue;
                _followed[text[i - 1]]++;
                if (Add(_pairs, (text[i - 1], text[i])) == 1)
                {
                    _kinds[text[i - 1]]++;
                    _precede[text[i]]++;
                }
                if (i > 1)
                    Add(_triples, (text[i - 2], text[i - 1], text[i]));
            }
        double once = _pairs.Values.Count(n => n == 1), twice = _pairs.Values.Count(n => n == 2);
        _discount = once / (once + (2 * twice));
    }

    /// <summary>e^(mean -log P) of all tokens but the first of each text.</summary>
    public static double Perplexity(IEnumerable<int[]> texts, Func<int[], int, double> probability)
    {
        var (sum, count) = (0.0, 0);
        foreach (var text in texts)
            for (var i = 1; i < text.Length; i++, count++)
                sum -= Math.Log(probability(text, i));
        return Math.Exp(sum / count);
    }

    /// <summary>Kneser-Ney bigram.</summary>
    public double KneserNey(int[] text, int i)
    {
        var (before, word) = (text[i - 1], text[i]);
        var continuation = (_precede[word] + 0.5) / (_pairs.Count + (0.5 * _single.Length)); // a word never seen behind any still has some
        return _followed[before] == 0
            ? continuation
            : (Math.Max(_pairs.GetValueOrDefault((before, word)) - _discount, 0) + (_discount * _kinds[before] * continuation))
                / _followed[before];
    }

    /// <summary>Trigram, bigram and unigram in given shares.</summary>
    public double Interpolated(int[] text, int i, (double Three, double Two) shares)
    {
        var one = (_single[text[i]] + 0.5) / (_total + (0.5 * _single.Length));
        var two = _followed[text[i - 1]] == 0 ? one : (double)_pairs.GetValueOrDefault((text[i - 1], text[i])) / _followed[text[i - 1]];
        var known = i > 1 ? _pairs.GetValueOrDefault((text[i - 2], text[i - 1])) : 0;
        var three = known == 0 ? two : (double)_triples.GetValueOrDefault((text[i - 2], text[i - 1], text[i])) / known;
        return (shares.Three * three) + (shares.Two * two) + ((1 - shares.Three - shares.Two) * one);
    }

    private static int Add<T>(Dictionary<T, int> counts, T key)
        where T : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
