using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Translation of pictures into others that stand beside them (Isola et al., arXiv:1611.07004).</summary>
public sealed record TranslateImageOptions : ImageTranslationOptions
{
    /// <summary>Numbers per pixel of the target. Images are read as 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int TargetChannels { get; init; }

    /// <summary>What the network's answer is added to.</summary>
    /// <value>
    /// The default is <see cref="ImageBase.Automatic"/>; with <see cref="ImageTranslationOptions.CropSize"/> that is the input where it can
    /// be.
    /// </value>
    public ImageBase Base { get; init; }

    internal override ImageFormat TargetFormat(ImageFormat input) => input with { Channels = TargetChannels };

    internal override ImageTask TaskFor(ImageFormat input, ImageFormat? target, Func<ImageBase> chooseBase)
    {
        var canBeInput = TranslationTask.CanStartFrom(input.Channels, target!.Channels);
        if (Base is ImageBase.Input or ImageBase.Negative && !canBeInput)
            throw new ArgumentException(
                $"Base is {Base}, but pictures of {input.Channels} channels cannot be taken for pictures of {target.Channels}: choose "
                + "MeanPicture or None.");
        return new TranslationTask(
            target.Channels,
            Base != ImageBase.Automatic ? Base
            : CropSize is not null ? (canBeInput ? ImageBase.Input : ImageBase.None)
            : chooseBase());
    }

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        faults.AtLeast(TargetChannels, 0, nameof(TargetChannels));
        faults.Defined(Base, nameof(Base));
        if (Base == ImageBase.MeanPicture && CropSize is not null)
            faults.Add(nameof(Base), Base, $"another one with {nameof(CropSize)}: squares from any place have no mean picture");
    }
}
