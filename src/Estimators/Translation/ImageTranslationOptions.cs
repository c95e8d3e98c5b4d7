using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Pictures, networks and training of what makes pictures of pictures. Numbers of pixels are in [0, 1].</summary>
public abstract record ImageTranslationOptions : NetworkOptions
{
    private protected ImageTranslationOptions()
    {
    }

    /// <summary>Rows of pixels of the input.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row of the input.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel of the input. Images are read as 1 (grey) or 3 (red, green, blue); their opacity is not used.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    /// <summary>What is done with rows whose picture is missing or cannot be read; for images.</summary>
    /// <value>The default is <see cref="UnreadablePictures.Error"/>.</value>
    public UnreadablePictures WhenUnreadable { get; init; }

    /// <summary>What is done with sizes that the generator's strides do not allow.</summary>
    /// <value>The default is <see cref="UnfitSizes.Pad"/>.</value>
    public UnfitSizes UnfitSizes { get; init; }

    /// <summary>The network that makes the pictures.</summary>
    public ImageGenerator Generator { get; init; } = new UNetGenerator();

    /// <summary>How a pixel's difference to what it should be counts.</summary>
    /// <value>The default is <see cref="PixelLoss.Absolute"/>.</value>
    public PixelLoss Loss { get; init; }

    /// <summary>Weight of the pixels' difference.</summary>
    /// <value>At least 0, and above it without a discriminator or a perceptual loss; the default is 1.</value>
    public double PixelWeight { get; init; } = 1;

    /// <summary>A network that learns to tell made pictures from true ones, and that the generator learns to deceive.</summary>
    /// <value>Null (the default) for none. With one, pictures get sharper and their pixels' errors larger.</value>
    public PatchDiscriminator? Discriminator { get; init; }

    /// <summary>What generator and discriminator play for.</summary>
    /// <value>The default is <see cref="LeastSquaresObjective"/>.</value>
    public GanObjective Objective { get; init; } = new LeastSquaresObjective();

    /// <summary>Weight of that game in the generator's loss.</summary>
    /// <value>Above 0; the default is 0.01, beside pixels of weight 1 (Isola et al., arXiv:1611.07004: 1 beside 100).</value>
    public double AdversarialWeight { get; init; } = 0.01;

    /// <summary>The distance of pictures as another network sees them.</summary>
    /// <value>Null (the default) for none.</value>
    public PerceptualLoss? Perceptual { get; init; }

    /// <summary>Side of the squares that are cut out of training pictures at random places, one for each batch.</summary>
    /// <value>Pixels, at least 1; null (the default) learns from whole pictures.</value>
    public int? CropSize { get; init; }

    /// <summary>
    /// Side of the squares that larger pictures are cut into for scoring. As much around each is read as the network sees, so that no seam
    /// shows. Networks that see the whole picture are not cut.
    /// </summary>
    /// <value>Pixels, at least 1; 0 never cuts; the default is 512.</value>
    public int TileSize { get; init; } = 512;

    /// <summary>Folder for a sheet of held-out pictures after each epoch: given, made, wanted.</summary>
    /// <value>Null (the default) draws none. Without rows that are held out it is refused.</value>
    public string? EpochSheets { get; init; }

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The pictures of the input column.</summary>
    internal ImageFormat Format => new(Channels, Height, Width, SkipsUnreadable: WhenUnreadable == UnreadablePictures.SkipRow);

    internal override TrainingOptions Whole => Training;

    /// <summary>The pictures of the target column, beside those of the input.</summary>
    internal virtual ImageFormat TargetFormat(ImageFormat input) => input;

    /// <summary>How many times larger than the input what comes out is.</summary>
    internal virtual int Scale => 1;

    /// <summary>Refuses pictures of the input column that the task cannot learn from.</summary>
    /// <exception cref="ArgumentException">They are such.</exception>
    internal virtual void Check(ImageFormat input, string column)
    {
    }

    /// <summary>What the network is asked to do.</summary>
    /// <param name="input">The pictures that are given.</param>
    /// <param name="target">What they should become; null without a target column.</param>
    /// <param name="chooseBase">Says which base lies nearer to the targets; for tasks that ask.</param>
    internal abstract ImageTask TaskFor(ImageFormat input, ImageFormat? target, Func<ImageBase> chooseBase);

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        faults.Defined(WhenUnreadable, nameof(WhenUnreadable));
        faults.Defined(UnfitSizes, nameof(UnfitSizes));
        if (faults.Given(Generator, nameof(Generator)))
            Generator.Validate(new PartFaults($"{nameof(Generator)} ({SavedAsAttribute.NameOf(Generator.GetType())})", faults.Add));
        faults.Defined(Loss, nameof(Loss));
        faults.AtLeast(PixelWeight, 0, nameof(PixelWeight));
        if (PixelWeight == 0 && Discriminator is null && Perceptual is null)
            faults.Add(nameof(PixelWeight), PixelWeight, "above 0 without a discriminator and a perceptual loss");
        Discriminator?.Validate(new PartFaults(nameof(Discriminator), faults.Add));
        if (faults.Given(Objective, nameof(Objective)))
            Objective.Validate(faults, nameof(Objective));
        faults.Above(AdversarialWeight, 0, nameof(AdversarialWeight));
        Perceptual?.Validate(faults, nameof(Perceptual));
        if (CropSize is { } crop)
            faults.AtLeast(crop, 1, nameof(CropSize));
        faults.AtLeast(TileSize, 0, nameof(TileSize));
        if (EpochSheets is { } folder && string.IsNullOrWhiteSpace(folder))
            faults.Add(nameof(EpochSheets), $"\"{folder}\"", "a folder's path, or null");
        faults.Training(
            Training, labels: false,
            whyFloat32: Discriminator is null ? null : "two networks that play against each other");
    }
}
