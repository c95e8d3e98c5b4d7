using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Replaces each pixel by the weighted sum of those around it, channel by channel; pixels outside of the picture are those of its edge.
/// A kernel that is a column times a row is applied as two passes.
/// </summary>
/// <param name="Kernel">The weights, row by row: as many numbers in each row, odd in both directions, finite.</param>
[SavedAs("kernel")]
public sealed record KernelFilter(IReadOnlyList<IReadOnlyList<double>> Kernel) : ImageFilter
{
    private const int MostPixels = 255;
    private const double Rounding = 1e-12;

    /// <summary>Whether sums below 0 count by their size: edges then are bright whichever side is the darker one.</summary>
    /// <value>The default is false.</value>
    public bool Absolute { get; init; }

    /// <summary>Five times the pixel less its four neighbours: sharper edges.</summary>
    public static KernelFilter Sharpen { get; } = new([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]);

    /// <summary>Brightness that grows to the right: [1, 2, 1]ᵀ · [-1, 0, 1] (Sobel and Feldman 1968). Vertical edges.</summary>
    public static KernelFilter SobelX { get; } = new([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]);

    /// <summary>Brightness that grows downwards: [-1, 0, 1]ᵀ · [1, 2, 1]. Horizontal edges.</summary>
    public static KernelFilter SobelY { get; } = new([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]);

    /// <summary>Whether the kernel is a column times a row.</summary>
    public bool IsSeparable => Separated() is not null;

    /// <summary>The mean of a square of pixels: a smoother picture.</summary>
    /// <param name="size">Side of the square in pixels; odd, in [1, 255].</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is even or out of range.</exception>
    public static KernelFilter Smooth(int size)
    {
        CheckSize(size);
        return new([.. Enumerable.Range(0, size).Select(_ => Enumerable.Repeat(1.0 / ((double)size * size), size).ToArray())]);
    }

    /// <summary>A mean in which nearer pixels weigh more, as the normal density does.</summary>
    /// <param name="deviation">Standard deviation in pixels; in (0, 42].</param>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is out of range.</exception>
    public static KernelFilter Gaussian(double deviation)
    {
        if (!(deviation is > 0 and <= 42))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "It must be in (0, 42].");
        var reach = (int)Math.Ceiling(3 * deviation);
        var weights = Enumerable.Range(-reach, (2 * reach) + 1).Select(x => Math.Exp(-x * x / (2 * deviation * deviation))).ToArray();
        var sum = weights.Sum();
        return new([.. weights.Select(y => weights.Select(x => x * y / (sum * sum)).ToArray())]);
    }

    /// <summary>
    /// Waves of one length and direction under a normal density: texture. exp(-(x'² + y'²) / 2σ²)·cos(2πx' / λ), x' along the direction
    /// (Daugman, JOSA A 2, 1985).
    /// </summary>
    /// <param name="size">Side of the kernel in pixels; odd, in [1, 255].</param>
    /// <param name="wavelength">λ in pixels; above 0.</param>
    /// <param name="degrees">Direction across the waves; 0 finds vertical stripes.</param>
    /// <param name="deviation">σ in pixels; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static KernelFilter Gabor(int size, double wavelength, double degrees, double deviation)
    {
        CheckSize(size);
        if (!(wavelength > 0 && double.IsFinite(wavelength)))
            throw new ArgumentOutOfRangeException(nameof(wavelength), wavelength, "It must be above 0.");
        if (!(deviation > 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "It must be above 0.");
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var half = size / 2;
        return new([.. Enumerable.Range(-half, size).Select(y => Enumerable.Range(-half, size).Select(x =>
            Math.Exp(-((x * x) + (y * y)) / (2 * deviation * deviation))
                * Math.Cos(2 * Math.PI * ((x * cosine) + (y * sine)) / wavelength)).ToArray())]);
    }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        if (Kernel is not { Count: > 0 } || Kernel.Any(row => row is null || row.Count != Kernel[0]?.Count))
            faults.Add(nameof(Kernel), Kernel is null ? null : "uneven", "rows of as many numbers each");
        else if (Kernel.Count % 2 == 0 || Kernel[0].Count % 2 == 0 || Kernel.Count > MostPixels || Kernel[0].Count > MostPixels)
            faults.Add(nameof(Kernel), $"{Kernel.Count}x{Kernel[0].Count}", $"odd in both directions, and at most {MostPixels}");
        else if (Kernel.Any(row => row.Any(weight => !NumberLimits.Fits(weight))))
            faults.Add(nameof(Kernel), Kernel.SelectMany(row => row).First(weight => !NumberLimits.Fits(weight)), "of finite numbers");
    }

    /// <inheritdoc/>
    internal override Tensor Apply(Tensor pictures)
    {
        var (height, width) = (pictures.size(2), pictures.size(3));
        var planes = pictures.reshape(-1, 1, height, width); // (batch · channels, 1, height, width)
        var (up, left) = (Kernel.Count / 2, Kernel[0].Count / 2);
        planes = nn.functional.pad(planes, [left, left, up, up], PaddingModes.Replicate);
        if (Separated() is var (column, row))
        {
            planes = Convolved(planes, column, column.Length, 1);
            planes = Convolved(planes, row, 1, row.Length);
        }
        else
        {
            planes = Convolved(planes, [.. Kernel.SelectMany(weights => weights)], Kernel.Count, Kernel[0].Count);
        }
        planes = planes.view(pictures.shape);
        return Absolute ? planes.abs_() : planes;
    }

    /// <summary>The column and the row whose product the kernel is; null if it is none.</summary>
    internal (double[] Column, double[] Row)? Separated()
    {
        if (Kernel.Count == 1 || Kernel[0].Count == 1)
            return null; // one pass as it is
        var largest = Kernel.SelectMany((row, y) => row.Select((weight, x) => (Size: Math.Abs(weight), y, x))).MaxBy(at => at.Size);
        if (largest.Size == 0)
            return null;
        double[] row = [.. Kernel[largest.y]];
        double[] column = [.. Kernel.Select(weights => weights[largest.x] / row[largest.x])];
        for (var y = 0; y < column.Length; y++)
            for (var x = 0; x < row.Length; x++)
                if (Math.Abs((column[y] * row[x]) - Kernel[y][x]) > Rounding * largest.Size)
                    return null;
        return (column, row);
    }

    private static Tensor Convolved(Tensor planes, double[] weights, int height, int width)
    {
        var kernel = tensor(Array.ConvertAll(weights, weight => (float)weight), [1, 1, height, width], device: planes.device);
        return nn.functional.conv2d(planes, kernel);
    }

    private static void CheckSize(int size)
    {
        if (size % 2 == 0 || size is < 1 or > MostPixels)
            throw new ArgumentOutOfRangeException(nameof(size), size, $"It must be odd and in [1, {MostPixels}].");
    }
}
