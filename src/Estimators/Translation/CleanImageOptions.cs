using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Pictures without watermarks, scratches, stamps, noise or blur, learned from clean ones, which are spoiled in training, or from pairs.
/// </summary>
public sealed record CleanImageOptions : ImageTranslationOptions
{
    /// <summary>What spoils training pictures, one after the other.</summary>
    /// <value>At least one, unless there is a target column; the default is an <see cref="OverlayCorruption"/>.</value>
    public IReadOnlyList<ImageCorruption> Corruptions { get; init; } = [new OverlayCorruption()];

    /// <summary>
    /// How much more a pixel under a mark counts in the loss than others: where marks are small, an absolute loss stays with the picture as
    /// it is.
    /// </summary>
    /// <value>At least 0; the default is 4. Without effect on pairs.</value>
    public double MarkWeight { get; init; } = 4;

    /// <summary>Column of clean pictures that stand beside spoiled ones; nothing is spoiled then.</summary>
    /// <value>Null (the default) spoils the input.</value>
    public string? TargetColumnName { get; init; }

    internal override ImageTask TaskFor(ImageFormat input, ImageFormat? target, Func<ImageBase> chooseBase) => target is null
        ? new CleaningTask([.. Corruptions], MarkWeight)
        : new TranslationTask(input.Channels, ImageBase.Input);

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        faults.AtLeast(MarkWeight, 0, nameof(MarkWeight));
        if (TargetColumnName is { Length: 0 })
            faults.Add(nameof(TargetColumnName), "\"\"", "a name, or null");
        PictureCorruption.Validate(Corruptions, faults, nameof(Corruptions));
        if (Corruptions is { Count: 0 } && TargetColumnName is null)
            faults.Add(nameof(Corruptions), "an empty list", "a list of at least one without a target column");
    }
}
