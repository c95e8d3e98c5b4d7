using TorchSharp;

namespace DeepML.Networks;

/// <summary>
/// Numbers for tensor arithmetic that stay alive while native code reads them.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 turns a number into a <see cref="Scalar"/>, hands its handle to libtorch and keeps nothing: a collection on any
/// other thread may finalize it during the call, which then reads freed memory (docs/torchsharp-notes.md). Every number that reaches
/// a tensor therefore comes from here. A number made on a thread stays alive there until a thousand other ones have followed it.
/// </remarks>
internal static class Numbers
{
    private const int Remembered = 1024;

    [ThreadStatic]
    private static Dictionary<(bool IsWhole, long Bits), Scalar>? young;

    [ThreadStatic]
    private static Dictionary<(bool IsWhole, long Bits), Scalar>? old;

    /// <summary>The whole number 1, which keeps integral tensors integral.</summary>
    public static Scalar One { get; } = Make(1L);

    /// <summary>The whole number 0.</summary>
    public static Scalar Zero { get; } = Make(0L);

    /// <summary>A real number, for use in the next call of torch; never to be stored or disposed.</summary>
    public static Scalar Kept(double value) =>
        Find((false, BitConverter.DoubleToInt64Bits(value)), out var key) ?? Remember(key, Make(value));

    /// <summary>
    /// A whole number, which keeps integral tensors integral, for use in the next call of torch; never to be stored or disposed.
    /// </summary>
    public static Scalar Kept(long value) => Find((true, value), out var key) ?? Remember(key, Make(value));

    private static Scalar? Find((bool IsWhole, long Bits) wanted, out (bool IsWhole, long Bits) key)
    {
        key = wanted;
        if (young is not null && young.TryGetValue(wanted, out var number))
            return number;
        return old is not null && old.TryGetValue(wanted, out number) ? Remember(wanted, number) : null;
    }

    private static Scalar Remember((bool IsWhole, long Bits) key, Scalar number)
    {
        if (young is null || young.Count >= Remembered)
        {
            old = young;
            young = new Dictionary<(bool, long), Scalar>(Remembered);
        }
        young[key] = number;
        return number;
    }

#pragma warning disable RS0030 // the one place where a number becomes a Scalar: it is kept by whoever called
    private static Scalar Make(double value) => value;

    private static Scalar Make(long value) => value;
#pragma warning restore RS0030
}
