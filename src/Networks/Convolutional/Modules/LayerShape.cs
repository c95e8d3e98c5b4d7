namespace DeepML.Networks;

/// <summary>Shape of one row between two layers.</summary>
/// <param name="Channels">Planes of a picture, or numbers of a flat row.</param>
/// <param name="Height">Rows of pixels; 0 for a flat row.</param>
/// <param name="Width">Pixels per row; 0 for a flat row.</param>
internal readonly record struct LayerShape(int Channels, int Height, int Width)
{
    /// <summary>Whether the row is no picture any more.</summary>
    public bool IsFlat => Height == 0;

    /// <summary>Numbers in it.</summary>
    public int Count => checked(IsFlat ? Channels : Channels * Height * Width);

    /// <summary>A row of numbers.</summary>
    public static LayerShape Flat(int count) => new(count, 0, 0);

    /// <summary>Refuses a flat row.</summary>
    public void MustBePicture()
    {
        if (IsFlat)
            throw new LayerSizeException(
                $"it reads pictures, but gets a row of {Channels} numbers; put it before the flatten or dense layer");
    }

    /// <inheritdoc/>
    public override string ToString() => IsFlat ? $"{Channels}" : $"{Channels}x{Height}x{Width}";
}
