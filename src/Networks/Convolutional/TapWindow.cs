using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>
/// A rectangle of the taps of a convolution's kernels, copied from and to the weights: kernels, each of its rows of taps, one after the
/// other.
/// </summary>
/// <param name="KernelHeight">Rows of taps of a kernel.</param>
/// <param name="KernelWidth">Taps per row.</param>
/// <param name="Top">The first row of the rectangle.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Left">The first tap of its rows.</param>
/// <param name="Width">Its taps per row.</param>
internal readonly record struct TapWindow(int KernelHeight, int KernelWidth, int Top, int Height, int Left, int Width)
{
    private const int Part = 1 << 13;          // kernels that a thread takes at a time, 10 µs and more: 9 taps are 300 KiB
    private const int FewestShared = 4 * Part; // kernels, for which another thread is worth waking

    /// <summary>Taps of a kernel.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Taps in the rectangle.</summary>
    public int Count => Height * Width;

    /// <summary>The rectangles of a weight, outside of any graph.</summary>
    /// <param name="weight">(filters, channels, rows, taps per row), float32 in the processor's memory, in a row.</param>
    /// <returns>(filters, channels · taps of the rectangle).</returns>
    public Tensor Of(Tensor weight)
    {
        var windows = empty(weight.size(0), weight.size(1) * Count, dtype: ScalarType.Float32);
        Gather(weight.Floats(), windows.Floats());
        return windows;
    }

    /// <summary>Copies the rectangle of each kernel.</summary>
    /// <param name="kernels">(kernels, rows, taps per row).</param>
    /// <param name="windows">(kernels, rows of the rectangle, its taps per row).</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public unsafe void Gather(ReadOnlySpan<float> kernels, Span<float> windows)
    {
        fixed (float* all = kernels, some = windows)
            Copy(all, some, CountOf(kernels.Length, windows.Length), gathers: true);
    }

    /// <summary>Copies rectangles back to where they were gathered.</summary>
    /// <param name="windows">(kernels, rows of the rectangle, its taps per row).</param>
    /// <param name="kernels">(kernels, rows, taps per row); what is around the rectangles stays.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public unsafe void Scatter(ReadOnlySpan<float> windows, Span<float> kernels)
    {
        fixed (float* all = kernels, some = windows)
            Copy(all, some, CountOf(kernels.Length, windows.Length), gathers: false);
    }

    private int CountOf(int all, int some)
    {
        if (all % Taps != 0 || some != all / Taps * Count)
            throw new ArgumentException($"{all} taps of {KernelHeight}×{KernelWidth} have {some} in rectangles of {Height}×{Width}.");
        return all / Taps;
    }

    private unsafe void Copy(float* all, float* some, int kernels, bool gathers)
    {
        if (kernels < FewestShared)
        {
            CopyPart(all, some, 0, kernels, gathers);
            return;
        }
        var (a, s, window) = ((nint)all, (nint)some, this); // which a lambda can hold
        OpenMpTeam.Share((kernels + Part - 1) / Part, part => window.CopyPart(
            (float*)a, (float*)s, part * Part, Math.Min((part + 1) * Part, kernels), gathers));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a short training is over before it would be compiled well
    private unsafe void CopyPart(float* all, float* some, int first, int last, bool gathers)
    {
        var (taps, count, width) = (Taps, Count, Width);
        for (var row = 0; row < Height; row++)
        {
            var whole = all + ((long)first * taps) + ((Top + row) * KernelWidth) + Left;
            var part = some + ((long)first * count) + (row * width);
            for (var kernel = first; kernel < last; kernel++, whole += taps, part += count)
                for (var i = 0; i < width; i++)
                    if (gathers)
                        part[i] = whole[i];
                    else
                        whole[i] = part[i];
        }
    }
}
