using OxyPlot;

namespace DeepML.Reports;

/// <summary>
/// Tells the room that words take, the same on every machine, whatever fonts it has: wide enough for the usual ones without serifs.
/// </summary>
internal sealed class TextSizes : RenderContextBase
{
    private const double Line = 1.2; // of the font's size
    private const string Narrow = "iljtfrI.,:;'|!()[] ";
    private const string Wide = "mwMW@%";

    /// <inheritdoc/>
    public override int ClipCount => 0;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        if (string.IsNullOrEmpty(text))
            return OxySize.Empty;
        var lines = text.Split('\n');
        var bold = fontWeight > FontWeights.Normal ? 1.08 : 1;
        return new OxySize(lines.Max(line => line.Sum(WidthOf)) * fontSize * bold, lines.Length * Line * fontSize);
    }

    /// <inheritdoc/>
    public override void DrawLine(
        IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[] dashArray,
        LineJoin lineJoin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void DrawPolygon(
        IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode,
        double[] dashArray, LineJoin lineJoin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void DrawText(
        ScreenPoint p, string text, OxyColor fill, string fontFamily, double fontSize, double fontWeight, double rotation,
        HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize) =>
        throw new NotSupportedException();

    /// <inheritdoc/>
    public override void PopClip() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void PushClip(OxyRect clippingRectangle) => throw new NotSupportedException();

    // In parts of the font's size.
    private static double WidthOf(char c) =>
        Narrow.Contains(c, StringComparison.Ordinal) ? 0.36
        : Wide.Contains(c, StringComparison.Ordinal) ? 0.95
        : char.IsUpper(c) ? 0.7 : 0.6;
}
