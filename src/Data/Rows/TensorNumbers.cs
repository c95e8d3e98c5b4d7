using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Reads numbers out of tensors. Torch's <c>ToSingle()</c> reads through a number that nothing holds (docs/torchsharp-notes.md).
/// </summary>
internal static class TensorNumbers
{
    /// <summary>The one number of a tensor of any type on any device, as float32.</summary>
    /// <exception cref="ArgumentException">The tensor holds more or fewer than one number.</exception>
    public static float Single(this Tensor tensor)
    {
        using var number = tensor.to(ScalarType.Float32);
        using var here = number.cpu();
#pragma warning disable RS0030 // the number is on the CPU now
        return here.item<float>();
#pragma warning restore RS0030
    }

    /// <summary>The one number of a tensor of any type on any device, as float64, in which whole numbers are exact up to 2⁵³.</summary>
    /// <exception cref="ArgumentException">The tensor holds more or fewer than one number.</exception>
    public static double Double(this Tensor tensor)
    {
        using var number = tensor.to(ScalarType.Float64);
        using var here = number.cpu();
#pragma warning disable RS0030 // the number is on the CPU now
        return here.item<double>();
#pragma warning restore RS0030
    }

    /// <summary>The whole numbers of a tensor of int64 on any device.</summary>
    public static long[] Integers(this Tensor tensor)
    {
        using var here = tensor.cpu();
        using var contiguous = here.contiguous();
        return MemoryMarshal.Cast<byte, long>(contiguous.bytes).ToArray();
    }
}
