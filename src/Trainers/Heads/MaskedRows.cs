using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Means of rows of which some numbers are missing.</summary>
internal static class MaskedRows
{
    /// <summary>The mean of each row over what is there; 0 where nothing is.</summary>
    /// <param name="each">(batch, numbers).</param>
    /// <param name="there">(batch, numbers), boolean.</param>
    /// <returns>(batch).</returns>
    public static Tensor Mean(Tensor each, Tensor there)
    {
        var counts = there.to(each.dtype).sum(1L).clamp_min(Numbers.One);
        return where(there, each, zeros_like(each)).sum(1L) / counts;
    }
}
