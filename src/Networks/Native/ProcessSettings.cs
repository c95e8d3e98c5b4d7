using System.Collections;
using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>What libtorch needs of the process around it, set before it is loaded, unless the user has chosen otherwise.</summary>
internal static unsafe class ProcessSettings
{
    /// <summary>
    /// Blocks of at least this many bytes are mapped and given back one by one; smaller ones share the heap. The value also stops
    /// glibc from moving that limit by itself, which is what lets its heap grow without end while an LSTM learns
    /// (docs/torchsharp-notes.md, with the measurements behind the number).
    /// </summary>
    internal const int MapFrom = 4 << 20;

    private const string WaitPolicy = "OMP_WAIT_POLICY";
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD of malloc.h

    /// <summary>Applies all of them.</summary>
    public static void Apply()
    {
        WaitPassively();
        KeepHeapSmall();
    }

    /// <summary>Whether environment variables already set the allocator of glibc.</summary>
    /// <param name="environment">The variables, by name.</param>
    internal static bool SetsAllocator(IDictionary environment) => environment.Keys.Cast<string>().Any(name =>
        name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || (name == "GLIBC_TUNABLES" && environment[name] is string tunables && tunables.Contains("glibc.malloc.", StringComparison.Ordinal)));

    // libtorch's threads burn their cores while they wait: on shared cores a step of an LSTM took 671 ms in place of 2.
    private static void WaitPassively()
    {
        var wanted = Environment.GetEnvironmentVariable(WaitPolicy) ?? "PASSIVE";
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(WaitPolicy, wanted);
        else if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "setenv", out var setenv))
            SetVariable((delegate* unmanaged<byte*, byte*, int, int>)setenv, WaitPolicy, wanted);
    }

    // .NET keeps its own copy of the environment on Unix: a change of it does not reach native code.
    private static void SetVariable(delegate* unmanaged<byte*, byte*, int, int> setenv, string name, string value)
    {
        var (nameBytes, valueBytes) = (Marshal.StringToCoTaskMemUTF8(name), Marshal.StringToCoTaskMemUTF8(value));
        setenv((byte*)nameBytes, (byte*)valueBytes, 0); // 0: what is there stays
        Marshal.FreeCoTaskMem(nameBytes);
        Marshal.FreeCoTaskMem(valueBytes);
    }

    private static void KeepHeapSmall()
    {
        var program = NativeLibrary.GetMainProgramHandle();
        var isGlibc = OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(program, "gnu_get_libc_version", out _);
        if (isGlibc && !SetsAllocator(Environment.GetEnvironmentVariables()) && NativeLibrary.TryGetExport(program, "mallopt", out var mallopt))
            ((delegate* unmanaged<int, int, int>)mallopt)(MapThreshold, MapFrom);
    }
}
