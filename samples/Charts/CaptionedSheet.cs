using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;

namespace DeepML.Samples;

/// <summary>Draws small grey pictures, each with a caption, or rows of them with a caption each.</summary>
internal static class CaptionedSheet
{
    private const double Gap = 0.12; // of a picture's side
    private const double Caption = 0.3;

    /// <summary>Writes pictures in rows with words beneath each.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="pictures">Square pictures of grey levels, 0 black to 1 white, row by row, with their words.</param>
    /// <param name="side">Side of a picture in its own pixels.</param>
    /// <param name="columns">Pictures per row.</param>
    /// <param name="lines">Lines of words beneath each.</param>
    public static string Save(
        string path, string title, IReadOnlyList<(float[] Pixels, string Words)> pictures, int side, int columns, int lines = 2)
    {
        var caption = Caption * lines / 2;
        var rows = (pictures.Count + columns - 1) / columns;
        var model = Empty(title, columns * (1 + Gap), rows * (1 + Gap + caption), 0);
        for (var i = 0; i < pictures.Count; i++)
        {
            var (x, y) = (i % columns * (1 + Gap), i / columns * (1 + Gap + caption));
            Put(model, pictures[i].Pixels, side, x, y);
            model.Annotations.Add(Words(pictures[i].Words, x + 0.5, y + 1 + (caption / 2), HorizontalAlignment.Center));
        }
        return Chart.Save(model, path, 20 + (columns * 125), 60 + (int)(rows * (116 + (113 * caption))));
    }

    /// <summary>Writes rows of pictures with words beside each row.</summary>
    /// <param name="path">The file, without its extension.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="rows">The rows, each with its words.</param>
    /// <param name="side">Side of a picture in its own pixels.</param>
    public static string SaveRows(string path, string title, IReadOnlyList<(string Words, IReadOnlyList<float[]> Pictures)> rows, int side)
    {
        const double words = 3;
        var columns = rows.Max(row => row.Pictures.Count);
        var model = Empty(title, columns * (1 + Gap), rows.Count * (1 + Gap), words);
        for (var row = 0; row < rows.Count; row++)
        {
            var y = row * (1 + Gap);
            model.Annotations.Add(Words(rows[row].Words, -0.2, y + 0.5, HorizontalAlignment.Right));
            for (var i = 0; i < rows[row].Pictures.Count; i++)
                Put(model, rows[row].Pictures[i], side, i * (1 + Gap), y);
        }
        return Chart.Save(model, path, (int)(20 + ((columns + words) * 56)), 70 + (rows.Count * 58));
    }

    private static PlotModel Empty(string title, double width, double height, double left)
    {
        var model = Chart.New(title);
        model.PlotAreaBorderThickness = new OxyThickness(0);
        model.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, IsAxisVisible = false, Minimum = -left - Gap, Maximum = width });
        model.Axes.Add(
            new LinearAxis
            {
                Position = AxisPosition.Left,
                IsAxisVisible = false,
                Minimum = -Gap,
                Maximum = height,
                StartPosition = 1,
                EndPosition = 0
            });
        return model;
    }

    private static void Put(PlotModel model, float[] pixels, int side, double x, double y)
    {
        var colours = new OxyColor[side, side]; // column, row
        for (var i = 0; i < pixels.Length; i++)
        {
            var level = (byte)Math.Clamp(pixels[i] * 255, 0, 255);
            colours[i % side, i / side] = OxyColor.FromRgb(level, level, level);
        }
        model.Annotations.Add(new ImageAnnotation
        {
            ImageSource = OxyImage.Create(colours, ImageFormat.Png),
            Interpolate = false,
            X = new PlotLength(x, PlotLengthUnit.Data),
            Y = new PlotLength(y, PlotLengthUnit.Data),
            Width = new PlotLength(1, PlotLengthUnit.Data),
            Height = new PlotLength(1, PlotLengthUnit.Data),
            HorizontalAlignment = HorizontalAlignment.Left,
            VerticalAlignment = VerticalAlignment.Top,
        });
    }

    private static TextAnnotation Words(string words, double x, double y, HorizontalAlignment alignment) => new()
    {
        Text = words,
        TextPosition = new DataPoint(x, y),
        TextHorizontalAlignment = alignment,
        TextVerticalAlignment = VerticalAlignment.Middle,
        StrokeThickness = 0,
    };
}
