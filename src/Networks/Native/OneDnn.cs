using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// oneDNN, with which libtorch calculates convolutions and LSTMs on x64: tried once against libtorch's own way when that has been loaded,
/// and left out for good where the two differ.
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

    /// <summary>Tries it; to be called once, after libtorch has been loaded and before anything is calculated.</summary>
    public static void Try()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return;
        var context = (delegate* unmanaged<nint>)Find("_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ");
        var enable = (delegate* unmanaged<nint, byte, void>)Find(
            "_ZN2at7Context20setUserEnabledMkldnnEb", "?setUserEnabledMkldnn@Context@at@@QEAAX_N@Z");
        var isEnabled = (delegate* unmanaged<nint, byte>)Find(
            "_ZNK2at7Context17userEnabledMkldnnEv", "?userEnabledMkldnn@Context@at@@QEBA_NXZ");
        // NNPACK would take over some of its convolutions: less exact, and with a line on standard error where it cannot.
        var enableOther = (delegate* unmanaged<nint, byte, void>)Find(
            "_ZN2at7Context20setUserEnabledNNPACKEb", "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z");
        if (context is null || enable is null || isEnabled is null || enableOther is null || isEnabled(context()) == 0)
            return;
        var (own, isRight) = (context(), false);
        try
        {
            enable(own, 0);
            enableOther(own, 0);
            var expected = Trial();
            enable(own, 1);
            isRight = AreNear(Trial(), expected);
        }
        finally
        {
            isLeftOut = !isRight;
            enable(own, isRight ? (byte)1 : (byte)0);
            enableOther(own, isRight ? (byte)1 : (byte)0);
        }
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

    /// <summary>Convolutions there and back, and LSTMs, of sizes that do not fill the blocks in which oneDNN calculates.</summary>
    internal static float[][] Trial()
    {
        using var scope = NewDisposeScope();
        var seeded = new Generator(1);
        var all = new List<float[]>();
        foreach (var (from, to, size, rows) in new[] { (19L, 16L, 5L, 3L), (1, 1, 3, 3) })
        {
            using (full([1 << 16], Numbers.Kept(1e30)))
            {
                // memory that is had again holds what was in it, and blocks that are not cleared then show it
            }
            using var gradients = enable_grad();
            var weights = randn([to, from, size, size], generator: seeded).requires_grad_();
            var pictures = randn([rows, from, 11, 9], generator: seeded).requires_grad_();
            var answer = nn.functional.conv2d(pictures, weights, padding: [1, 1]);
            answer.Squared().sum().backward();
            all.AddRange(new[] { answer.detach(), weights.grad!, pictures.grad! }.Select(tensor => tensor.ReadAll<float>()));
        }
        using var gradientsOff = no_grad();
        using var drawn = random.get_rng_state(); // a module draws its first weights
        using var lstm = nn.LSTM(4, 8, batchFirst: true);
        random.set_rng_state(drawn);
        foreach (var weight in lstm.parameters())
            weight.copy_(randn(weight.shape, generator: seeded));
        all.Add(lstm.call(randn([8, 5, 4], generator: seeded)).Item1.ReadAll<float>());
        return [.. all];
    }

    private static nint Find(string elsewhere, string onWindows) =>
        OperatingSystem.IsWindows() ? LoadedLibrary.Find("torch_cpu", onWindows) : LoadedLibrary.Find("libtorch_cpu", elsewhere);
}
