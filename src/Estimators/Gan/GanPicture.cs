namespace DeepML;

/// <summary>Says that feature vectors are pictures: numbers ordered by channel, then line, then column.</summary>
/// <param name="Height">Lines, at least 1; an even number for convolutions.</param>
/// <param name="Width">Columns, at least 1; an even number for convolutions.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
public sealed record GanPicture(int Height, int Width, int Channels = 1);
