using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Convolutional layers over pictures: a vector of float with height, width and channels, an MLImage, or the path of a picture file.
/// </summary>
public sealed record ConvolutionalBody : NetworkBody
{
    /// <summary>Rows of pixels.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Height { get; init; }

    /// <summary>Pixels per row.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type.</value>
    public int Width { get; init; }

    /// <summary>Numbers per pixel.</summary>
    /// <value>At least 1; 0 (the default) reads it from the column's type: 3 for images, 1 for vectors without dimensions.</value>
    public int Channels { get; init; }

    /// <summary>Whether vectors hold the channels of a pixel side by side.</summary>
    /// <value>The default is false: one plane after the other.</value>
    public bool ChannelsLast { get; init; }

    /// <summary>Whether the column holds paths of picture files, all of <see cref="Width"/> × <see cref="Height"/> pixels.</summary>
    /// <value>The default is false.</value>
    public bool FilePaths { get; init; }

    /// <summary>A network known by name, whose last layer gives the vector.</summary>
    /// <value>The default is <see cref="ConvolutionalNetworkKind.Small"/>.</value>
    public ConvolutionalNetworkKind Network { get; init; } = ConvolutionalNetworkKind.Small;

    /// <summary>The layers of a network of one's own, without the one that gives the vector.</summary>
    /// <value>Null (the default) takes <see cref="Network"/>.</value>
    public IReadOnlyList<ConvolutionalLayer>? Layers { get; init; }

    /// <summary>Random changes of training pictures, which keep their class.</summary>
    /// <value>Null (the default) leaves them as they are. Pictures cannot be mixed here (MixUp, CutMix).</value>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>
    /// Whether pictures turned by a quarter, a half and three quarters count as classes of their own while the network learns (Santoro et
    /// al., ICML 2016): four times the classes to learn from, where a class is not the same upside down. Pictures must be square.
    /// </summary>
    /// <value>The default is false.</value>
    public bool QuarterTurns { get; init; }

    internal override PictureAugmentation? Changes => Augmentation;

    internal override bool TurnsPictures => QuarterTurns;

    // What checks and plans the layers of classifiers does so here.
    private ConvolutionalNetworkOptions Whole => new()
    {
        Height = Height,
        Width = Width,
        Channels = Channels,
        ChannelsLast = ChannelsLast,
        FilePaths = FilePaths,
        Network = Network,
        Layers = Layers,
        Answer = AnswerUnits.Linear,
        Augmentation = Augmentation,
    };

    internal override UnsizedColumn Column(string name, string role) => new ImageColumn(name, role, Whole.Format);

    internal override EmbeddingArchitecture ArchitectureFor(
        SizedColumn column, ScalingForm scaling, bool unitLength, ICollection<AutomaticChoice> chosen)
    {
        var format = ((ImageInput)column).Format;
        if (QuarterTurns && format.Height != format.Width)
            throw new ArgumentException($"QuarterTurns is true; pictures must then be square, and they are {format}.");
        return new EmbeddingArchitecture(
            column.Width, null, Whole.ArchitectureFor(format, EmbeddingSize).WithoutHeads(), unitLength);
    }

    internal override void Validate(OptionFaults faults, string name)
    {
        base.Validate(faults, name);
        if (QuarterTurns && Height > 0 && Width > 0 && Height != Width)
            faults.Add($"{name}.{nameof(QuarterTurns)}", true, $"false for pictures of {Width}x{Height} pixels, which are not square");
        if (Augmentation is { MixUp: not 0 })
            faults.Add($"{name}.{nameof(Augmentation)}.{nameof(Augmentation.MixUp)}", Augmentation.MixUp, "0 where vectors are learned");
        if (Augmentation is { CutMix: not 0 })
            faults.Add(
                $"{name}.{nameof(Augmentation)}.{nameof(Augmentation.CutMix)}", Augmentation.CutMix, "0 where vectors are learned");
        try
        {
            Whole.Validate();
        }
        catch (ArgumentException e)
        {
            faults.Add(name, e.Message.Replace(" (Parameter 'options')", "", StringComparison.Ordinal).Split(Environment.NewLine));
        }
    }
}
