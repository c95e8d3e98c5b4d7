using DeepML.Data;

namespace DeepML.Estimators;

/// <summary>Columns of sequences, before data are seen.</summary>
internal static class ReadSequences
{
    /// <summary>A column whose steps are numbers, keys or pictures.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="front">What makes features of pictures; null where steps are none.</param>
    /// <param name="stepSize">Numbers per step; null for what the column says.</param>
    /// <param name="maximumLength">Steps that are read at most; null for all.</param>
    public static SequenceColumn Column(string name, string role, ConvolutionalFront? front, int? stepSize, int? maximumLength) => new(
        name, role, stepSize: front?.PictureSize ?? stepSize, maximumLength: maximumLength,
        frames: front is { FilePaths: true }
            ? new ImageFormat(front.Channels, front.Height, front.Width, AreFiles: true)
            : null);
}
