using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Pictures, and what is measured of them.</summary>
public sealed record ImageDescriptorsOptions
{
    /// <summary>Whether the share of bright pixels is measured, of the picture in two values (<see cref="BinarizationFilter"/>).</summary>
    /// <value>The default is true.</value>
    public bool Area { get; init; } = true;

    /// <summary>Whether the number of their boundary's pixels is, over the square root of all (<see cref="BoundaryFilter"/>).</summary>
    /// <value>The default is true.</value>
    public bool Perimeter { get; init; } = true;

    /// <summary>
    /// Whether seven numbers of their shape are, which do not change when it is moved, turned or scaled (Hu, IRE Trans. IT 8, 1962), each
    /// as -sign(h)·log₁₀|h|.
    /// </summary>
    /// <value>The default is true.</value>
    public bool HuMoments { get; init; } = true;

    /// <summary>Levels of each channel at which its pixels are counted, as shares.</summary>
    /// <value>In [0, 256]; the default is 8; 0 counts none.</value>
    public int ColorBins { get; init; } = 8;

    /// <summary>Directions of edges that are told apart (histograms of oriented gradients: Dalal and Triggs, CVPR 2005).</summary>
    /// <value>In [0, 360]; the default is 9; 0 measures none.</value>
    public int GradientBins { get; init; } = 9;

    /// <summary>Side of the squares in which directions are counted.</summary>
    /// <value>Pixels, at least 1, and at most half of the shorter side; the default is 8.</value>
    public int GradientCell { get; init; } = 8;

    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel. Images are read as 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    internal ImageFormat Format => new(Channels, Height, Width);

    internal DescriptorArchitecture ArchitectureFor(ImageFormat format)
    {
        if (GradientBins > 0 && GradientCell > Math.Min(format.Height, format.Width) / 2)
            throw new ArgumentException(
                $"GradientCell is {GradientCell}; it must be at most half of the shorter side, for pictures of {format}. Make it "
                    + "smaller, or set GradientBins to 0.");
        return new DescriptorArchitecture(
            format.Channels, format.Height, format.Width, Area, Perimeter, HuMoments, ColorBins, GradientBins, GradientCell);
    }

    internal void Validate()
    {
        var faults = new OptionFaults();
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        faults.InRange(ColorBins, 0, 256, nameof(ColorBins));
        faults.InRange(GradientBins, 0, 360, nameof(GradientBins));
        faults.AtLeast(GradientCell, 1, nameof(GradientCell));
        if (!Area && !Perimeter && !HuMoments && ColorBins == 0 && GradientBins == 0)
            faults.Add(nameof(Area), false, "true, or something else must be measured");
        faults.ThrowIfAny("options");
    }
}
