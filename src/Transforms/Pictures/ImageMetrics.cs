using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>How like pictures are to those that they should be: means over pictures, whose numbers are in [0, 1].</summary>
/// <param name="PictureCount">Pictures that were compared.</param>
/// <param name="PeakSignalToNoise">
/// 10 · log₁₀(1 / mean squared error) of each picture, in decibels; at most 100, which equal pictures have. Higher is better.
/// </param>
/// <param name="StructuralSimilarity">
/// Likeness of brightness, contrast and structure under a Gaussian window of 11×11 pixels, deviation 1.5, at most 1 (Wang et al., IEEE
/// Trans. Image Processing 13, 2004; in pictures with a side below 11 the window is the largest odd one that fits). Higher is better.
/// </param>
/// <param name="AbsoluteError">Mean absolute difference (L1). Lower is better.</param>
public sealed record ImageMetrics(int PictureCount, double PeakSignalToNoise, double StructuralSimilarity, double AbsoluteError)
{
    /// <summary>Compares two columns of pictures: MLImages, or vectors of float with channels, height and width.</summary>
    /// <param name="data">Data with both.</param>
    /// <param name="columnName">Name of the column to judge.</param>
    /// <param name="targetColumnName">Name of the column with what it should be.</param>
    /// <param name="height">Rows of pixels; 0 reads it from the columns' types.</param>
    /// <param name="width">Pixels per row; 0 reads it from the columns' types.</param>
    /// <param name="channels">Numbers per pixel; 0 reads it from the columns' types: 3 for images.</param>
    /// <returns>Means over rows in which both columns hold a picture.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The columns' pictures differ in size, or their size is not known.</exception>
    /// <exception cref="InvalidOperationException">There is no row in which both columns hold a picture.</exception>
    public static ImageMetrics Of(
        IDataView data, string columnName, string targetColumnName, int height = 0, int width = 0, int channels = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentException.ThrowIfNullOrEmpty(columnName);
        ArgumentException.ThrowIfNullOrEmpty(targetColumnName);
        var format = new ImageFormat(channels, height, width, SkipsUnreadable: true);
        var judged = new ImageColumn(columnName, "input", format).SizedBy(data);
        var target = new ImageColumn(targetColumnName, "target", format).SizedBy(data);
        if (!judged.RowShape.SequenceEqual(target.RowShape))
            throw new ArgumentException(
                $"Column '{columnName}' holds {judged.Format}, and column '{targetColumnName}' {target.Format}; only pictures of one size "
                + "can be compared.");
        DataViewSchema.Column[] columns = [data.Schema[columnName], data.Schema[targetColumnName]];
        using var cursor = data.GetRowCursor(columns);
        var (readJudged, readTarget) = (judged.Bind(cursor, columns[0]), target.Bind(cursor, columns[1]));
        var (blockJudged, blockTarget) = (new ColumnBlock(judged, 1), new ColumnBlock(target, 1));
        var sums = new Sums();
        while (cursor.MoveNext())
            if (readJudged(blockJudged, 0) & readTarget(blockTarget, 0))
                sums.Add(blockJudged.Floats, blockTarget.Floats, judged.RowShape);
        return sums.Count > 0
            ? sums.Means()
            : throw new InvalidOperationException($"No row holds a picture in both '{columnName}' and '{targetColumnName}'.");
    }

    /// <summary>Compares two pictures.</summary>
    /// <param name="picture">The picture to judge.</param>
    /// <param name="target">What it should be.</param>
    /// <exception cref="ArgumentException">Their sizes differ.</exception>
    public static ImageMetrics Of(Picture picture, Picture target)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(target);
        if ((picture.Width, picture.Height, picture.ChannelCount) != (target.Width, target.Height, target.ChannelCount))
            throw new ArgumentException(
                $"The picture has {picture.Width}x{picture.Height} pixels of {picture.ChannelCount} channels, its target "
                + $"{target.Width}x{target.Height} of {target.ChannelCount}; only pictures of one size can be compared.", nameof(target));
        var sums = new Sums();
        sums.Add([.. picture.Values], [.. target.Values], [picture.ChannelCount, picture.Height, picture.Width]);
        return sums.Means();
    }

    private sealed class Sums
    {
        private double _decibels;
        private double _structural;
        private double _absolute;

        public int Count { get; private set; }

        // A row without an answer holds NaN.
        public void Add(float[] judged, float[] target, long[] shape)
        {
            if (!Array.TrueForAll(judged, float.IsFinite) || !Array.TrueForAll(target, float.IsFinite))
                return;
            using var gradientsOff = no_grad();
            using var scope = NewDisposeScope();
            var (a, b) = (tensor(judged, [1, .. shape]), tensor(target, [1, .. shape]));
            _decibels += PictureSimilarity.Decibels(PictureSimilarity.SquaredErrors(a, b)).Read<float>();
            _structural += PictureSimilarity.Structural(a, b).Read<float>();
            _absolute += PictureSimilarity.AbsoluteErrors(a, b).Read<float>();
            Count++;
        }

        public ImageMetrics Means() => new(Count, _decibels / Count, _structural / Count, _absolute / Count);
    }
}
