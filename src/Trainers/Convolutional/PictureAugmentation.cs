using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Random changes of training pictures, drawn anew for each picture in each epoch, so that the network learns what does not
/// matter. Everything is off by default. Pixels are taken to be in [0, 1], 0 being the background.
/// </summary>
public sealed record PictureAugmentation
{
    /// <summary>Whether half of the pictures are mirrored left to right.</summary>
    /// <value>The default is false.</value>
    public bool FlipHorizontally { get; init; }

    /// <summary>Whether half of the pictures are turned upside down.</summary>
    /// <value>The default is false.</value>
    public bool FlipVertically { get; init; }

    /// <summary>Background put around a picture, out of which its size is then cut at a random place: it shifts by up to this.</summary>
    /// <value>Whole pixels, at least 0 and below the shorter side; the default is 0.</value>
    public int CropPadding { get; init; }

    /// <summary>Largest turn, either way.</summary>
    /// <value>Degrees in [0, 180]; the default is 0.</value>
    public double Rotation { get; init; }

    /// <summary>Largest change of size of both sides together: 0.2 draws factors between 1/1.2 and 1.2.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Zoom { get; init; }

    /// <summary>Largest change of size of each side by itself: 0.2 draws factors between 1/1.2 and 1.2.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Stretch { get; init; }

    /// <summary>Largest change of brightness: 0.2 multiplies pixels by 0.8 to 1.2.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Brightness { get; init; }

    /// <summary>Largest change of contrast: 0.2 multiplies distances from the picture's mean by 0.8 to 1.2.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Contrast { get; init; }

    /// <summary>Largest change of colour: 0.2 multiplies distances from grey by 0.8 to 1.2. For pictures of three channels.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Saturation { get; init; }

    /// <summary>Largest shift of colour: 0.1 adds a number between -0.1 and 0.1 to each channel, another one to every channel.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double ChannelShift { get; init; }

    /// <summary>Largest blurring: 1 draws between the picture and its mean over 3×3 pixels, the nearer ones weighing more.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Blur { get; init; }

    /// <summary>Largest sharpening: 1 draws between the picture and one with the difference to the blurred one added.</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Sharpen { get; init; }

    /// <summary>Share of pictures in which a rectangle is overwritten with noise (Zhong et al., arXiv:1708.04896).</summary>
    /// <value>In [0, 1]; the default is 0.</value>
    public double Erasing { get; init; }

    /// <summary>Largest part of a picture that is overwritten.</summary>
    /// <value>In (0, 1]; the default is 0.25.</value>
    public double ErasedArea { get; init; } = 0.25;

    /// <summary>Standard deviation of normal noise added to every pixel.</summary>
    /// <value>At least 0, in the unit of the pixels; the default is 0.</value>
    public double Noise { get; init; }

    /// <summary>
    /// Mixes each batch with itself in another order, pictures and labels alike, with a weight from the Beta(this, this)
    /// distribution (Zhang et al., arXiv:1710.09412).
    /// </summary>
    /// <value>0, or in [0.01, 2]; 0 (the default) does not mix; 0.2 is usual.</value>
    public double MixUp { get; init; }

    /// <summary>
    /// Pastes a rectangle of another picture of the batch into each one, and mixes labels by the areas, one less which is from the
    /// Beta(this, this) distribution (Yun et al., arXiv:1905.04899). With <see cref="MixUp"/>, each batch draws one of the two.
    /// </summary>
    /// <value>0, or in [0.01, 2]; 0 (the default) pastes nothing; 1 is usual.</value>
    public double CutMix { get; init; }

    internal void Validate(OptionFaults faults, string name)
    {
        faults.AtLeast(CropPadding, 0, $"{name}.{nameof(CropPadding)}");
        faults.InRange(Rotation, 0, 180, $"{name}.{nameof(Rotation)}");
        faults.InRange(Zoom, 0, 1, $"{name}.{nameof(Zoom)}");
        faults.InRange(Stretch, 0, 1, $"{name}.{nameof(Stretch)}");
        faults.InRange(Brightness, 0, 1, $"{name}.{nameof(Brightness)}");
        faults.InRange(Contrast, 0, 1, $"{name}.{nameof(Contrast)}");
        faults.InRange(Saturation, 0, 1, $"{name}.{nameof(Saturation)}");
        faults.InRange(ChannelShift, 0, 1, $"{name}.{nameof(ChannelShift)}");
        faults.InRange(Blur, 0, 1, $"{name}.{nameof(Blur)}");
        faults.InRange(Sharpen, 0, 1, $"{name}.{nameof(Sharpen)}");
        faults.InRange(Erasing, 0, 1, $"{name}.{nameof(Erasing)}");
        faults.AboveUpTo(ErasedArea, 0, 1, $"{name}.{nameof(ErasedArea)}");
        faults.AtLeast(Noise, 0, $"{name}.{nameof(Noise)}");
        Mixing(faults, MixUp, $"{name}.{nameof(MixUp)}");
        Mixing(faults, CutMix, $"{name}.{nameof(CutMix)}");
    }

    /// <summary>Notes changes that pictures of a size cannot have.</summary>
    internal void ValidateFor((int Channels, int Height, int Width) pictures, OptionFaults faults, string name)
    {
        if (Saturation > 0 && pictures.Channels != 3)
            faults.Add($"{name}.{nameof(Saturation)}", Saturation, $"0 for pictures of {pictures.Channels} channels");
        var side = Math.Min(pictures.Height, pictures.Width);
        if (CropPadding >= side)
            faults.Add($"{name}.{nameof(CropPadding)}", CropPadding, $"below the shorter side of the pictures, {side}");
    }

    /// <summary>Notes mixing where there are no labels that could be mixed alike.</summary>
    internal void ValidateUnmixed(OptionFaults faults, string name)
    {
        const string requirement = "0: there are no labels that could be mixed as the pictures are";
        if (MixUp > 0)
            faults.Add($"{name}.{nameof(MixUp)}", MixUp, requirement);
        if (CutMix > 0)
            faults.Add($"{name}.{nameof(CutMix)}", CutMix, requirement);
    }

    /// <summary>Notes whatever does more than move pixels.</summary>
    internal void ValidateMoves(OptionFaults faults, string name, string beside)
    {
        foreach (var (option, value) in new[]
        {
            (nameof(Brightness), Brightness), (nameof(Contrast), Contrast), (nameof(Saturation), Saturation),
            (nameof(ChannelShift), ChannelShift), (nameof(Blur), Blur), (nameof(Sharpen), Sharpen), (nameof(Erasing), Erasing),
            (nameof(Noise), Noise),
        })
            if (value > 0)
                faults.Add($"{name}.{option}", value, $"0 with {beside}");
    }

    /// <summary>
    /// Notes a share of mixing out of its range: below a hundredth nothing is ever mixed, and drawing shares takes ever longer.
    /// </summary>
    internal static void Mixing(OptionFaults faults, double value, string name)
    {
        if (!(value == 0 || (value >= 0.01 && value <= 2)))
            faults.Add(name, value, "0, or in [0.01, 2]");
    }
}
