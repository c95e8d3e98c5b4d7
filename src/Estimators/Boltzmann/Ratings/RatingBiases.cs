using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>
/// What the means of users and items foretell: the mean of all ratings, plus the item's and the user's difference from it.
/// </summary>
/// <remarks>Koren, Bell and Volinsky, Computer 42(8), 2009, eq. 3; differences of few ratings are drawn towards 0.</remarks>
internal sealed class RatingBiases
{
    private const double ItemDamping = 5;
    private const double UserDamping = 5;
    private readonly double _mean;
    private readonly double[] _items;
    private readonly double[] _users;

    /// <param name="known">The ratings that make the means.</param>
    /// <param name="itemCount">Number of items.</param>
    public RatingBiases(RatingsTable known, int itemCount)
    {
        var users = known.AllUsers();
        for (var i = 0; i < known.Count; i++)
            _mean += known.AllLevels[i] / (double)known.Count;
        _users = new double[known.UserCount];
        _items = new double[itemCount];
        var items = known.AllItems.ToArray();
        _items = Differences(known, items, itemCount, ItemDamping, i => _mean);
        _users = Differences(known, users, known.UserCount, UserDamping, i => _mean + _items[items[i]]);
    }

    /// <summary>The root mean squared error on some ratings, in levels.</summary>
    public double Error(RatingsTable measured)
    {
        var (users, sum) = (measured.AllUsers(), 0.0);
        for (var i = 0; i < measured.Count; i++)
            sum += Math.Pow(_mean + _items[measured.AllItems[i]] + _users[users[i]] - measured.AllLevels[i], 2);
        return Math.Sqrt(sum / measured.Count);
    }

    private static double[] Differences(RatingsTable known, int[] of, int count, double damping, Func<int, double> expected)
    {
        var (sums, counts) = (new double[count], new int[count]);
        for (var i = 0; i < known.Count; i++)
        {
            sums[of[i]] += known.AllLevels[i] - expected(i);
            counts[of[i]]++;
        }
        return [.. sums.Select((sum, i) => sum / (counts[i] + damping))];
    }
}
