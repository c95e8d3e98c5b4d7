using System.Runtime.InteropServices;

namespace DeepML.Networks;

/// <summary>
/// oneDNN, with which libtorch calculates convolutions and LSTMs on x64: tried once in a process before it is used, and left out for good
/// where it calculates wrongly.
/// </summary>
/// <remarks>
/// On a virtual machine (AMD, family 26) whose processor tells nothing of its caches, convolutions of 19 channels, the gradients of small
/// ones and LSTMs without gradients came out wrong by tenths or as NaN, with no error (docs/torchsharp-notes.md). TorchSharp has no
/// binding for the switch; the functions take plain numbers, so that they can be called as they are.
/// </remarks>
internal static unsafe class OneDnn
{
    private const double Tolerance = 1e-3; // of the largest number; both ways round in the seventh digit

    private static volatile bool isLeftOut;
    private static int told;

    /// <summary>Why it is left out; null if it is not.</summary>
    public static string? WhyNot => isLeftOut
        ? "oneDNN answered otherwise than libtorch without it when it was tried on this machine: it is left out, which is right and slower"
        : null;

    /// <summary>Why it is left out, for the first who asks in a process; null for all others, and where it is not.</summary>
    public static string? TellOnce() => WhyNot is { } why && Interlocked.Exchange(ref told, 1) == 0 ? why : null;

    /// <summary>Tries convolutions; to be called once, after libtorch has been loaded, on any thread.</summary>
    public static void TryConvolutions() => Judge(OneDnnTrial.Convolutions);

    /// <summary>Tries LSTMs; to be called once, when nobody else draws from libtorch's common generator.</summary>
    public static void TryRecurrence() => Judge(OneDnnTrial.Recurrence);

    private static void Judge(Func<OneDnnTrial.Outcome> trial)
    {
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64 && !isLeftOut && trial() is var found
            && !AreNear(found.Answers, found.Expected))
            LeaveOut();
    }

    // NNPACK would take over some of its convolutions: less exact, and with a line on standard error where it cannot.
    private static void LeaveOut()
    {
        var context = (delegate* unmanaged<nint>)Find("_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ");
        var enable = (delegate* unmanaged<nint, byte, void>)Find(
            "_ZN2at7Context20setUserEnabledMkldnnEb", "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z");
        var enableOther = (delegate* unmanaged<nint, byte, void>)Find(
            "_ZN2at7Context20setUserEnabledNNPACKEb", "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z");
        if (context is null || enable is null || enableOther is null)
            throw new NotSupportedException(
                "oneDNN calculates wrongly on this machine, and this libtorch has no switch by which DeepML could leave it out. "
                + "Use the libtorch that docs/packages.md names.");
        enable(context(), 0);
        enableOther(context(), 0);
        isLeftOut = true;
    }

    /// <summary>Whether two calculations of the same numbers came to the same.</summary>
    internal static bool AreNear(float[][] answers, float[][] expected)
    {
        for (var i = 0; i < expected.Length; i++) // plain loops: this is done at every start, and queries take 10 ms to compile
        {
            var largest = 0f;
            foreach (var number in expected[i])
                largest = Math.Max(largest, Math.Abs(number));
            for (var j = 0; j < expected[i].Length; j++)
                if (!(Math.Abs(answers[i][j] - expected[i][j]) <= Tolerance * largest)) // true for NaN
                    return false;
        }
        return true;
    }

    private static nint Find(string elsewhere, string onWindows) =>
        OperatingSystem.IsWindows() ? LoadedLibrary.Find("torch_cpu", onWindows) : LoadedLibrary.Find("libtorch_cpu", elsewhere);
}
