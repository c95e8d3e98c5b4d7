using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Pictures, classes, network and training of what tells the class of every pixel (Ronneberger et al., arXiv:1505.04597).
/// </summary>
public sealed record SegmentImageOptions : NetworkOptions
{
    private const int MostClasses = 65_536;

    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel. Images are read as 1 (grey) or 3 (red, green, blue); their opacity is not used.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    /// <summary>What is done with rows whose picture is missing or cannot be read; for images.</summary>
    /// <value>The default is <see cref="UnreadablePictures.Error"/>.</value>
    public UnreadablePictures WhenUnreadable { get; init; }

    /// <summary>What is done with sizes that the generator's strides do not allow.</summary>
    /// <value>The default is <see cref="UnfitSizes.Pad"/>.</value>
    public UnfitSizes UnfitSizes { get; init; }

    /// <summary>Number of classes.</summary>
    /// <value>
    /// In [2, 65,536]; 0 (the default) takes the number of keys, or one more than the largest number in the masks of the training rows.
    /// </value>
    public int Classes { get; init; }

    /// <summary>A class whose pixels count neither in training nor in measures.</summary>
    /// <value>From 0, below the number of classes; null (the default) for none. Missing keys never count.</value>
    public int? IgnoredClass { get; init; }

    /// <summary>How much the pixels of each class count in the cross-entropy.</summary>
    /// <value>One number above 0 per class, from class 0; null (the default) counts all alike.</value>
    public IReadOnlyList<double>? ClassWeights { get; init; }

    /// <summary>Weight of the Dice loss beside the cross-entropy: it counts classes alike, however few their pixels are.</summary>
    /// <value>At least 0; the default is 1.</value>
    public double DiceWeight { get; init; } = 1;

    /// <summary>How the network answers.</summary>
    /// <value>The default is <see cref="SegmentationAnswer.Classes"/>.</value>
    public SegmentationAnswer Answer { get; init; }

    /// <summary>The network.</summary>
    /// <value>The default is a <see cref="UNetGenerator"/>.</value>
    public ImageGenerator Generator { get; init; } = new UNetGenerator();

    /// <summary>Side of the squares that are cut out of training pictures at random places, one for each batch.</summary>
    /// <value>Pixels, at least 1; null (the default) learns from whole pictures.</value>
    public int? CropSize { get; init; }

    /// <summary>
    /// Side of the squares that larger pictures are cut into for scoring: see <see cref="ImageTranslationOptions.TileSize"/>.
    /// </summary>
    /// <value>Pixels, at least 1; 0 never cuts; the default is 512.</value>
    public int TileSize { get; init; } = 512;

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal ImageFormat Format => new(Channels, Height, Width, SkipsUnreadable: WhenUnreadable == UnreadablePictures.SkipRow);

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        faults.Defined(WhenUnreadable, nameof(WhenUnreadable));
        faults.Defined(UnfitSizes, nameof(UnfitSizes));
        if (Classes != 0)
            faults.InRange(Classes, 2, MostClasses, nameof(Classes));
        if (IgnoredClass is { } ignored)
            faults.InRange(ignored, 0, (Classes == 0 ? MostClasses : Classes) - 1, nameof(IgnoredClass));
        for (var i = 0; i < (ClassWeights?.Count ?? 0); i++)
            faults.Above(ClassWeights![i], 0, $"{nameof(ClassWeights)}[{i}]");
        if (ClassWeights is not null && Classes != 0 && ClassWeights.Count != Classes)
            faults.Add(nameof(ClassWeights), $"a list of {ClassWeights.Count}", $"a list of {Classes}, one for each class");
        faults.AtLeast(DiceWeight, 0, nameof(DiceWeight));
        faults.Defined(Answer, nameof(Answer));
        if (faults.Given(Generator, nameof(Generator)))
            Generator.Validate(new PartFaults($"{nameof(Generator)} ({SavedAsAttribute.NameOf(Generator.GetType())})", faults.Add));
        if (CropSize is { } crop)
            faults.AtLeast(crop, 1, nameof(CropSize));
        faults.AtLeast(TileSize, 0, nameof(TileSize));
        faults.Training(Training, labels: false);
    }
}
