using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted recommender: adds the rating expected of a user for an item, and names items that a user may like.</summary>
/// <remarks>
/// It remembers the users it was fitted to by their keys. A user without ratings there gets what the machine expects of somebody of whom
/// nothing is known; an item that has no key gets NaN.
/// </remarks>
[ArchiveKind("RatingsRbm", version: 1)]
public sealed class RatingsRbmTransformer
    : ScoringTransformer, IPredictionTransformer<NetworkModel>, IArchived<RatingsRbmTransformer, RatingsRbmDescription, RatingsRbmNetwork>
{
    // Of equal ones the later item is the worse.
    private static readonly Comparer<(float Level, int Item)> WorstFirst =
        Comparer<(float Level, int Item)>.Create((a, b) => a.Level.Equals(b.Level) ? b.Item.CompareTo(a.Item) : a.Level.CompareTo(b.Level));

    private readonly RatingsRbmNetwork _network;
    private readonly float _lowest;

    internal RatingsRbmTransformer(IHostEnvironment environment, RatingsRbmDescription description, RatingsRbmNetwork network, Device device)
        : base(
            environment, description, network, device,
            [ScalarInput.Class(description.UserColumn, "user", keepMissing: true), ScalarInput.Class(description.ItemColumn, "item", keepMissing: true)],
            ScoredOutputs.Of(RegressionHead.Score(), inputs => network.call(inputs[0], inputs[1]).PlusInPlace(description.Lowest)))
    {
        _network = network;
        _lowest = description.Lowest;
        Model = ModelOf(this);
    }

    /// <summary>Name of the user's key column.</summary>
    public string UserColumnName => Inputs[0].Name;

    /// <summary>Name of the item's key column.</summary>
    public string ItemColumnName => Inputs[1].Name;

    /// <summary>Number of users, those without ratings included.</summary>
    public int UserCount => _network.Architecture.UserCount;

    /// <summary>Number of items.</summary>
    public int ItemCount => _network.Architecture.ItemCount;

    /// <summary>What there is to see of the network.</summary>
    public NetworkModel Model { get; }

    /// <summary>The items with the highest expected ratings among those that a user has not rated.</summary>
    /// <param name="user">The user's key, from 1 to <see cref="UserCount"/>; one without ratings gets what most people like.</param>
    /// <param name="count">Items to name; at least 1. There may be fewer left.</param>
    /// <returns>The best first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user, or the count is below 1.</exception>
    public IReadOnlyList<RatingsRecommendation> Recommend(uint user, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (user < 1 || user > UserCount)
            throw new ArgumentOutOfRangeException(nameof(user), user, $"The user's key must be from 1 to {UserCount}.");
        using var use = Use();
        using var gradientsOff = no_grad();
        var (expected, rated) = _network.AllItems((int)user - 1);
        var known = rated.ToHashSet();
        var best = new PriorityQueue<int, (float Level, int Item)>(WorstFirst); // items may be millions, and those asked for are few
        for (var item = 0; item < expected.Length; item++)
        {
            if (known.Contains(item))
                continue;
            if (best.Count < count)
                best.Enqueue(item, (expected[item], item));
            else
                best.EnqueueDequeue(item, (expected[item], item));
        }
        var found = new RatingsRecommendation[best.Count];
        for (var i = found.Length - 1; i >= 0; i--)
        {
            best.TryDequeue(out var item, out var priority);
            found[i] = new RatingsRecommendation((uint)item + 1, priority.Level + _lowest);
        }
        return found;
    }

    static RatingsRbmTransformer IArchived<RatingsRbmTransformer, RatingsRbmDescription, RatingsRbmNetwork>.From(
        RatingsRbmDescription description, RatingsRbmNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
