using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Which steps may be seen: all, those before, or those that belong to their sequence.</summary>
/// <param name="Mask">(batch or 1, 1, time or 1, seen), bool: true where a step is seen; null for all.</param>
/// <param name="Causal">Whether each of as many steps sees itself and those before it, without a mask.</param>
internal readonly record struct AttentionView(Tensor? Mask, bool Causal)
{
    /// <summary>Steps that see every step of their own sequence.</summary>
    /// <param name="lengths">(batch), int64, at least 1; null if all fill the time.</param>
    /// <param name="time">Steps.</param>
    public static AttentionView Within(Tensor? lengths, long time) => new(
        lengths is null ? null : SequenceEncoderNetwork.Mask(lengths, time).unsqueeze(1).unsqueeze(1), Causal: false);

    /// <summary>Steps that see themselves and those before, of which some were read earlier.</summary>
    /// <param name="past">Steps read earlier.</param>
    /// <param name="time">Steps that see.</param>
    /// <param name="device">Where they are.</param>
    public static AttentionView After(long past, long time, Device device) =>
        past == 0 ? new(null, time > 1) : time == 1 ? default : new(Before(past, time, past + time, device), Causal: false);

    /// <summary>Whether step <c>past</c> + i sees step j.</summary>
    /// <returns>(1, 1, time, seen), bool.</returns>
    public static Tensor Before(long past, long time, long seen, Device device) =>
        Ranges.Below(seen, device).unsqueeze(0).le(Ranges.Between(past, past + time, device).unsqueeze(1)).unsqueeze(0).unsqueeze(0);
}
