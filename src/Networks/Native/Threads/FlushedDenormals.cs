using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>
/// While it lives, the arithmetic of the calling thread, and of the threads that libtorch shares this thread's operations among, takes
/// numbers closer to 0 than 1.2e-38 (denormal numbers) for 0.
/// </summary>
/// <remarks>
/// Processors calculate with denormal numbers by microcode, a hundred times more slowly. A training makes them where nothing is left to
/// learn: the moments of a weight without gradients (a rare word, a unit that has died) shrink by a constant factor for ever and never
/// reach 0, for the smallest number times 0.9 is rounded to itself. Known to Linux (x64, arm64) and Windows; elsewhere it does nothing.
/// To be disposed on the thread that made it.
/// </remarks>
internal sealed unsafe class FlushedDenormals : IDisposable
{
    private const int EnvironmentSize = 64; // bytes; C's fenv_t has 32 on x64 and 8 on arm64
    private const uint FlushDenormalsOnWindows = 0x01000000, DenormalControl = 0x03000000;

    private readonly byte[] _before = new byte[EnvironmentSize];
    private readonly bool _withHelpers;

    /// <param name="withHelpers">Whether the thread's operations are shared among others, which then are set too.</param>
    public FlushedDenormals(bool withHelpers)
    {
        _withHelpers = withHelpers;
        if (OperatingSystem.IsWindows())
        {
            uint control = 0;
            IsInForce = Windows.ControlFloatingPoint(&control, 0, 0) == 0;
            BitConverter.TryWriteBytes(_before, control);
            if (IsInForce)
                Windows.ControlFloatingPoint(&control, FlushDenormalsOnWindows, DenormalControl);
            return;
        }
        if (!OperatingSystem.IsLinux() || Place is not { } place || !CMath.IsFound)
            return;
        fixed (byte* before = _before)
            if (CMath.GetEnvironment(before) != 0)
                return;
        var after = (byte[])_before.Clone();
        BitConverter.TryWriteBytes(after.AsSpan(place.Offset), BitConverter.ToUInt32(after, place.Offset) | place.Bits);
        Apply(after);
        IsInForce = true;
    }

    /// <summary>Whether denormal numbers are taken for 0 now: false where it is not known how to say so.</summary>
    public bool IsInForce { get; }

    // Where fenv_t has the control word, and its bits: flush results and read denormals as 0 (x64); both in one (arm64).
    private static (int Offset, uint Bits)? Place => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => (28, 0x8040),
        Architecture.Arm64 => (0, 1u << 24),
        _ => null,
    };

    /// <summary>Puts back what was before.</summary>
    public void Dispose()
    {
        if (!IsInForce)
            return;
        uint control = 0;
        if (OperatingSystem.IsWindows())
            Windows.ControlFloatingPoint(&control, BitConverter.ToUInt32(_before), DenormalControl);
        else
            Apply(_before);
    }

    // fesetenv has the form of a function that OpenMP runs once in each thread of a team: all get the same setting.
    private void Apply(byte[] environment)
    {
        fixed (byte* settings = environment)
        {
            if (_withHelpers)
                OpenMpTeam.RunInEach(CMath.SetEnvironment, settings);
            CMath.SetEnvironment(settings);
        }
    }

    private static class CMath
    {
        private static readonly nint Library = Load();

        public static readonly delegate* unmanaged<byte*, int> GetEnvironment = (delegate* unmanaged<byte*, int>)Find("fegetenv");

        public static readonly delegate* unmanaged<byte*, int> SetEnvironment = (delegate* unmanaged<byte*, int>)Find("fesetenv");

        public static bool IsFound => GetEnvironment != null && SetEnvironment != null;

        private static nint Load() => NativeLibrary.TryLoad("libm.so.6", out var library) ? library : NativeLibrary.GetMainProgramHandle();

        private static nint Find(string name) => NativeLibrary.TryGetExport(Library, name, out var function) ? function : 0;
    }

    private static class Windows
    {
        [DllImport("ucrtbase.dll", EntryPoint = "_controlfp_s")]
        public static extern int ControlFloatingPoint(uint* control, uint value, uint mask);
    }
}
