using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>The probabilities above which labels are predicted, chosen for each label by its F1 score.</summary>
internal static class MultilabelBorders
{
    /// <summary>The border of a label of which nothing is known.</summary>
    public const float Usual = 0.5f;

    // Far borders are chance: few rows of a rare label put them there.
    private const float Smallest = 0.05f;
    private const float Largest = 0.95f;

    /// <summary>The borders.</summary>
    /// <param name="rows">Labels, and logits of the network.</param>
    public static float[] Of(LabelRows rows) =>
        [.. Enumerable.Range(0, rows.Labels[0].Length).Select(label => Of(Enumerable.Range(0, rows.Labels.Length)
            .Where(row => !float.IsNaN(rows.Labels[row][label]))
            .Select(row => (Probability: NumberFunctions.Of(NumberFunction.Sigmoid, rows.Answers[row][label]),
                IsYes: rows.Labels[row][label] > 0.5, rows.Weights[row]))))];

    /// <summary>
    /// The border of one label: half-way between the two probabilities between which F1 is best; a half, unless it is better there by more
    /// than the standard error of the difference (jackknife: Efron and Stein, Ann. Statist. 9, 1981).
    /// </summary>
    internal static float Of(IEnumerable<(float Probability, bool IsYes, double Weight)> rows)
    {
        var sorted = rows.OrderByDescending(row => row.Probability).ToArray();
        var all = sorted.Where(row => row.IsYes).Sum(row => row.Weight);
        if (all == 0 || sorted.All(row => row.IsYes))
            return Usual;
        var (best, border) = (-1.0, Usual);
        var (hits, taken) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            taken += sorted[i].Weight;
            hits += sorted[i].IsYes ? sorted[i].Weight : 0;
            if (i + 1 < sorted.Length && sorted[i + 1].Probability == sorted[i].Probability)
                continue;
            var between = i + 1 < sorted.Length ? (sorted[i].Probability + sorted[i + 1].Probability) / 2 : sorted[i].Probability / 2;
            between = Math.Clamp(between, Smallest, Largest);
            var score = 2 * hits / (taken + all);
            if (score > best + 1e-12 || (score > best - 1e-12 && Math.Abs(between - Usual) < Math.Abs(border - Usual)))
                (best, border) = (score, between);
        }
        return IsBetter(sorted, border) ? border : Usual;
    }

    private static bool IsBetter((float Probability, bool IsYes, double Weight)[] rows, float border)
    {
        var (own, usual) = (new Counts(rows, border), new Counts(rows, Usual));
        var left = Array.ConvertAll(rows, row => own.Without(row) - usual.Without(row));
        var mean = left.Average();
        var error = Math.Sqrt(left.Sum(difference => (difference - mean) * (difference - mean)) * (rows.Length - 1) / rows.Length);
        return own.F1 - usual.F1 > error;
    }

    // Weights of what is predicted rightly, and of all that is predicted or there.
    private sealed class Counts
    {
        private readonly float _border;
        private readonly double _hits;
        private readonly double _both;

        public Counts((float Probability, bool IsYes, double Weight)[] rows, float border)
        {
            _border = border;
            foreach (var row in rows)
            {
                _hits += HitsOf(row);
                _both += BothOf(row);
            }
        }

        public double F1 => Of(_hits, _both);

        public double Without((float Probability, bool IsYes, double Weight) row) => Of(_hits - HitsOf(row), _both - BothOf(row));

        private static double Of(double hits, double both) => both <= 0 ? 1 : 2 * hits / both;

        private double HitsOf((float Probability, bool IsYes, double Weight) row) =>
            row.IsYes && row.Probability > _border ? row.Weight : 0;

        private double BothOf((float Probability, bool IsYes, double Weight) row) =>
            (row.IsYes ? row.Weight : 0) + (row.Probability > _border ? row.Weight : 0);
    }
}
