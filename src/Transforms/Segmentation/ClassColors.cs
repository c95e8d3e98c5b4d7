using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Colours for classes of pixels.</summary>
internal static class ClassColors
{
    private const double GoldenTurn = 0.618033988749895; // hues that follow by it lie as far apart as can be

    /// <summary>Pictures of classes. Called inside a dispose scope.</summary>
    /// <param name="classes">(batch, 1, height, width), int64 from 0.</param>
    /// <param name="count">Number of classes.</param>
    /// <returns>(batch, 3, height, width), in [0, 1].</returns>
    public static Tensor Paint(Tensor classes, int count)
    {
        var colours = tensor([.. Enumerable.Range(0, count).SelectMany(Of)], [count, 3], device: classes.device);
        var painted = colours.index_select(0, classes.flatten()); // (pixels, 3)
        return painted.view(classes.size(0), classes.size(2), classes.size(3), 3).permute(0, 3, 1, 2).contiguous();
    }

    /// <summary>Red, green and blue of a class, in [0, 1]: a hue with full saturation; black for class 0.</summary>
    public static float[] Of(int number)
    {
        if (number == 0)
            return [0, 0, 0];
        var hue = (number - 1) * GoldenTurn % 1 * 6;
        float Level(double shift) => (float)Math.Clamp(Math.Abs(((hue + shift) % 6) - 3) - 1, 0, 1);
        return [Level(0), Level(4), Level(2)];
    }
}
