using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Counts whose numbers stay alive during the call: torch's shorter <c>arange</c> makes a start and a step that nothing holds.
/// </summary>
internal static class Ranges
{
    /// <summary>0, 1, …, <paramref name="end"/> - 1.</summary>
    /// <param name="end">How many; at least 0.</param>
    /// <param name="device">Where they are wanted.</param>
    /// <param name="dtype">Of what type; int64 unless said otherwise.</param>
    /// <returns>(end).</returns>
    public static Tensor Below(long end, Device device, ScalarType dtype = ScalarType.Int64) => Between(0, end, device, dtype);

    /// <summary><paramref name="start"/>, <paramref name="start"/> + 1, …, <paramref name="end"/> - 1.</summary>
    /// <returns>(end - start).</returns>
    public static Tensor Between(long start, long end, Device device, ScalarType dtype = ScalarType.Int64) =>
        arange(Numbers.Kept(start), Numbers.Kept(end), Numbers.One, dtype, device);
}
