using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Marks drawn over pictures: half-transparent watermarks; with opacities of 1 and a thin brush, scratches. Each picture gets bent strokes
/// of one colour: opacity · colour + (1 − opacity) · pixel.
/// </summary>
[SavedAs("overlay")]
public sealed record OverlayCorruption : ImageCorruption
{
    /// <summary>Strokes in each picture, of three stretches each.</summary>
    /// <value>In [1, 100]; the default is 2.</value>
    public int Strokes { get; init; } = 2;

    /// <summary>How wide the brush is.</summary>
    /// <value>A share of the shorter side, above 0, up to 1; the default is 0.1.</value>
    public double StrokeWidth { get; init; } = 0.1;

    /// <summary>Least opacity of marks.</summary>
    /// <value>In [0, 1], at most <see cref="LargestOpacity"/>; the default is 0.4.</value>
    public double SmallestOpacity { get; init; } = 0.4;

    /// <summary>Largest opacity of marks.</summary>
    /// <value>In [0, 1]; the default is 0.6.</value>
    public double LargestOpacity { get; init; } = 0.6;

    /// <summary>Least brightness of each channel of a mark's colour.</summary>
    /// <value>In [0, 1], at most <see cref="LargestBrightness"/>; the default is 0.7.</value>
    public double SmallestBrightness { get; init; } = 0.7;

    /// <summary>Largest brightness of each channel of a mark's colour.</summary>
    /// <value>In [0, 1]; the default is 1.</value>
    public double LargestBrightness { get; init; } = 1;

    /// <inheritdoc/>
    private protected override (Tensor Pictures, Tensor? Mark) Apply(Tensor pictures, Generator? random)
    {
        var mark = Drawing.Strokes(pictures, Strokes, StrokeWidth, random);
        var opacity = Drawing.Between(pictures, SmallestOpacity, LargestOpacity, random).view(-1, 1, 1, 1);
        var colour = Drawing.Uniform(pictures, [pictures.size(0), pictures.size(1), 1, 1], random)
            .Times(LargestBrightness - SmallestBrightness).Plus(SmallestBrightness);
        var share = opacity * mark.to(pictures.dtype); // (batch, 1, height, width)
        return (pictures.lerp(colour.expand_as(pictures), share), mark);
    }

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        base.Validate(faults);
        faults.InRange(Strokes, 1, 100, nameof(Strokes));
        faults.AboveUpTo(StrokeWidth, 0, 1, nameof(StrokeWidth));
        Range(faults, SmallestOpacity, nameof(SmallestOpacity), LargestOpacity, nameof(LargestOpacity), 0, 1);
        Range(faults, SmallestBrightness, nameof(SmallestBrightness), LargestBrightness, nameof(LargestBrightness), 0, 1);
    }
}
