using DeepML.Data;
using DeepML.Trainers;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

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

    /// <summary>Numbers per pixel of the target column, where there is one: for image columns 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>
    /// At least 1; 0 (the default) takes it from the length of a vector, and reads images like those of the input. It must be 0 without a
    /// target column.
    /// </value>
    public int TargetChannels { get; init; }

    /// <summary>The pictures of the target column: of the input's size.</summary>
    /// <param name="input">The input's pictures.</param>
    /// <param name="name">Name of the target column.</param>
    /// <param name="type">Its type.</param>
    /// <exception cref="ArgumentException">By its type, or else by its length, it holds none of that size.</exception>
    internal ImageFormat TargetFormat(ImageFormat input, string name, DataViewType type)
    {
        var (height, width) = type switch
        {
            ImageDataViewType image => (image.Height, image.Width),
            VectorDataViewType { Dimensions: { Length: 2 or 3 } sizes } => (sizes[^2], sizes[^1]),
            _ => (0, 0),
        };
        if (height > 0 && width > 0 && (height, width) != (input.Height, input.Width))
            throw new ArgumentException(
                $"Target column '{name}' holds pictures of {width}x{height} pixels ({type}), the input pictures of "
                    + $"{input.Width}x{input.Height}: the decoder gives pictures of the input's size. Resize one of them "
                    + "(ResizeImages), or take TranslateImage or SuperResolveImage.");
        if (type is not VectorDataViewType vector)
            return input with { Channels = TargetChannels > 0 ? TargetChannels : input.Channels };
        var pixels = input.Height * input.Width;
        if (TargetChannels > 0 ? vector.Size != (long)TargetChannels * pixels : vector.Size % pixels != 0)
        {
            var needed = TargetChannels > 0 ? $"{TargetChannels} for each" : "a multiple";
            throw new ArgumentException(
                $"Target column '{name}' holds {vector.Size} numbers; they must be {needed} of the input's {pixels} pixels.");
        }
        return input with { Channels = vector.Size / pixels };
    }

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(Height, 0, $"{name}.{nameof(Height)}");
        faults.AtLeast(Width, 0, $"{name}.{nameof(Width)}");
        faults.AtLeast(Channels, 0, $"{name}.{nameof(Channels)}");
        faults.AtLeast(TargetChannels, 0, $"{name}.{nameof(TargetChannels)}");
        faults.Sizes(Filters, $"{name}.{nameof(Filters)}");
        if (Filters is { Count: 0 })
            faults.Add($"{name}.{nameof(Filters)}", "an empty list", "a list of at least one");
        if (KernelSize < 3 || KernelSize % 2 == 0)
            faults.Add($"{name}.{nameof(KernelSize)}", KernelSize, "odd and at least 3");
    }
}
