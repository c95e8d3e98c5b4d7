namespace DeepML.Networks;

/// <summary>
/// Looks for the likeliest sequence of labels, whatever the ways of answering that leave it: step by step the likeliest beginnings are
/// kept, each with the probabilities of having ended on its last label and on none (Graves, PhD thesis, 2008, section 7.5.3; Hannun et
/// al., arXiv:1408.2873).
/// </summary>
internal static class PrefixBeam
{
    /// <summary>Finds the labels.</summary>
    /// <param name="probabilities">Logarithms, time × classes, class 0 for none.</param>
    /// <param name="classes">Labels and none.</param>
    /// <param name="width">Beginnings kept at each step, at least 1.</param>
    /// <returns>Labels from 1.</returns>
    public static long[] Find(ReadOnlySpan<float> probabilities, int classes, int width)
    {
        var root = new Prefix(null, 0) { None = 0 };
        var kept = new List<Prefix> { root };
        for (var start = 0; start < probabilities.Length; start += classes)
        {
            var step = probabilities.Slice(start, classes);
            var reached = new HashSet<Prefix>();
            foreach (var prefix in kept)
            {
                reached.Add(prefix);
                prefix.NextNone = LogSum(prefix.NextNone, prefix.Total + step[0]);
                if (prefix.Parent is not null)
                    prefix.NextLabel = LogSum(prefix.NextLabel, prefix.Label + step[prefix.Last]);
                for (var label = 1; label < classes; label++)
                {
                    var longer = prefix.With(label);
                    // the same label again is a new one only behind a none
                    longer.NextLabel = LogSum(longer.NextLabel, (label == prefix.Last ? prefix.None : prefix.Total) + step[label]);
                    reached.Add(longer);
                }
            }
            foreach (var prefix in reached)
                prefix.Advance();
            var best = reached.OrderByDescending(prefix => prefix.Total).Take(width).ToList();
            foreach (var prefix in reached.Except(best))
                prefix.Forget();
            kept = best;
        }
        return kept[0].Labels();
    }

    private static double LogSum(double a, double b)
    {
        var larger = Math.Max(a, b);
        return double.IsNegativeInfinity(larger) ? larger : larger + Math.Log(Math.Exp(a - larger) + Math.Exp(b - larger));
    }

    private sealed class Prefix(Prefix? parent, int last)
    {
        private readonly Dictionary<int, Prefix> _longer = [];

        public Prefix? Parent => parent;

        public int Last => last;

        public double Label { get; private set; } = double.NegativeInfinity;

        public double None { get; set; } = double.NegativeInfinity;

        public double NextLabel { get; set; } = double.NegativeInfinity;

        public double NextNone { get; set; } = double.NegativeInfinity;

        public double Total => LogSum(Label, None);

        public Prefix With(int label)
        {
            if (!_longer.TryGetValue(label, out var longer))
                _longer[label] = longer = new Prefix(this, label);
            return longer;
        }

        public void Advance()
        {
            (Label, None) = (NextLabel, NextNone);
            (NextLabel, NextNone) = (double.NegativeInfinity, double.NegativeInfinity);
        }

        public void Forget() => (Label, None) = (double.NegativeInfinity, double.NegativeInfinity);

        public long[] Labels()
        {
            var labels = new List<long>();
            for (var prefix = this; prefix.Parent is not null; prefix = prefix.Parent)
                labels.Insert(0, prefix.Last);
            return [.. labels];
        }
    }
}
