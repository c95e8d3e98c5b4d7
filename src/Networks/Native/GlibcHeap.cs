using System.Collections;
using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>The heap of the C library, where it is glibc's and the user has not set it: libtorch's tensors on the CPU live in it.</summary>
/// <remarks>
/// Before glibc 2.38 an aligned block that is freed can seldom be had again: a few bytes next to it stay in lists of small blocks,
/// and what is left is too small for the same request. An LSTM that learns then makes the heap grow by megabytes with every step,
/// in most starts of a process (docs/torchsharp-notes.md, with measurements).
/// </remarks>
internal static unsafe class GlibcHeap
{
    private const int MaximumFast = 1, TrimThreshold = -1, MapThreshold = -3; // M_MXFAST, M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h
    private const int MapFrom = 4 << 20;        // bytes; below it blocks share the heap at no loss
    private const int LargestShared = 32 << 20; // bytes; what glibc allows at most

    /// <summary>Bytes at the end of the heap that stay with the process when they are free.</summary>
    public const int UsuallyKept = 2 * LargestShared;

    private static readonly bool IsOurs =
        OperatingSystem.IsLinux() && Export("gnu_get_libc_version") != 0 && !IsSetBy(Environment.GetEnvironmentVariables());
    private static readonly delegate* unmanaged<int, int, int> Set = IsOurs ? (delegate* unmanaged<int, int, int>)Export("mallopt") : null;
    private static readonly delegate* unmanaged<nuint, int> Trim = IsOurs ? (delegate* unmanaged<nuint, int>)Export("malloc_trim") : null;

    /// <summary>Whether the heap may be set at all.</summary>
    public static bool CanBeSet => Set is not null && Trim is not null;

    /// <summary>Freed small blocks are joined with their neighbours at once: most starts then do not grow, and none is slower.</summary>
    public static void JoinFreedBlocks()
    {
        if (CanBeSet)
            Set(MaximumFast, 0);
    }

    /// <summary>
    /// Freed blocks stay with the process where glibc would give their pages back and have them anew for the next batch. It comes to the
    /// same thresholds by itself once a block of 32 MiB was freed, which most networks do not have.
    /// </summary>
    public static void KeepFreedPages()
    {
        if (CanBeSet)
            Set(MapThreshold, LargestShared);
        KeepAtEnd(UsuallyKept);
    }

    /// <summary>How much may be free at the end of the heap before it is given back.</summary>
    /// <param name="bytes">That many.</param>
    public static void KeepAtEnd(int bytes)
    {
        if (CanBeSet)
            Set(TrimThreshold, bytes);
    }

    /// <summary>Gives the pages of freed blocks back to the system.</summary>
    public static void ReturnFreedPages()
    {
        if (CanBeSet)
            Trim(0);
    }

    /// <summary>From now on large blocks are mapped and given back one by one: nothing can grow, but each costs its pages anew.</summary>
    public static void MapLargeBlocks()
    {
        if (CanBeSet)
            Set(MapThreshold, MapFrom);
    }

    /// <summary>Whether environment variables already set the allocator.</summary>
    /// <param name="environment">The variables, by name.</param>
    internal static bool IsSetBy(IDictionary environment) => environment.Keys.Cast<string>().Any(name =>
        name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || (name == "GLIBC_TUNABLES" && $"{environment[name]}".Contains("glibc.malloc.", StringComparison.Ordinal)));

    private static nint Export(string name) =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address) ? address : 0;
}
