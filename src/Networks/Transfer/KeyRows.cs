using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Numbers that stand for keys, for another vocabulary.</summary>
internal static class KeyRows
{
    /// <summary>Keys of both vocabularies keep their numbers, the missing key too; those of others are drawn like them.</summary>
    /// <param name="rows">(keys + 1, numbers): the missing key, then each key of the vocabulary in its order.</param>
    /// <param name="known">The values behind its keys.</param>
    /// <param name="wanted">The values behind the keys of the other vocabulary.</param>
    /// <returns>(wanted keys + 1, numbers), and how many keys both have.</returns>
    public static (Tensor Rows, int Shared) Of(Tensor rows, IReadOnlyList<string> known, IReadOnlyList<string> wanted)
    {
        using var gradientsOff = no_grad();
        var places = new Dictionary<string, long>();
        for (var i = 0; i < known.Count; i++)
            places.TryAdd(known[i], i + 1);
        long[] from = [0, .. wanted.Select(key => places.GetValueOrDefault(key, -1))];
        using var scope = NewDisposeScope();
        var source = tensor(from, device: rows.device);
        var isShared = source.ge(Numbers.Zero).unsqueeze(1); // (wanted + 1, 1)
        var drawn = (randn([from.Length, rows.size(1)], device: rows.device) * rows.std(0)).Plus(rows.mean([0L]));
        var all = where(isShared, rows.index_select(0, source.clamp_min(Numbers.Zero)), drawn);
        return (all.MoveToOuterDisposeScope(), from.Skip(1).Count(place => place > 0));
    }
}
