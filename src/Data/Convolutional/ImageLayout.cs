using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>
/// Refuses vectors of pictures that lie in another order than they are read in: they still make pictures, of which nothing can be
/// learned.
/// </summary>
internal static class ImageLayout
{
    /// <summary>Looks at the dimensions of a vector.</summary>
    /// <param name="type">A vector of three dimensions.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="given">The format asked for, in which sizes may be open.</param>
    /// <param name="sized">The format with its sizes.</param>
    /// <exception cref="ArgumentException">The dimensions are those of the other order.</exception>
    public static void Check(VectorDataViewType type, string name, ImageFormat given, ImageFormat sized)
    {
        int[] dimensions = [.. type.Dimensions], planes = [sized.Channels, sized.Height, sized.Width],
            pixels = [sized.Height, sized.Width, sized.Channels];
        var (read, other) = sized.ChannelsLast ? (pixels, planes) : (planes, pixels);
        var (channels, sides) = sized.ChannelsLast ? (dimensions[0], dimensions[1..]) : (dimensions[2], dimensions[..2]);
        const int smallestSide = 5; // below it, sides cannot be told from channels
        var looksOther = given.Channels == 0
            ? channels is 1 or 3 or 4 && sides.All(side => side >= smallestSide)
            // a single channel lies alike in both
            : sized.Channels > 1 && !dimensions.SequenceEqual(read) && dimensions.SequenceEqual(other);
        if (!looksOther)
            return;
        const string planesLayout = "(channels, height, width)", pixelsLayout = "(height, width, channels)";
        var (isRead, looks) = sized.ChannelsLast ? (pixelsLayout, planesLayout) : (planesLayout, pixelsLayout);
        var remedy = sized.ChannelsLast
            ? "Leave ChannelsLast out"
            : "Set ChannelsLast (convolutional networks), or extract pixels without interleaving";
        var orElse = given.Channels == 0 ? "; if it is right as it is, give Channels" : "";
        throw new ArgumentException($"Column '{name}' of type {type} looks like {looks}, but is read as {isRead}. {remedy}{orElse}.");
    }
}
