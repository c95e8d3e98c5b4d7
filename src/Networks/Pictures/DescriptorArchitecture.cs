using System.Globalization;

namespace DeepML.Networks;

/// <summary>Pictures, and what is measured of them.</summary>
/// <param name="Channels">Planes of a picture.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Area">Whether the share of bright pixels is.</param>
/// <param name="Perimeter">Whether the length of their boundary is.</param>
/// <param name="HuMoments">Whether seven numbers of their shape are.</param>
/// <param name="ColorBins">Levels of each channel's histogram; 0 for none.</param>
/// <param name="GradientBins">Directions of edges; 0 for none.</param>
/// <param name="GradientCell">Side of the squares in which they are counted.</param>
internal sealed record DescriptorArchitecture(
    int Channels, int Height, int Width, bool Area, bool Perimeter, bool HuMoments, int ColorBins, int GradientBins, int GradientCell)
{
    /// <summary>Squares on top of each other.</summary>
    public int CellRows => Height / GradientCell;

    /// <summary>Squares beside each other.</summary>
    public int CellColumns => Width / GradientCell;

    /// <summary>Numbers that describe the directions of edges: blocks of 2×2 squares.</summary>
    public long GradientCount => GradientBins == 0 ? 0 : 4L * GradientBins * (CellRows - 1) * (CellColumns - 1);

    /// <summary>Numbers of a row, however many.</summary>
    public long Numbers =>
        (Area ? 1 : 0) + (Perimeter ? 1 : 0) + (HuMoments ? 7 : 0) + ((long)ColorBins * Channels) + GradientCount;

    /// <summary>Numbers of a row.</summary>
    public int Count => checked((int)Numbers);

    /// <summary>What each number is called.</summary>
    public IEnumerable<string> Names()
    {
        if (Area)
            yield return "Area";
        if (Perimeter)
            yield return "Perimeter";
        for (var i = 1; i <= 7 && HuMoments; i++)
            yield return Numbered("Hu", i);
        for (var channel = 0; channel < Channels; channel++)
            for (var bin = 0; bin < ColorBins; bin++)
                yield return $"{ChannelName(channel)}{bin.ToString(CultureInfo.InvariantCulture)}";
        for (var i = 0; i < GradientCount; i++)
            yield return Numbered("Hog", i);
    }

    private string ChannelName(int channel) => Channels switch
    {
        1 => "Grey",
        3 => channel switch { 0 => "Red", 1 => "Green", _ => "Blue" },
        _ => Numbered("Channel", channel) + ".",
    };

    private static string Numbered(string name, int number) => name + number.ToString(CultureInfo.InvariantCulture);
}
