using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Ratings user by user: a batch, a <see cref="RatingsBatch"/>, holds some users and what they have rated, never a cell for what they
/// have not.
/// </summary>
internal sealed class RatingsBatches : IBatchSource
{
    private readonly RatingsTable _known;
    private readonly RatingsTable? _asked;
    private readonly Device _device;
    private readonly int[] _users;

    /// <param name="known">What is known of each user.</param>
    /// <param name="device">Where batches live.</param>
    /// <param name="asked">Ratings to be foretold from those known; null for none.</param>
    /// <param name="all">Whether users without ratings take part.</param>
    public RatingsBatches(RatingsTable known, Device device, RatingsTable? asked = null, bool all = false)
    {
        (_known, _asked, _device) = (known, asked, device);
        _users = [.. Enumerable.Range(0, known.UserCount).Where(user => all || (asked ?? known).Items(user).Length > 0)];
    }

    /// <summary>Number of users that take part.</summary>
    public long RowCount => _users.Length;

    /// <inheritdoc/>
    public (double Minimum, double Maximum) Range(BatchMember member) =>
        member == BatchMember.Users && _users.Length > 0 ? (_users[0], _users[^1]) : (0, 0);

    /// <summary>All ratings, those asked for too.</summary>
    public RowsIdentity Identify()
    {
        var hash = new ContentHash();
        foreach (var table in new[] { _known, _asked }.OfType<RatingsTable>())
        {
            hash.Add(table.Starts);
            hash.Add(table.AllItems);
            hash.Add(table.AllLevels);
        }
        return new RowsIdentity(RowCount, hash.ToString());
    }

    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        var users = _users;
        if (shuffleSeed is { } seed)
        {
            users = [.. users];
            new Random(seed).Shuffle(users);
        }
        for (var start = (long)firstBatch * batchSize; start < users.Length; start += batchSize)
            yield return Batch(users.AsSpan((int)start, (int)Math.Min(batchSize, users.Length - start)));
    }

    /// <summary>Nothing: the tables are arrays.</summary>
    public void Dispose()
    {
    }

    private RatingsBatch Batch(ReadOnlySpan<int> users)
    {
        var ids = new long[users.Length];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = users[i];
        return new RatingsBatch(Column(ids), Ratings(_known, users), _asked is null ? null : Ratings(_asked, users));
    }

    private RatingsOfBatch Ratings(RatingsTable table, ReadOnlySpan<int> users)
    {
        var (slots, items, levels) = (new List<long>(), new List<long>(), new List<long>());
        for (var slot = 0; slot < users.Length; slot++)
        {
            var rated = table.Items(users[slot]);
            var given = table.Levels(users[slot]);
            for (var i = 0; i < rated.Length; i++)
            {
                slots.Add(slot);
                items.Add(rated[i]);
                levels.Add(given[i]);
            }
        }
        return new RatingsOfBatch(Column([.. slots]), Column([.. items]), Column([.. levels]));
    }

    private Tensor Column(long[] values)
    {
        using var scope = NewDisposeScope();
        return tensor(values, dtype: ScalarType.Int64).to(_device).DetachFromDisposeScope();
    }
}
