namespace DeepML.Estimators;

/// <summary>
/// How often tokens follow each other: P(w | context) = (c(context, w) + k) / (c(context) + k · tokens), smoothed by adding k to each count
/// (Lidstone; Jurafsky and Martin, Speech and Language Processing, ch. 3).
/// </summary>
internal sealed class NgramCounts
{
    private readonly Dictionary<(long Before, long Last, long Token), int> _followed = [];
    private readonly Dictionary<(long Before, long Last), int> _contexts = [];
    private readonly int _order;
    private readonly int _tokens;

    /// <param name="text">The tokens learned from.</param>
    /// <param name="order">2 for a bigram, 3 for a trigram.</param>
    /// <param name="tokens">How many different tokens there are.</param>
    public NgramCounts(ReadOnlySpan<long> text, int order, int tokens)
    {
        (_order, _tokens) = (order, tokens);
        for (var i = 1; i < text.Length; i++)
        {
            var context = Context(text, i);
            _contexts[context] = _contexts.GetValueOrDefault(context) + 1;
            var followed = (context.Before, context.Last, text[i]);
            _followed[followed] = _followed.GetValueOrDefault(followed) + 1;
        }
    }

    /// <summary>Mean -log P of the tokens of a text behind its first.</summary>
    /// <param name="text">At least two tokens.</param>
    /// <param name="k">Added to each count; above 0.</param>
    /// <returns>In nats.</returns>
    public double Nats(ReadOnlySpan<long> text, double k)
    {
        var sum = 0.0;
        for (var i = 1; i < text.Length; i++)
        {
            var context = Context(text, i);
            var followed = _followed.GetValueOrDefault((context.Before, context.Last, text[i]));
            sum -= Math.Log((followed + k) / (_contexts.GetValueOrDefault(context) + (k * _tokens)));
        }
        return sum / (text.Length - 1);
    }

    private (long Before, long Last) Context(ReadOnlySpan<long> text, int i) =>
        (_order < 3 ? -1 : i < 2 ? 0 : text[i - 2], text[i - 1]);
}
