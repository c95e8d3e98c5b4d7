using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>How likely a language model holds the tokens of sequences.</summary>
internal static class TokenLikelihoods
{
    private const long MostLogits = 1 << 24; // at once: 64 MiB of them

    /// <summary>log P of each token given those before it, each sequence from its start.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tokens">(batch, time), int64, time at least 1.</param>
    /// <param name="context">
    /// Tokens that a network without a state of one size looks back on: longer sequences are read in windows of so many, half of each known
    /// already. Of no concern to others.
    /// </param>
    /// <returns>(batch, time), in nats.</returns>
    public static Tensor Of(TokenLanguageNetwork network, Tensor tokens, int context)
    {
        var (batch, time) = (tokens.size(0), tokens.size(1));
        var before = cat([zeros_like(tokens.narrow(1, 0, 1)), tokens.narrow(1, 0, time - 1)], 1); // (batch, time)
        if (network.Language.CarriesState)
            return Carried(network, before, tokens, Math.Max(1, MostLogits / (batch * network.Language.TokenCount)));
        var rows = Math.Max(1, MostLogits / (Math.Min(context, time) * network.Language.TokenCount));
        var parts = new List<Tensor>();
        for (var row = 0L; row < batch; row += rows)
        {
            var count = Math.Min(rows, batch - row);
            parts.Add(InWindows(network, before.narrow(0, row, count), tokens.narrow(0, row, count), context));
        }
        return cat(parts, 0);
    }

    private static Tensor Carried(TokenLanguageNetwork network, Tensor before, Tensor tokens, long chunk)
    {
        var parts = new List<Tensor>();
        Tensor[][]? states = null;
        for (var done = 0L; done < tokens.size(1); done += chunk)
        {
            var count = Math.Min(chunk, tokens.size(1) - done);
            (var logits, states) = network.Continue(before.narrow(1, done, count), states);
            parts.Add(Chosen(logits, tokens.narrow(1, done, count)));
        }
        return cat(parts, 1);
    }

    private static Tensor InWindows(TokenLanguageNetwork network, Tensor before, Tensor tokens, int context)
    {
        var time = tokens.size(1);
        var parts = new List<Tensor>();
        for (var done = 0L; done < time;)
        {
            var start = Math.Max(0, Math.Min(done - (context / 2), time - context));
            var count = Math.Min(context, time - start);
            var likelihoods = Chosen(network.call(before.narrow(1, start, count)), tokens.narrow(1, start, count));
            parts.Add(likelihoods.narrow(1, done - start, start + count - done));
            done = start + count;
        }
        return cat(parts, 1);
    }

    private static Tensor Chosen(Tensor logits, Tensor tokens) => logits.log_softmax(2).gather(2, tokens.unsqueeze(2)).squeeze(2);
}
