using DeepML.Networks;
using static System.FormattableString;

namespace DeepML.Estimators;

/// <summary>
/// The better of a bigram and a trigram with add-k smoothing beside a language model, on the tokens that it was measured on.
/// </summary>
internal static class NgramBaseline
{
    private const int MostTokens = 5_000_000; // what counts would take more time and memory than is fair of a baseline
    private static readonly double[] Smoothings = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

    /// <summary>Measures; null where nothing was held out.</summary>
    /// <param name="texts">What was learned from and measured on.</param>
    /// <param name="tokens">How many different tokens there are.</param>
    /// <param name="history">The network's training.</param>
    /// <remarks>k is chosen on the last tenth of the tokens learned from, with counts of the others.</remarks>
    public static Baseline? Of(LanguageTexts texts, int tokens, TrainingHistory history)
    {
        if (texts.Measured.Length < 2 || texts.Learned.Length is < 20 or > MostTokens
            || history.Epochs.SingleOrDefault(epoch => epoch.Epoch == history.KeptEpoch) is not { } kept
            || !kept.Metrics.TryGetValue(MetricNames.Validation(MetricNames.BitsPerToken), out var bits))
            return null;
        var tried = new[] { 2, 3 }.Select(order =>
        {
            var k = Smoothing(texts.Learned, order, tokens);
            var nats = new NgramCounts(texts.Learned, order, tokens).Nats(texts.Measured, k);
            return (Name: Invariant($"{(order == 2 ? "bigram" : "trigram")} with add-{k} smoothing"), Perplexity: Math.Exp(nats));
        }).OrderBy(t => t.Perplexity).ToArray();
        return new Baseline(
            Invariant($"a {tried[0].Name} ({tried[1].Perplexity:G4} of a {tried[1].Name})"), "perplexity of held-out tokens",
            tried[0].Perplexity, Math.Pow(2, bits));
    }

    private static double Smoothing(long[] learned, int order, int tokens)
    {
        var known = learned.Length * 9 / 10;
        var counts = new NgramCounts(learned.AsSpan(0, known), order, tokens);
        return Smoothings.MinBy(k => counts.Nats(learned.AsSpan(known - 1), k));
    }
}
