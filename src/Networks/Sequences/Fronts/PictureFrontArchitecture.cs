namespace DeepML.Networks;

/// <summary>The sizes that rebuild a <see cref="PictureFront"/>.</summary>
/// <param name="Pictures">The layers, without one that answers.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel stand side by side in what is read.</param>
/// <param name="ReadsPlaces">
/// Whether one picture is a whole sequence, whose steps are the places of the last layer, line by line; else every step is a picture.
/// </param>
internal sealed record PictureFrontArchitecture(ConvolutionalArchitecture Pictures, bool ChannelsLast = false, bool ReadsPlaces = false)
{
    /// <summary>Shape of what the last layer gives.</summary>
    /// <exception cref="ArgumentException">A layer does not fit what comes out of the one before.</exception>
    public LayerShape Output() => ConvolutionalPlan.Of(Pictures).Layers[^1].Output;

    /// <summary>Numbers of a picture.</summary>
    public int PictureSize => checked(Pictures.Channels * Pictures.Height * Pictures.Width);

    /// <summary>Numbers per step that the layers behind read.</summary>
    public int StepSize => ReadsPlaces ? Output().Channels : Output().Count;

    /// <summary>Steps that a picture becomes.</summary>
    public int Places => ReadsPlaces && Output() is { IsFlat: false } shape ? shape.Height * shape.Width : 1;
}
