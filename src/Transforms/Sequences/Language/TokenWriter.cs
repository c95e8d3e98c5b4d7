namespace DeepML.Transforms;

/// <summary>Writes on from what was read, token by token.</summary>
internal static class TokenWriter
{
    /// <summary>Writes until the end of the sequence, or for some tokens.</summary>
    /// <param name="context">What was read; reads what is written.</param>
    /// <param name="length">Tokens to write at most.</param>
    /// <param name="options">How to draw.</param>
    /// <param name="random">The draws.</param>
    /// <param name="never">A token that is never written; -1 for none.</param>
    public static List<long> Write(TokenContext context, int length, GenerationOptions options, Random random, long never = -1)
    {
        var written = new List<long>();
        while (written.Count < length)
        {
            var logits = context.Logits();
            if (never >= 0)
                logits[never] = float.NegativeInfinity;
            var token = Draw(logits, options, random);
            if (token == 0)
                break;
            written.Add(token);
            context.Read(token);
        }
        return written;
    }

    /// <summary>Draws one token.</summary>
    /// <param name="logits">Of each token.</param>
    /// <param name="options">How to draw.</param>
    /// <param name="random">The draw.</param>
    public static int Draw(float[] logits, GenerationOptions options, Random random)
    {
        var best = Array.IndexOf(logits, logits.Max());
        if (options.Temperature == 0)
            return best;
        var weights = Array.ConvertAll(logits, logit => Math.Exp((logit - logits[best]) / options.Temperature));
        Restrict(weights, options);
        var draw = random.NextDouble() * weights.Sum();
        for (var i = 0; i < weights.Length; i++)
            if ((draw -= weights[i]) < 0)
                return i;
        return best; // rounding left a rest
    }

    /// <summary>The probabilities that logits stand for.</summary>
    public static double[] Probabilities(float[] logits)
    {
        var highest = logits.Max();
        var weights = Array.ConvertAll(logits, logit => Math.Exp(logit - highest));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    // Leaves nothing to tokens that are not among the likeliest.
    private static void Restrict(double[] weights, GenerationOptions options)
    {
        if (options.TopK is null && options.TopP is null)
            return;
        var order = Enumerable.Range(0, weights.Length).OrderByDescending(i => weights[i]).ToArray();
        var keep = Math.Min(options.TopK ?? order.Length, order.Length);
        if (options.TopP is { } share)
        {
            var (enough, sum) = (share * weights.Sum(), 0.0);
            for (var i = 0; i < keep; i++)
                if ((sum += weights[order[i]]) >= enough)
                    keep = i + 1;
        }
        foreach (var i in order.AsSpan(keep))
            weights[i] = 0;
    }
}
