using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Sequences of keys as they are written: key by key, and 0 for the end.</summary>
internal static class EndedKeys
{
    /// <summary>The keys with one 0, the end, behind each sequence; and the same with -1 behind the end.</summary>
    /// <param name="rows">(batch, steps): keys from 1.</param>
    /// <param name="lengths">(batch), int64: keys of each sequence.</param>
    /// <returns>Both (batch, longest sequence + 1), int64.</returns>
    public static (Tensor Keys, Tensor Targets) Of(Tensor rows, Tensor lengths)
    {
        var time = lengths.max().Read<long>() + 1;
        var written = rows.narrow(1, 0, time - 1).to(ScalarType.Int64);
        var keys = cat([written, zeros(rows.size(0), 1, dtype: ScalarType.Int64, device: rows.device)], 1); // (batch, time)
        return (keys, keys.masked_fill(Ranges.Below(time, rows.device).unsqueeze(0).gt(lengths.unsqueeze(1)), Numbers.Kept(-1L)));
    }

    /// <summary>The key before each: nothing, 0, before the first.</summary>
    /// <param name="keys">(batch, time), int64.</param>
    /// <returns>(batch, time), int64.</returns>
    public static Tensor Before(Tensor keys) => cat([zeros_like(keys.narrow(1, 0, 1)), keys.narrow(1, 0, keys.size(1) - 1)], 1);
}
