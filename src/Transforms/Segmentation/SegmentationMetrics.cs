namespace DeepML;

/// <summary>How right the classes of pixels are, over all pixels of all pictures that count.</summary>
/// <param name="PictureCount">Pictures that were compared.</param>
/// <param name="PixelAccuracy">Share of the pixels whose class is right.</param>
/// <param name="MeanIntersectionOverUnion">
/// The mean over classes of the pixels that both answer and mask give to a class, over those that either does; classes that neither shows
/// are left out.
/// </param>
/// <param name="ClassIntersectionOverUnion">That of each class, from 0; NaN where neither shows it.</param>
public sealed record SegmentationMetrics(
    int PictureCount, double PixelAccuracy, double MeanIntersectionOverUnion, IReadOnlyList<double> ClassIntersectionOverUnion)
{
    /// <summary>A line for people: "20 pictures: mean IoU 0.91 (0.97, 0.85), pixel accuracy 0.98".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{PictureCount} pictures: mean IoU {MeanIntersectionOverUnion:0.00##} ({Overlaps}), pixel accuracy {PixelAccuracy:0.00##}");

    private string Overlaps => string.Join(
        ", ", ClassIntersectionOverUnion.Select(share => share.ToString("0.00##", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>From pixels counted by their right class and the class found.</summary>
    /// <param name="pictures">Pictures that were compared.</param>
    /// <param name="counts">(right class, class found).</param>
    internal static SegmentationMetrics Of(int pictures, long[,] counts)
    {
        var classes = counts.GetLength(0);
        var all = counts.Cast<long>().Sum();
        var right = Enumerable.Range(0, classes).Sum(c => counts[c, c]);
        double[] overlaps = [.. Enumerable.Range(0, classes).Select(c =>
        {
            var either = Enumerable.Range(0, classes).Sum(other => counts[c, other] + counts[other, c]) - counts[c, c];
            return either == 0 ? double.NaN : counts[c, c] / (double)either;
        })];
        return new SegmentationMetrics(
            pictures, right / (double)all, overlaps.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(), overlaps);
    }
}
