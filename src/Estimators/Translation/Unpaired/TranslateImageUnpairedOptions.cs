using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Pictures, networks and training of what makes pictures of one kind into those of another, without pairs (Zhu et al.,
/// arXiv:1703.10593). Numbers of pixels are in [0, 1].
/// </summary>
public sealed record TranslateImageUnpairedOptions : NetworkOptions
{
    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel of the first kind. Images are read as 1 (grey) or 3 (red, green, blue).</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    /// <summary>Numbers per pixel of the second kind.</summary>
    /// <value>As <see cref="Channels"/>.</value>
    public int TargetChannels { get; init; }

    /// <summary>What is done with rows whose picture is missing or cannot be read; for images.</summary>
    /// <value>The default is <see cref="UnreadablePictures.Error"/>.</value>
    public UnreadablePictures WhenUnreadable { get; init; }

    /// <summary>What is done with sizes that the generators' strides do not allow.</summary>
    /// <value>The default is <see cref="UnfitSizes.Pad"/>.</value>
    public UnfitSizes UnfitSizes { get; init; }

    /// <summary>The networks that make the pictures; both are alike.</summary>
    /// <value>The default is a <see cref="ResidualGenerator"/> with one halving and instance norm.</value>
    public ImageGenerator Generator { get; init; } = new ResidualGenerator { Halvings = 1, Normalization = ImageNormalization.Instance };

    /// <summary>What the networks' answers are added to.</summary>
    /// <value>
    /// The default is <see cref="ImageBase.Automatic"/>: the input or its negative, whichever looks more like pictures of the other kind
    /// (energy distance in small; <see cref="TrainingHistory.Chosen"/> says which), or nothing where the channels allow neither. Networks
    /// that begin far from the other kind easily settle where nothing is lost on the way there and back, and little is won.
    /// <see cref="ImageBase.MeanPicture"/> is refused: from it nothing leads back.
    /// </value>
    public ImageBase Base { get; init; }

    /// <summary>The networks that tell made pictures from true ones; both are alike.</summary>
    /// <value>The default has no normalization: behind instance norm a discriminator hardly sees how bright a picture is.</value>
    public PatchDiscriminator Discriminator { get; init; } = new() { Normalization = ImageNormalization.None };

    /// <summary>What the networks play for.</summary>
    /// <value>The default is <see cref="LeastSquaresObjective"/>.</value>
    public GanObjective Objective { get; init; } = new LeastSquaresObjective();

    /// <summary>How a pixel's difference counts, after there and back.</summary>
    /// <value>The default is <see cref="PixelLoss.Absolute"/>.</value>
    public PixelLoss Loss { get; init; }

    /// <summary>Weight of what a picture differs by after there and back, beside the game of weight 1.</summary>
    /// <value>Above 0; the default is 10.</value>
    public double CycleWeight { get; init; } = 10;

    /// <summary>Weight of what a picture of the wanted kind is changed by: it keeps colours where they may stay.</summary>
    /// <value>
    /// At least 0; null (the default) is 0. The paper takes half of <see cref="CycleWeight"/> for photographs; where the kinds differ in
    /// their levels, as black on white does from white on black, it stands in the way. It takes kinds of the same channels.
    /// </value>
    public double? IdentityWeight { get; init; }

    /// <summary>Former pictures of each network, half of which its discriminator sees in place of new ones.</summary>
    /// <value>At least 0; the default is 50.</value>
    public int PoolSize { get; init; } = 50;

    /// <summary>Side of the squares that are cut out of training pictures at random places, one for each batch and kind.</summary>
    /// <value>Pixels, at least 1; null (the default) learns from whole pictures.</value>
    public int? CropSize { get; init; }

    /// <summary>
    /// Side of the squares that larger pictures are cut into for scoring: see <see cref="ImageTranslationOptions.TileSize"/>.
    /// </summary>
    /// <value>Pixels, at least 1; 0 never cuts; the default is 512.</value>
    public int TileSize { get; init; } = 512;

    /// <summary>How the networks are trained.</summary>
    /// <value>
    /// By default batches of 16 and Adam with betas 0.5 and 0.999 and a learning rate of 0.0005 that falls over the second half.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        BatchSize = 16,
        LearningRate = 5e-4,
        Optimizer = new AdamOptimizer { Beta1 = 0.5, Beta2 = 0.999 },
        Schedule = new LinearDecaySchedule(),
    };

    internal ImageFormat Format => new(Channels, Height, Width, SkipsUnreadable: WhenUnreadable == UnreadablePictures.SkipRow);

    internal override TrainingOptions Whole => Training;

    /// <summary>The pictures of the second kind, before the data are seen.</summary>
    internal ImageFormat TargetFormat => Format with { Channels = TargetChannels };

    /// <summary>What the networks are asked to do.</summary>
    /// <param name="channels">Of the first kind.</param>
    /// <param name="targetChannels">Of the second kind.</param>
    /// <param name="chooseBase">Says which base is nearer to the other kind.</param>
    /// <exception cref="ArgumentException">The options do not fit the channels.</exception>
    internal CycleArchitecture ArchitectureFor(int channels, int targetChannels, Func<ImageBase> chooseBase)
    {
        var mayStart = TranslationTask.CanStartFrom(channels, targetChannels);
        if (Base is ImageBase.Input or ImageBase.Negative && !mayStart)
            throw new ArgumentException(
                $"Base is {Base}, but pictures of {channels} channels cannot be taken for pictures of {targetChannels}: choose None.");
        if (IdentityWeight > 0 && channels != targetChannels)
            throw new ArgumentException(FormattableString.Invariant(
                $"IdentityWeight is {IdentityWeight}, but the kinds have {channels} and {targetChannels} channels: a picture of one is ")
                + "none that the other network could leave as it is. Set it to null.");
        var start = Base != ImageBase.Automatic ? Base : mayStart ? chooseBase() : ImageBase.None;
        return new CycleArchitecture(
            new TranslationArchitecture(new TranslationTask(targetChannels, start), Generator, channels, 0, 0),
            new TranslationArchitecture(new TranslationTask(channels, start), Generator, targetChannels, 0, 0));
    }

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(Height, 0, nameof(Height));
        faults.AtLeast(Width, 0, nameof(Width));
        faults.AtLeast(Channels, 0, nameof(Channels));
        faults.AtLeast(TargetChannels, 0, nameof(TargetChannels));
        faults.Defined(WhenUnreadable, nameof(WhenUnreadable));
        faults.Defined(UnfitSizes, nameof(UnfitSizes));
        if (faults.Given(Generator, nameof(Generator)))
            Generator.Validate(new PartFaults($"{nameof(Generator)} ({SavedAsAttribute.NameOf(Generator.GetType())})", faults.Add));
        faults.Defined(Base, nameof(Base));
        if (Base == ImageBase.MeanPicture)
            faults.Add(nameof(Base), Base, "Automatic, Input, Negative or None");
        if (faults.Given(Discriminator, nameof(Discriminator)))
            Discriminator.Validate(new PartFaults(nameof(Discriminator), faults.Add));
        if (faults.Given(Objective, nameof(Objective)))
            Objective.Validate(faults, nameof(Objective));
        faults.Defined(Loss, nameof(Loss));
        faults.Above(CycleWeight, 0, nameof(CycleWeight));
        if (IdentityWeight is { } identity)
            faults.AtLeast(identity, 0, nameof(IdentityWeight));
        faults.AtLeast(PoolSize, 0, nameof(PoolSize));
        if (CropSize is { } crop)
            faults.AtLeast(crop, 1, nameof(CropSize));
        faults.AtLeast(TileSize, 0, nameof(TileSize));
        faults.Training(Training, labels: false, whyFloat32: "networks that play against each other");
    }
}
