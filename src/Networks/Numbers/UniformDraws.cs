using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Draws the uniform first weights of large layers from torch's generator: the numbers that torch draws, in a fifth of the time.
/// </summary>
internal static class UniformDraws
{
    /// <summary>Numbers, below which torch draws them: the generator's state is copied there and back.</summary>
    public const long Fewest = 1 << 14;

    /// <summary>As torch's <c>kaiming_uniform_</c> (He et al., arXiv:1502.01852).</summary>
    /// <param name="weight">Receives the numbers.</param>
    /// <param name="gain">By how much their deviation is above 1 / √inputs: √2 before a rectifier.</param>
    public static void Kaiming(Tensor weight, double gain)
    {
        var inputs = weight.numel() / weight.size(0);
        Symmetric(weight, Math.Sqrt(3) * (gain / Math.Sqrt(inputs)));
    }

    /// <summary>As torch draws the first weights of a convolution or a dense layer.</summary>
    /// <param name="weight">(outputs, …): receives the numbers.</param>
    /// <param name="bias">(outputs), receives its numbers behind them; null for none.</param>
    public static void OfLayer(Tensor weight, Tensor? bias)
    {
        Kaiming(weight, Math.Sqrt(2.0 / (1 + 5)));
        if (bias is not null)
            Symmetric(bias, 1 / Math.Sqrt(weight.numel() / weight.size(0)));
    }

    private static void Symmetric(Tensor numbers, double bound)
    {
        using var gradientsOff = no_grad();
        if (numbers.numel() is < Fewest or > int.MaxValue / sizeof(float) || numbers.dtype != ScalarType.Float32
            || numbers.device_type != DeviceType.CPU || !numbers.is_contiguous())
        {
            nn.init.uniform_(numbers, -bound, bound);
            return;
        }
        using var before = get_rng_state();
        var twister = new MersenneTwister(before.bytes.ToArray());
        twister.Uniform(numbers.Floats(), (float)-bound, (float)bound);
        using var after = tensor(twister.State);
        set_rng_state(after);
    }
}
