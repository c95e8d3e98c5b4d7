using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Draws batches of pictures side by side: a row for each picture, a column for each batch.</summary>
internal static class ImageSheet
{
    /// <summary>The sheet. Called inside a dispose scope.</summary>
    /// <param name="batches">
    /// (pictures, channels, height, width) each, numbers in [0, 1]; smaller ones are shown in the size of the largest, each pixel as a
    /// square.
    /// </param>
    public static Picture Of(IReadOnlyList<Tensor> batches)
    {
        var (height, width) = (batches.Max(batch => batch.size(2)), batches.Max(batch => batch.size(3)));
        var drawn = batches.Select(batch => Split(batch, height, width)).ToArray();
        return Picture.Sheet(
            [.. Enumerable.Range(0, drawn[0].Count).SelectMany(row => drawn.Select(column => column[row]))], drawn.Length);
    }

    private static IReadOnlyList<Picture> Split(Tensor batch, long height, long width)
    {
        var colours = batch.size(1) is 1 or 3 ? batch : batch.mean([1L], keepdim: true); // other channels have no colours
        if (colours.size(2) != height || colours.size(3) != width)
            colours = nn.functional.interpolate(colours, [height, width], mode: InterpolationMode.Nearest);
        var shown = colours.clamp(Numbers.Zero, Numbers.One);
        return shown.size(1) == 3 ? Picture.Colours(shown) : Picture.Channels(shown.squeeze(1));
    }
}
