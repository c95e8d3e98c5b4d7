using System.Numerics;
using DeepML.Networks;
using static System.FormattableString;

namespace DeepML.Transforms;

/// <summary>Asks of a description what must hold of it.</summary>
internal static class Sound
{
    /// <summary>Most numbers that a model reads or writes in one row: 256 MiB of them.</summary>
    public const int MostNumbers = 1 << 26;

    /// <summary>Faults of a part, each of which ends the reading.</summary>
    /// <param name="place">Name of the part.</param>
    public static PartFaults Part(string place) =>
        new(place, (name, value, requirement) => throw Damaged(Invariant($"{name} is {value}; it must be {requirement}")));

    /// <summary>Refuses a description of which something does not hold.</summary>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="otherwise">What is wrong if it does not.</param>
    /// <exception cref="FormatException">It does not hold.</exception>
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
            throw Damaged(otherwise);
    }

    /// <summary>Refuses a number outside its range.</summary>
    /// <exception cref="FormatException">It is outside, or no number.</exception>
    public static void InRange<T>(T value, T atLeast, T atMost, string name)
        where T : INumber<T> => That(
            value >= atLeast && value <= atMost, Invariant($"{name} is {value}; it must be in [{atLeast}, {atMost}]"));

    /// <summary>Refuses sizes below 1, and such as no row has.</summary>
    /// <exception cref="FormatException">There is such a one.</exception>
    public static void Size(long value, string name) => InRange(value, 1, MostNumbers, name);

    /// <summary>Refuses two sizes that must be the same.</summary>
    /// <exception cref="FormatException">They are not.</exception>
    public static void Same(long one, long other, string what) => That(one == other, $"{what} are {one} and {other}, and must be equal");

    /// <summary>Refuses sizes whose product is more than a row holds.</summary>
    /// <exception cref="FormatException">It is.</exception>
    public static void Product(string name, params ReadOnlySpan<long> sizes)
    {
        Int128 product = 1;
        foreach (var size in sizes)
        {
            Size(size, name);
            product *= size;
        }
        That(product <= MostNumbers, $"{name} are {product}; a row holds {MostNumbers} at most");
    }

    private static FormatException Damaged(string what) => new($"The model's description is damaged: {what}.");
}
