namespace DeepML.Data;

/// <summary>Who has rated what, and how: users one after the other, each with only the items that were rated.</summary>
internal sealed class RatingsTable
{
    private readonly int[] _starts;
    private readonly int[] _items;
    private readonly byte[] _levels;

    private RatingsTable(int[] starts, int[] items, byte[] levels) => (_starts, _items, _levels) = (starts, items, levels);

    /// <summary>Number of users, those without ratings included.</summary>
    public int UserCount => _starts.Length - 1;

    /// <summary>Number of ratings.</summary>
    public int Count => _items.Length;

    /// <summary>Where each user's ratings begin; one more than users.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Every rated item, user by user.</summary>
    public ReadOnlySpan<int> AllItems => _items;

    /// <summary>The levels of <see cref="AllItems"/>.</summary>
    public ReadOnlySpan<byte> AllLevels => _levels;

    /// <summary>The items a user has rated, in ascending order.</summary>
    public ReadOnlySpan<int> Items(int user) => _items.AsSpan(_starts[user].._starts[user + 1]);

    /// <summary>The levels of <see cref="Items"/>, from 0.</summary>
    public ReadOnlySpan<byte> Levels(int user) => _levels.AsSpan(_starts[user].._starts[user + 1]);

    /// <summary>These ratings and others of the same users; where both have rated the same pair, the others count.</summary>
    public RatingsTable With(RatingsTable others)
    {
        var ratings = new List<(int, int, byte)>(Count + others.Count);
        foreach (var table in new[] { this, others })
            for (var user = 0; user < UserCount; user++)
                for (var i = table._starts[user]; i < table._starts[user + 1]; i++)
                    ratings.Add((user, table._items[i], table._levels[i]));
        return Create(ratings, UserCount);
    }

    /// <summary>The user of every rating, in the order of <see cref="AllItems"/>.</summary>
    public int[] AllUsers()
    {
        var users = new int[Count];
        for (var user = 0; user < UserCount; user++)
            users.AsSpan(_starts[user].._starts[user + 1]).Fill(user);
        return users;
    }

    /// <summary>Sorts ratings by user and item; of several for the same pair the last one counts.</summary>
    /// <param name="ratings">User, item and level, each from 0.</param>
    /// <param name="userCount">Number of users.</param>
    public static RatingsTable Create(IReadOnlyList<(int User, int Item, byte Level)> ratings, int userCount)
    {
        var order = Enumerable.Range(0, ratings.Count).ToArray();
        Array.Sort(order, (a, b) => (ratings[a].User, ratings[a].Item, a).CompareTo((ratings[b].User, ratings[b].Item, b)));
        var starts = new int[userCount + 1];
        var (items, levels) = (new List<int>(order.Length), new List<byte>(order.Length));
        for (var i = 0; i < order.Length; i++)
        {
            var (user, item, level) = ratings[order[i]];
            if (i + 1 < order.Length && ratings[order[i + 1]] is var next && (next.User, next.Item) == (user, item))
                continue;
            items.Add(item);
            levels.Add(level);
            starts[user + 1] = items.Count;
        }
        for (var user = 1; user <= userCount; user++)
            starts[user] = Math.Max(starts[user], starts[user - 1]);
        return new RatingsTable(starts, [.. items], [.. levels]);
    }
}
