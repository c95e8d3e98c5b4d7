using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>What libtorch needs of the process around it, set before it is loaded, unless the user has chosen otherwise.</summary>
internal static unsafe class ProcessSettings
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>Applies all of them.</summary>
    public static void Apply()
    {
        WaitPassively();
        GlibcHeap.JoinFreedBlocks();
    }

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
}
