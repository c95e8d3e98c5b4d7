using DeepML.Networks;
using DeepML.Trainers;
using Microsoft.ML.Data;

namespace DeepML;

/// <summary>
/// Convolutions with stride 2 in front of the dense layers, and transposed ones behind them, for images (Masci et al., ICANN
/// 2011). The input is an image column, or a vector that holds all pixels of the first channel, then those of the next, as
/// <c>ExtractPixels</c> lays them out.
/// </summary>
public sealed record AutoencoderConvolution
{
    /// <summary>Height of the images in pixels.</summary>
    /// <value>At least 1; 0 (the default) takes it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Width of the images in pixels.</summary>
    /// <value>At least 1; 0 (the default) takes it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel: for image columns 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) takes it from the column's type.</value>
    public int Channels { get; init; }

    /// <summary>Feature maps after each convolution; each halves height and width.</summary>
    /// <value>At least one, each at least 1; the default is 16, 32.</value>
    public IReadOnlyList<int> Filters { get; init; } = [16, 32];

    /// <summary>Side of the kernels on the way down; those on the way up are one larger.</summary>
    /// <value>Odd and at least 3; the default is 3.</value>
    public int KernelSize { get; init; } = 3;

    /// <summary>
    /// Whether dense layers lead from the last feature maps to the code; if not, those maps are the code, and code and hidden sizes are
    /// not used.
    /// </summary>
    /// <value>The default is true.</value>
    public bool DenseCode { get; init; } = true;

    /// <summary>Refuses targets that are no picture of the input's size, by their type where it tells and else by their length.</summary>
    /// <param name="input">The input's pictures.</param>
    /// <param name="name">Name of the target column.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">They are none.</exception>
    internal static void CheckTarget(AutoencoderImageArchitecture input, string name, DataViewType type)
    {
        var vector = (VectorDataViewType)type;
        var (height, width) = vector.Dimensions.Length is 2 or 3 ? (vector.Dimensions[^2], vector.Dimensions[^1]) : (0, 0);
        if (height > 0 && width > 0 && (height, width) != (input.Height, input.Width))
            throw new ArgumentException(
                $"Target column '{name}' holds pictures of {width}x{height} pixels ({vector}), the input pictures of "
                    + $"{input.Width}x{input.Height}: the decoder gives pictures of the input's size. Resize one of them (ResizeImages), or "
                    + "take TranslateImage or SuperResolveImage.");
        if (vector.Size % (input.Height * input.Width) != 0)
            throw new ArgumentException(
                $"Target column '{name}' holds {vector.Size} numbers; they must be a multiple of the {input.Height * input.Width} pixels "
                    + "of the input.");
    }

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Height, 0, $"{name}.{nameof(Height)}");
        faults.AtLeast(Width, 0, $"{name}.{nameof(Width)}");
        faults.AtLeast(Channels, 0, $"{name}.{nameof(Channels)}");
        faults.Sizes(Filters, $"{name}.{nameof(Filters)}");
        if (Filters is { Count: 0 })
            faults.Add($"{name}.{nameof(Filters)}", "an empty list", "a list of at least one");
        if (KernelSize < 3 || KernelSize % 2 == 0)
            faults.Add($"{name}.{nameof(KernelSize)}", KernelSize, "odd and at least 3");
    }
}
