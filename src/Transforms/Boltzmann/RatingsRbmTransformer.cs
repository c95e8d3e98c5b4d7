using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted recommender: adds the rating expected of a user for an item, and names items that a user may like.</summary>
/// <remarks>
/// It remembers the users it was fitted to by their keys. A user without a key or without ratings there gets what others give to the
/// item on
/// average; an item without a key gets what the user gives on average; where neither is known, the score is the mean of all ratings.
/// </remarks>
[ArchiveKind("RatingsRbm", version: 1)]
public sealed class RatingsRbmTransformer
    : ScoringTransformer, IPredictionTransformer<NetworkModel>, IArchived<RatingsRbmTransformer, RatingsRbmDescription, RatingsRbmNetwork>
{
    // Of equal ones the later item is the worse.
    private static readonly Comparer<(float Level, int Item)> WorstFirst =
        Comparer<(float Level, int Item)>.Create((a, b) => a.Level.Equals(b.Level) ? b.Item.CompareTo(a.Item) : a.Level.CompareTo(b.Level));

    private readonly RatingsRbmNetwork _network;
    private readonly RatingsRbmDescription _description;
    private Dictionary<string, uint>? _userKeys;

    internal RatingsRbmTransformer(
        IHostEnvironment environment, RatingsRbmDescription description, RatingsRbmNetwork network, Device device)
        : base(
            environment, description, network, device,
            [ScalarInput.Class(description.UserColumn, "user", keepMissing: true), ScalarInput.Class(
                description.ItemColumn, "item", keepMissing: true)],
            ScoredOutputs.Of(RegressionHead.Score(),
                inputs => network.call(inputs[0], inputs[1]).Times(description.Step).PlusInPlace(description.Lowest)))
    {
        _network = network;
        _description = description;
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

    /// <summary>The lowest rating, which level 0 of the network stands for, and the highest.</summary>
    internal (double Lowest, double Highest, double Step) Range =>
        (_description.Lowest, _description.Lowest + (_description.Step * (_network.Architecture.Levels - 1)), _description.Step);

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
            var score = (priority.Level * _description.Step) + _description.Lowest;
            found[i] = new RatingsRecommendation((uint)item + 1, (float)score) { Name = _description.ItemNames?.Texts[item] };
        }
        return found;
    }

    /// <summary>The same for a user of whom the name is known, as it stood before it was mapped to a key.</summary>
    /// <param name="user">The value behind the user's key, as invariant text.</param>
    /// <param name="count">Items to name; at least 1. There may be fewer left.</param>
    /// <returns>The best first.</returns>
    /// <exception cref="ArgumentException">No user of the training rows has this name.</exception>
    /// <exception cref="InvalidOperationException">The users' keys had no names in training.</exception>
    public IReadOnlyList<RatingsRecommendation> Recommend(string user, int count)
    {
        ArgumentNullException.ThrowIfNull(user);
        if (_description.UserNames is not { } names)
            throw new InvalidOperationException(
                $"The keys of column '{UserColumnName}' had no names in training. Map users with MapValueToKey, or give the key.");
        _userKeys ??= names.Texts.Select((name, i) => (name, i)).DistinctBy(n => n.name).ToDictionary(n => n.name, n => (uint)n.i + 1);
        return _userKeys.TryGetValue(user, out var key)
            ? Recommend(key, count)
            : throw new ArgumentException($"Column '{UserColumnName}' had no user '{user}' in training.", nameof(user));
    }

    static RatingsRbmTransformer IArchived<RatingsRbmTransformer, RatingsRbmDescription, RatingsRbmNetwork>.From(
        RatingsRbmDescription description, RatingsRbmNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}
