using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepML.Networks;

/// <summary>Fewer numbers than a vector of the processor holds, at the end of a row.</summary>
internal static unsafe class VectorParts
{
    /// <summary>The numbers, and zeros behind them.</summary>
    /// <param name="numbers">Where they are.</param>
    /// <param name="count">How many, less than a vector holds.</param>
    public static Vector<float> Load(float* numbers, int count)
    {
        var loaded = Vector<float>.Zero;
        Unsafe.CopyBlockUnaligned(&loaded, numbers, (uint)(count * sizeof(float)));
        return loaded;
    }

    /// <summary>Writes the first numbers of a vector.</summary>
    /// <param name="numbers">The vector.</param>
    /// <param name="place">Where to.</param>
    /// <param name="count">How many.</param>
    public static void Store(Vector<float> numbers, float* place, int count) =>
        Unsafe.CopyBlockUnaligned(place, &numbers, (uint)(count * sizeof(float)));
}
