using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// Passes of a network in <see cref="Precision.BFloat16"/>: while one runs, libtorch casts the operands of the operations that gain
/// (its autocast list for the CPU: products, convolutions, the LSTM) and leaves all others in float32.
/// </summary>
/// <remarks>TorchSharp has no binding for autocast; the functions take plain numbers, so that they can be called as they are.</remarks>
internal static unsafe class MixedPrecision
{
    private const sbyte Cpu = 0;

    // set_autocast_enabled(DeviceType, bool) and clear_cache() of namespace at::autocast, as the compilers of the systems name them.
    private static readonly delegate* unmanaged<sbyte, byte, void> SetEnabled = (delegate* unmanaged<sbyte, byte, void>)Find(
        "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb", "?set_autocast_enabled@autocast@at@@YAXW4DeviceType@c10@@_N@Z");

    private static readonly delegate* unmanaged<void> ClearCache = (delegate* unmanaged<void>)Find(
        "_ZN2at8autocast11clear_cacheEv", "?clear_cache@autocast@at@@YAXXZ");

    [ThreadStatic]
    private static bool isOn;

    /// <summary>Why passes cannot be made, or are not worth it; null if they can be made on the processor.</summary>
    public static string? WhyNot =>
        !IsAvailable ? "this build of libtorch does not offer it"
        : OneDnn.WhyNot is { } why ? why
        : !ProcessorMultiplies ? "this processor has no instructions for it (AVX512_BF16 or AMX_BF16), and would be slower than in Float32"
        : null;

    /// <summary>Whether libtorch can do it, fast or slowly.</summary>
    public static bool IsAvailable => SetEnabled != null && ClearCache != null;

    // Leaf 7 of CPUID: bit 5 of EAX in subleaf 1 is AVX512_BF16, bit 22 of EDX in subleaf 0 AMX_BF16.
    private static bool ProcessorMultiplies => X86Base.IsSupported && Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= 7
        && (((X86Base.CpuId(7, 1).Eax >> 5) & 1) == 1 || ((X86Base.CpuId(7, 0).Edx >> 22) & 1) == 1);

    /// <summary>One pass.</summary>
    /// <param name="precision">In which numbers.</param>
    /// <param name="pass">The pass, without losses; called at once.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="more">What else it reads.</param>
    /// <returns>Its answer, as float32 if it is not a whole number.</returns>
    public static Tensor Answer<TInput, TMore>(Precision precision, Func<TInput, TMore, Tensor> pass, TInput input, TMore more)
    {
        if (precision == Precision.Float32)
            return pass(input, more);
        using var region = new Region();
        return Single(pass(input, more));
    }

    /// <summary>Begins passes on the calling thread, which last until the answer is disposed; nothing for Float32.</summary>
    public static Region? Begin(Precision precision) => precision == Precision.Float32 ? null : new Region();

    /// <summary>A tensor as float32 where it is bfloat16; else itself.</summary>
    public static Tensor Single(Tensor answer) => answer.dtype == ScalarType.BFloat16 ? answer.to(ScalarType.Float32) : answer;

    private static nint Find(string elsewhere, string onWindows)
    {
        NativeGround.Require(OneDnnUse.Convolutions); // else there would be nothing in memory yet
        return OperatingSystem.IsWindows() ? LoadedLibrary.Find("torch_cpu", onWindows) : LoadedLibrary.Find("libtorch_cpu", elsewhere);
    }

    /// <summary>A stretch of passes on one thread; those within it are part of it.</summary>
    internal sealed class Region : IDisposable
    {
        private readonly bool _isOutermost = !isOn;

        public Region()
        {
            if (!IsAvailable)
                throw new NotSupportedException($"Passes in BFloat16 are not possible: {WhyNot}.");
            isOn = true;
            SetEnabled(Cpu, 1);
        }

        /// <summary>Ends it: weights that were cast are cast anew by the next one, for they may have moved.</summary>
        public void Dispose()
        {
            if (!_isOutermost)
                return;
            isOn = false;
            SetEnabled(Cpu, 0);
            ClearCache();
        }
    }
}
