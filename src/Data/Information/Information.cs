using System.Globalization;

namespace DeepML;

/// <summary>
/// What is known, and not known, of values that occur with given probabilities (Shannon, Bell System Technical Journal 27, 1948).
/// </summary>
public static class Information
{
    private const double Rounding = 0.02; // of printed probabilities, .33 .33 .33

    /// <summary>H(P) = −Σ p log p: 1 bit of a fair coin, 2 of a die with four sides.</summary>
    /// <param name="probabilities">At least 0; they must add up to 1, to within 0.02, and are taken as they are.</param>
    /// <param name="unit">The base of the logarithm.</param>
    /// <exception cref="ArgumentException">They are no probabilities.</exception>
    public static double Entropy(IReadOnlyList<double> probabilities, InformationUnit unit = InformationUnit.Bits)
    {
        Check(probabilities, nameof(probabilities));
        return -probabilities.Sum(p => Times(p, p)) / Base(unit);
    }

    /// <summary>
    /// What a value tells of a class: H(class) − Σ n(value) / n · H(class | value), of counts. It is never below 0 but for rounding, and
    /// that of a value which tells nothing is on the average about (values − 1)(classes − 1) / 2n nats (Miller 1955).
    /// </summary>
    /// <param name="counts">For each value how many rows there are of each class: at least one above 0, none below.</param>
    /// <param name="unit">The base of the logarithm.</param>
    /// <exception cref="ArgumentException">Lists differ in length, or a count is below 0 or no number, or all are 0.</exception>
    public static double Gain(IReadOnlyList<IReadOnlyList<double>> counts, InformationUnit unit = InformationUnit.Bits)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Any(row => row is null || row.Count != counts[0].Count || row.Any(count => !(count >= 0 && double.IsFinite(count)))))
            throw new ArgumentException("Each value needs a count for each class, a finite number of at least 0.", nameof(counts));
        var all = counts.Sum(row => row.Sum());
        if (!(all > 0))
            throw new ArgumentException("There is no row: every count is 0.", nameof(counts));
        var classes = Enumerable.Range(0, counts[0].Count).Select(c => counts.Sum(row => row[c]));
        return (Uncertain(classes) - counts.Sum(Uncertain)) / all / Base(unit);
    }

    /// <summary>
    /// D(P ‖ Q) = Σ p log(p / q), the relative entropy (Kullback and Leibler, Annals of Mathematical Statistics 22, 1951); infinite where P
    /// has a value that Q has not.
    /// </summary>
    /// <param name="p">P, as in <see cref="Entropy"/>.</param>
    /// <param name="q">Q, of the same values.</param>
    /// <param name="unit">The base of the logarithm.</param>
    /// <exception cref="ArgumentException">They are no probabilities, or not of the same values.</exception>
    public static double KullbackLeibler(IReadOnlyList<double> p, IReadOnlyList<double> q, InformationUnit unit = InformationUnit.Bits)
    {
        Check(p, q);
        return p.Zip(q, (a, b) => Times(a, a) - Times(a, b)).Sum() / Base(unit);
    }

    /// <summary>
    /// JSD(P, Q) = ½ D(P ‖ M) + ½ D(Q ‖ M) with M = ½ (P + Q), in [0, log 2]: 0 of equal ones, log 2 of those without a value in common
    /// (Lin, IEEE Transactions on Information Theory 37, 1991). Its root is a distance.
    /// </summary>
    /// <param name="p">P, as in <see cref="Entropy"/>.</param>
    /// <param name="q">Q, of the same values.</param>
    /// <param name="unit">The base of the logarithm.</param>
    /// <exception cref="ArgumentException">They are no probabilities, or not of the same values.</exception>
    public static double JensenShannon(IReadOnlyList<double> p, IReadOnlyList<double> q, InformationUnit unit = InformationUnit.Bits)
    {
        Check(p, q);
        var middle = p.Zip(q, (a, b) => (a + b) / 2).ToArray();
        return (KullbackLeibler(p, middle, unit) + KullbackLeibler(q, middle, unit)) / 2;
    }

    // 0 · log 0 is 0.
    private static double Times(double share, double of) => share > 0 ? share * Math.Log(of) : 0;

    // n · H of counts that add up to n, in nats.
    private static double Uncertain(IEnumerable<double> counts)
    {
        var (sum, parts) = (0.0, 0.0);
        foreach (var count in counts)
            (sum, parts) = (sum + count, parts + Times(count, count));
        return Times(sum, sum) - parts;
    }

    private static double Base(InformationUnit unit) => unit switch
    {
        InformationUnit.Bits => Math.Log(2),
        InformationUnit.Nats => 1,
        InformationUnit.Hartleys => Math.Log(10),
        _ => throw new ArgumentOutOfRangeException(
            nameof(unit), unit, $"It must be one of {string.Join(", ", Enum.GetNames<InformationUnit>())}."),
    };

    private static void Check(IReadOnlyList<double> p, IReadOnlyList<double> q)
    {
        Check(p, nameof(p));
        Check(q, nameof(q));
        if (p.Count != q.Count)
            throw new ArgumentException($"P has {p.Count} values and Q {q.Count}; both must be of the same values.", nameof(q));
    }

    private static void Check(IReadOnlyList<double> probabilities, string name)
    {
        ArgumentNullException.ThrowIfNull(probabilities, name);
        if (probabilities.FirstOrDefault(p => !(p >= 0), 0) is var wrong && !(wrong >= 0))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A probability is {wrong}; it must be at least 0."), name);
        var sum = probabilities.Sum();
        if (!(Math.Abs(sum - 1) <= Rounding))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The probabilities add up to {sum:G6}; they must add up to 1. ")
                    + "Divide counts by their sum.", name);
    }
}
