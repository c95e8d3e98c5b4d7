using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Frames as grey picture files.</summary>
internal static class FrameFiles
{
    /// <summary>Writes the frames of a film; their paths.</summary>
    /// <param name="frames">Frame behind frame, in [0, 1].</param>
    /// <param name="side">Pixels per row, and rows.</param>
    /// <param name="prefix">What the paths begin with.</param>
    public static string[] Write(float[] frames, int side, string prefix) =>
        [.. frames.Chunk(side * side).Select((frame, at) => WriteOne(frame, side, $"{prefix}-{at}.png"))];

    private static string WriteOne(float[] frame, int side, string path)
    {
        var bytes = frame.SelectMany(pixel => new[] { Grey(pixel), Grey(pixel), Grey(pixel), byte.MaxValue }).ToArray();
        using var image = MLImage.CreateFromPixels(side, side, MLPixelFormat.Rgba32, bytes);
        image.Save(path);
        return path;
    }

    private static byte Grey(float pixel) => (byte)Math.Round(255 * pixel);
}
