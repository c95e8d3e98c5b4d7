namespace DeepML.Data;

/// <summary>
/// Makes unrelated numbers of neighbouring ones, the same in every process and on every machine, as <see cref="HashCode"/> does not.
/// </summary>
internal static class Mixing
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    /// <summary>The next number of splitmix64 (Steele, Lea and Flood, OOPSLA 2014) after a state.</summary>
    public static ulong Next(ulong state) => Finish(state + GoldenRatio);

    /// <summary>A seed made of three numbers.</summary>
    /// <returns>At least 0.</returns>
    public static int Seed(int seed, int a, int b) =>
        (int)(Finish(((ulong)(uint)seed << 32 | (uint)a) + (GoldenRatio * (ulong)(b + 1))) & int.MaxValue);

    /// <summary>A seed made of two numbers, by two multiplications (Knuth, TAOCP 3, 6.4).</summary>
    /// <returns>At least 0.</returns>
    public static int Seed(int seed, int a) => unchecked((int)(((uint)seed * 2654435761u) ^ ((uint)a * 2246822519u)) & int.MaxValue);

    // The finalizer of splitmix64.
    private static ulong Finish(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
