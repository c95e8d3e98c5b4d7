using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Larger pictures, learned from large ones alone, which are made smaller in training (Dong et al., arXiv:1501.00092).</summary>
public sealed record SuperResolveImageOptions : ImageTranslationOptions
{
    /// <summary>Residual blocks at the size that is given, and sub-pixel convolutions behind them.</summary>
    public SuperResolveImageOptions() => Generator = new ResidualGenerator();

    /// <summary>How many times larger the sides become.</summary>
    /// <value>In [2, 16]; the default is 2. The sides of training pictures must be multiples of it.</value>
    public int Factor { get; init; } = 2;

    internal override int Scale => Factor;

    internal override ImageTask TaskFor(ImageFormat input, ImageFormat? target, Func<ImageBase> chooseBase) =>
        new SuperResolutionTask(Factor);

    internal override void Check(ImageFormat input, string column)
    {
        if (input.Height % Factor == 0 && input.Width % Factor == 0)
            return;
        var (height, width) = (input.Height / Factor * Factor, input.Width / Factor * Factor);
        var smaller = height > 0 && width > 0 ? $"{width}x{height} and " : "";
        throw new ArgumentException(
            $"Column '{column}' holds pictures of {input.Width}x{input.Height} pixels, which are made {Factor} times smaller to learn "
            + $"from: sides must be multiples of {Factor}. The nearest sizes are {smaller}"
            + $"{Above(input.Width)}x{Above(input.Height)} (ResizeImages).");

        int Above(int side) => (side + Factor - 1) / Factor * Factor;
    }

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        faults.InRange(Factor, 2, SuperResolutionTask.MostTimes, nameof(Factor));
        if (CropSize is { } crop && Factor > 0 && crop % Factor != 0)
            faults.Add(nameof(CropSize), crop, $"a multiple of {nameof(Factor)}, {Factor}");
    }
}
