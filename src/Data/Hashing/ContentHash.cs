using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A hash of numbers in their order (XXH3, 64 bits): it tells data apart that differ by accident, not by intent.</summary>
internal sealed class ContentHash
{
    private const long PieceNumbers = 1 << 24; // a span holds no more than 2³¹ bytes

    private readonly XxHash3 _hash = new();

    /// <summary>Adds numbers.</summary>
    public void Add<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged => _hash.Append(MemoryMarshal.AsBytes(numbers));

    /// <summary>Adds the numbers of a tensor on any device, row by row, after its shape.</summary>
    public void Add(Tensor values)
    {
        using var scope = NewDisposeScope();
        Add<long>(values.shape);
        var flat = values.detach().reshape(-1);
        for (var start = 0L; start < flat.numel(); start += PieceNumbers)
        {
            using var inner = NewDisposeScope();
            Add<byte>(flat.narrow(0, start, Math.Min(PieceNumbers, flat.numel() - start)).cpu().contiguous().bytes);
        }
    }

    /// <summary>Adds a whole stream.</summary>
    public void Add(Stream stream) => _hash.Append(stream);

    /// <summary>The hash of what has been added, 16 hexadecimal digits.</summary>
    public override string ToString() => _hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
}
