using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Memory of the processor in pages of 2 MiB, where Linux gives them to those who ask (<c>transparent_hugepage</c> is "madvise"): what is
/// as large as all weights of a network is had anew by every training, at up to 14 µs for every page of 4 KiB (docs/torchsharp-notes.md).
/// </summary>
internal static unsafe class HugePages
{
    private const long Bytes = 2 << 20; // of a page
    private const int Advice = 14;      // MADV_HUGEPAGE of mman.h

    private static readonly delegate* unmanaged<nint, nuint, int, int> Advise = OperatingSystem.IsLinux()
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out var address)
            ? (delegate* unmanaged<nint, nuint, int, int>)address : null;

    /// <summary>Zeros whose memory is in large pages where it can be.</summary>
    /// <param name="length">Numbers.</param>
    /// <param name="type">Their type.</param>
    /// <param name="device">Where they lie; null for the processor.</param>
    /// <returns>(numbers).</returns>
    public static Tensor Zeros(long length, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        var block = For(empty(length, dtype: type, device: device));
        var zeroed = block.zero_();
        if (!ReferenceEquals(zeroed, block)) // TorchSharp makes a second object for the same tensor
            zeroed.Dispose();
        return block;
    }

    /// <summary>Asks for large pages; an answer of the system that says no changes nothing.</summary>
    /// <param name="fresh">A tensor whose memory was not written yet: its whole pages are asked for.</param>
    /// <returns>The same tensor.</returns>
    public static Tensor For(Tensor fresh)
    {
        var length = fresh.numel() * fresh.ElementSize;
        if (Advise is null || fresh.device_type != DeviceType.CPU || length is < 2 * Bytes or > int.MaxValue)
            return fresh;
        var memory = fresh.bytes;
        var start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        var from = (start + Bytes - 1) & -Bytes;
        var to = (start + memory.Length) & -Bytes;
        if (to > from)
            Advise((nint)from, (nuint)(to - from), Advice);
        return fresh;
    }
}
