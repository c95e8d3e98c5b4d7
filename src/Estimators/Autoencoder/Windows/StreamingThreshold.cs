using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// A threshold that learns on from a stream of scores (SPOT: Siffer, Fouque, Termier and Largouët, KDD 2017, algorithm 2). Scores above it
/// are not learned from: one that begins too low stays low, so begin with thousands of scores, and keep the risk below a hundredth of the
/// tail, 1 - Level. Not safe for use by several threads at once.
/// </summary>
public sealed class StreamingThreshold
{
    internal const int Fewest = 20;
    private const double Growth = 0.01; // of the tail, behind which it is described anew
    private readonly TailThreshold _options;
    private readonly double _begin;
    private readonly List<double> _excesses;
    private long _count;
    private int _fitted;

    /// <summary>Begins with the scores of rows that are nearly all normal.</summary>
    /// <param name="scores">At least 20 that are numbers.</param>
    /// <param name="options">Chance and tail; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range, or there are fewer scores.</exception>
    public StreamingThreshold(IReadOnlyList<double> scores, TailThreshold? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        _options = options ?? new TailThreshold();
        var faults = new OptionFaults();
        _options.Validate(faults, "");
        faults.ThrowIfAny(nameof(options));
        var sorted = scores.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length < Fewest)
            throw new ArgumentException($"There are {sorted.Length} scores; a tail needs at least {Fewest}.", nameof(scores));
        _begin = sorted[Math.Min(sorted.Length - 2, (int)(_options.Level * sorted.Length))];
        _excesses = [.. sorted.Where(score => score > _begin).Select(score => score - _begin)];
        _count = sorted.Length;
        Threshold = Quantile();
    }

    /// <summary>The score above which a row is called an anomaly, as far as is known.</summary>
    public double Threshold { get; private set; }

    /// <summary>Takes in a score.</summary>
    /// <param name="score">The score of the next row; one that is no number is an anomaly.</param>
    /// <returns>Whether it is an anomaly: such scores are not learned from.</returns>
    public bool Observe(double score)
    {
        if (!(score <= Threshold))
            return true;
        _count++;
        if (score > _begin)
        {
            _excesses.Add(score - _begin);
            if (_excesses.Count < (1 + Growth) * _fitted)
                return false;
            Threshold = Quantile();
        }
        return false;
    }

    // Of the distribution of all scores, by that of the excesses: eq. 1 of the paper.
    private double Quantile()
    {
        if (_excesses.Count == 0)
            return Math.BitIncrement(_begin); // equal scores up to the largest have no tail
        _fitted = _excesses.Count;
        var (shape, scale) = ParetoTail.Fit(_excesses);
        var ratio = _options.Risk * _count / _excesses.Count;
        return _begin + (Math.Abs(shape) < 1e-8 ? -scale * Math.Log(ratio) : scale / shape * (Math.Pow(ratio, -shape) - 1));
    }
}
