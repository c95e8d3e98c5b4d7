using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Filling of holes in pictures, learned from whole ones, into which holes are drawn in training (Pathak et al., arXiv:1604.07379). Pixels
/// outside of holes come back as they were, bit for bit.
/// </summary>
public sealed record InpaintImageOptions : ImageTranslationOptions
{
    /// <summary>How holes are drawn in training.</summary>
    public HoleShapes Holes { get; init; } = new();

    /// <summary>The colour that marks what is missing, where there is no column of masks: a number for each channel.</summary>
    /// <value>
    /// Each in [0, 1]; pixels within half a level of 8 bits of it are holes. Null (the default) where there is such a column.
    /// </value>
    public IReadOnlyList<float>? HoleColor { get; init; }

    internal override ImageTask TaskFor(ImageFormat input, ImageFormat? target, Func<ImageBase> chooseBase) =>
        new InpaintingTask(Holes, HoleColor is null ? null : [.. HoleColor]);

    internal override void Check(ImageFormat input, string column)
    {
        if (HoleColor is not null && HoleColor.Count != input.Channels)
            throw new ArgumentException(
                $"HoleColor has {HoleColor.Count} numbers; it must have {input.Channels}, one for each channel of column '{column}'.");
    }

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        if (faults.Given(Holes, nameof(Holes)))
            Holes.Validate(new PartFaults(nameof(Holes), faults.Add));
        for (var i = 0; i < (HoleColor?.Count ?? 0); i++)
            faults.InRange(HoleColor![i], 0, 1, $"{nameof(HoleColor)}[{i}]");
        if (HoleColor is { Count: 0 })
            faults.Add(nameof(HoleColor), "an empty list", "a number for each channel, or null");
    }
}
