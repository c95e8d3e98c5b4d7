using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>What libtorch needs of the process around it, set before it is loaded, unless the user has chosen otherwise.</summary>
internal static unsafe class ProcessSettings
{
    /// <summary>Applies all of them.</summary>
    public static void Apply()
    {
        foreach (var (name, value) in Variables)
            SetUnlessSet(name, value);
        GlibcHeap.JoinFreedBlocks();
        GlibcHeap.KeepFreedPages();
    }

    private static IEnumerable<(string Name, string Value)> Variables =>
    [
        // libtorch's threads burn their cores while they wait: on shared cores a step of an LSTM took 671 ms in place of 2.
        ("OMP_WAIT_POLICY", "PASSIVE"),
        // But before they sleep they look a thousand times, for some 25 µs, whether there is more to do: between two operations of a batch
        // there is, and to wake them takes longer (docs/torchsharp-notes.md, with what it costs where cores are shared).
        .. LetsSleep ? [("GOMP_SPINCOUNT", "1000")] : Array.Empty<(string, string)>(),
        // The matrix products of MKL otherwise differ in the last digit with the place of their operands in memory, from one call to
        // the next: on an EPYC 20 of 85 tests of exact equality failed, with it none, at the same speed.
        ("MKL_CBWR", "AUTO,STRICT"),
    ];

    // Whoever has threads wait otherwise has said how.
    private static bool LetsSleep =>
        Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not { } policy
        || policy.Equals("passive", StringComparison.OrdinalIgnoreCase);

    private static void SetUnlessSet(string name, string value)
    {
        var wanted = Environment.GetEnvironmentVariable(name) ?? value;
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(name, wanted);
        else if (NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "setenv", out var setenv))
            SetVariable((delegate* unmanaged<byte*, byte*, int, int>)setenv, name, wanted);
    }

    // .NET keeps its own copy of the environment on Unix: a change of it does not reach native code.
    private static void SetVariable(delegate* unmanaged<byte*, byte*, int, int> setenv, string name, string value)
    {
        var (nameBytes, valueBytes) = (Marshal.StringToCoTaskMemUTF8(name), Marshal.StringToCoTaskMemUTF8(value));
        setenv((byte*)nameBytes, (byte*)valueBytes, 0); // 0: what is there stays
        Marshal.FreeCoTaskMem(nameBytes);
        Marshal.FreeCoTaskMem(valueBytes);
    }
}
