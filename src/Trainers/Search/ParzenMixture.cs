namespace DeepML.Trainers;

/// <summary>
/// A density over a space of hyperparameters: a kernel around each of some trials, and the even density over the whole space as one more,
/// all of the same weight. Kernels are products over the dimensions; along a dimension with an order they are logistic and cut off at its
/// ends, so that they have an integral in closed form.
/// </summary>
/// <remarks>
/// Their deviation shrinks with the n trials, in d dimensions by n^(−1/(d + 4)) (Scott's rule), not below a share of the range that many
/// trials leave to each.
/// </remarks>
internal sealed class ParzenMixture
{
    private const double FirstDeviation = 0.2; // of the range, with one trial
    private const int MostPerRange = 100;

    private readonly (string Name, SearchDimension Dimension)[] _dimensions;
    private readonly IReadOnlyList<IReadOnlyDictionary<string, object>> _centres;
    private readonly double _scale;

    /// <param name="space">The dimensions.</param>
    /// <param name="centres">The values of some trials, at least one.</param>
    public ParzenMixture(IReadOnlyDictionary<string, SearchDimension> space, IReadOnlyList<IReadOnlyDictionary<string, object>> centres)
    {
        _dimensions = [.. space.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value))];
        _centres = centres;
        var deviation = FirstDeviation * Math.Pow(centres.Count, -1.0 / (_dimensions.Length + 4));
        _scale = Math.Max(deviation, 1.0 / Math.Min(MostPerRange, centres.Count + 2)) * Math.Sqrt(3) / Math.PI;
    }

    // What an even draw adds to each choice, in trials.
    private double Evenly => 1.0 / (_centres.Count + 1);

    /// <summary>Draws values.</summary>
    public IReadOnlyDictionary<string, object> Draw(Random random)
    {
        var kernel = random.Next(_centres.Count + 1);
        return _dimensions.ToDictionary(
            item => item.Name,
            item => kernel == _centres.Count
                ? item.Dimension.At(random.NextDouble())
                : DrawAround(item.Dimension, _centres[kernel][item.Name], random));
    }

    /// <summary>The logarithm of the density: of numbers per range, of whole numbers and choices the probability.</summary>
    public double LogDensity(IReadOnlyDictionary<string, object> values)
    {
        var logs = new double[_centres.Count + 1];
        for (var kernel = 0; kernel < logs.Length; kernel++)
            foreach (var (name, dimension) in _dimensions)
                logs[kernel] += Math.Log(
                    kernel == _centres.Count ? Even(dimension, values[name]) : Around(dimension, _centres[kernel][name], values[name]));
        var most = logs.Max();
        return most + Math.Log(logs.Sum(log => Math.Exp(log - most)) / logs.Length);
    }

    private static double Even(SearchDimension dimension, object value)
    {
        var (low, high) = dimension.PlacesOf(value);
        return high > low ? high - low : 1;
    }

    private object DrawAround(SearchDimension dimension, object centre, Random random)
    {
        if (dimension.Choices > 0)
            return random.NextDouble() * (1 + (dimension.Choices * Evenly)) < 1 ? centre : dimension.At(random.NextDouble());
        var middle = Middle(dimension, centre);
        var (below, above) = (Share(0, middle), Share(1, middle));
        var share = below + (random.NextDouble() * (above - below));
        return dimension.At(Math.Clamp(middle + (_scale * Math.Log(share / (1 - share))), 0, 1));
    }

    private double Around(SearchDimension dimension, object centre, object value)
    {
        if (dimension.Choices > 0)
            return ((centre.Equals(value) ? 1 : 0) + Evenly) / (1 + (dimension.Choices * Evenly));
        var middle = Middle(dimension, centre);
        var (low, high) = dimension.PlacesOf(value);
        var whole = Share(1, middle) - Share(0, middle);
        if (high > low)
            return (Share(high, middle) - Share(low, middle)) / whole;
        var share = Share(low, middle);
        return share * (1 - share) / _scale / whole;
    }

    // The logistic distribution's share below a place.
    private double Share(double place, double middle) => 1 / (1 + Math.Exp((middle - place) / _scale));

    private static double Middle(SearchDimension dimension, object value)
    {
        var (low, high) = dimension.PlacesOf(value);
        return (low + high) / 2;
    }
}
