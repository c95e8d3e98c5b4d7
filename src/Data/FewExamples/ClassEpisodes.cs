using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Rows as episodes: each batch draws some classes, and of each some rows to be shown and others to be asked for (Vinyals et al., NeurIPS
/// 2016). Pictures turned by a quarter, a half and three quarters may count as classes of their own (Santoro et al., ICML 2016).
/// </summary>
internal sealed class ClassEpisodes : IBatchSource
{
    private const int Turns = 4;
    private const int FixedSeed = 1; // of episodes that are always the same

    private readonly InMemoryBatches _rows;
    private readonly long[][] _places; // of each class that takes part
    private readonly EpisodeShape _shape;
    private readonly int _episodes;
    private readonly bool _turns;

    /// <param name="rows">All rows, with classes from 0 as targets; they stay the caller's.</param>
    /// <param name="shape">
    /// Of an episode; a class takes part if it has more rows than are shown, or as many where none are asked for.
    /// </param>
    /// <param name="episodes">How many there are in an epoch.</param>
    /// <param name="turns">Whether features are square pictures, of which turned ones are other classes.</param>
    public ClassEpisodes(InMemoryBatches rows, EpisodeShape shape, int episodes, bool turns)
    {
        (_rows, _shape, _episodes, _turns) = (rows, shape, episodes, turns);
        _places = [.. PlacesOf(rows).Values.Where(places => places.Length >= Fewest(shape))];
        if (ClassCount < shape.Ways)
            throw new ArgumentException($"{shape.Ways} classes are asked for, and {ClassCount} have enough rows.", nameof(shape));
    }

    /// <summary>How many rows of how many classes an episode has.</summary>
    public EpisodeShape Shape => _shape;

    /// <summary>Classes that take part, turned ones among them.</summary>
    public int ClassCount => _places.Length * (_turns ? Turns : 1);

    /// <summary>How many classes there are of one, with its turned copies.</summary>
    public static int Copies(bool turns) => turns ? Turns : 1;

    /// <inheritdoc/>
    public long RowCount => (long)_episodes * _shape.Rows;

    /// <summary>The rows of each class that has any, by class.</summary>
    /// <param name="rows">Rows with classes from 0 as targets; below 0 is none.</param>
    public static SortedDictionary<long, long[]> PlacesOf(InMemoryBatches rows)
    {
        using var scope = NewDisposeScope();
        var labels = rows.Rows.Targets.cpu().data<long>().ToArray();
        var places = labels.Select((label, place) => (label, place)).Where(row => row.label >= 0)
            .GroupBy(row => row.label, row => (long)row.place);
        return new SortedDictionary<long, long[]>(places.ToDictionary(group => group.Key, group => group.ToArray()));
    }

    /// <summary>Targets are places within an episode; other members have the range of all rows.</summary>
    public (double Minimum, double Maximum) Range(BatchMember member) =>
        member == BatchMember.Targets ? (0, _shape.Ways - 1) : _rows.Range(member);

    /// <summary>That of the rows.</summary>
    public RowsIdentity Identify() => ((IBatchSource)_rows).Identify();

    /// <summary>One episode a batch, whatever size is asked for.</summary>
    /// <inheritdoc/>
    public IEnumerable<TensorBatch> Epoch(int batchSize, int? shuffleSeed, int firstBatch = 0)
    {
        for (var episode = firstBatch; episode < _episodes; episode++)
            yield return Draw(new Random(HashOf(shuffleSeed ?? FixedSeed, episode)));
    }

    /// <summary>Nothing: the rows are the caller's.</summary>
    public void Dispose()
    {
    }

    private static int Fewest(EpisodeShape shape) => shape.Shots + (shape.Queries > 0 ? 1 : 0);

    // The same on every machine and in every process, which HashCode is not.
    private static int HashOf(int seed, int episode) => unchecked((int)(((((uint)seed * 2654435761) ^ (uint)episode) * 2246822519) >> 3));

    private EpisodeBatch Draw(Random random)
    {
        var classes = Enumerable.Range(0, ClassCount).ToArray();
        random.Shuffle(classes);
        var (shown, asked) = (new long[_shape.Support], new long[_shape.Rows - _shape.Support]);
        for (var way = 0; way < _shape.Ways; way++)
        {
            var places = (long[])_places[classes[way] % _places.Length].Clone();
            random.Shuffle(places);
            places.AsSpan(0, _shape.Shots).CopyTo(shown.AsSpan(way * _shape.Shots));
            var rest = places.AsSpan(_shape.Shots);
            for (var query = 0; query < _shape.Queries; query++)
                asked[(way * _shape.Queries) + query] = rest[query % rest.Length]; // once more where there are fewer
        }
        var turns = classes.Take(_shape.Ways).Select(drawn => drawn / _places.Length).ToArray();
        return Gather([.. shown, .. asked], turns);
    }

    private EpisodeBatch Gather(long[] places, int[] turns)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var all = _rows.Rows;
        var drawn = tensor(places, device: all.Features.device);
        var features = all.Features.index_select(0, drawn);
        for (var way = 0; way < turns.Length; way++)
        {
            Turn(features, way * _shape.Shots, _shape.Shots, turns[way]);
            Turn(features, _shape.Support + (way * _shape.Queries), _shape.Queries, turns[way]);
        }
        var ways = Enumerable.Range(0, _shape.Ways);
        var targets = tensor(
            ways.SelectMany(way => Enumerable.Repeat((long)way, _shape.Shots))
                .Concat(ways.SelectMany(way => Enumerable.Repeat((long)way, _shape.Queries))).ToArray(),
            device: all.Features.device);
        (BatchMember Member, Tensor Tensor)[] made = [(BatchMember.Features, features), (BatchMember.Targets, targets)];
        if (all.LengthsIfAny is { } lengths)
            made = [.. made, (BatchMember.Lengths, lengths.index_select(0, drawn))];
        foreach (var (_, tensor) in made)
            tensor.DetachFromDisposeScope();
        return new EpisodeBatch(made, _shape);
    }

    private static void Turn(Tensor features, int start, int count, int quarters)
    {
        if (quarters == 0 || count == 0)
            return;
        var place = features.narrow(0, start, count); // (count, channels, side, side)
        place.copy_(place.rot90(quarters, (2, 3)));
    }
}
