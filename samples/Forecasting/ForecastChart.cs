using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML.Data;

namespace DeepML.Samples;

/// <summary>Draws lines over a common axis of time, with a band, as SVG (with words and numbers) and as PNG (the lines alone).</summary>
internal sealed class ForecastChart
{
    private const int Width = 960;
    private const int Height = 420;
    private const int Left = 60;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 40;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly List<(string Name, string Color, int Start, float[] Values)> _lines = [];
    private (string Name, string Color, int Start, float[] Lower, float[] Upper)? _band;

    /// <summary>What stands above the chart.</summary>
    public required string Title { get; init; }

    /// <summary>The words below a place on the axis.</summary>
    public required Func<int, string?> Label { get; init; }

    /// <summary>Adds a line.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="color">#rrggbb.</param>
    /// <param name="start">Place of the first value on the axis.</param>
    /// <param name="values">The values; NaN leaves a hole.</param>
    public void Line(string name, string color, int start, float[] values) => _lines.Add((name, color, start, values));

    /// <summary>Sets the band between two lines.</summary>
    public void Band(string name, string color, int start, float[] lower, float[] upper) => _band = (name, color, start, lower, upper);

    /// <summary>Writes path.svg and path.png.</summary>
    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        new XDocument(Drawing()).Save(path + ".svg");
        using var image = MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, Raster());
        image.Save(path + ".png");
    }

    private int First => _lines.Min(line => line.Start);

    private int Last => _lines.Max(line => line.Start + line.Values.Length - 1);

    private (double Low, double High) Range()
    {
        var values = _lines.SelectMany(line => line.Values).Concat(_band?.Lower ?? []).Concat(_band?.Upper ?? []).Where(float.IsFinite).ToArray();
        var (low, high) = ((double)values.Min(), (double)values.Max());
        var margin = Math.Max(1e-9, (high - low) * 0.05);
        return (low - margin, high + margin);
    }

    private double X(int place) => Left + ((place - First) * (double)(Width - Left - Right) / Math.Max(1, Last - First));

    private double Y(double value, (double Low, double High) range) => Top + ((range.High - value) * (Height - Top - Bottom) / (range.High - range.Low));

    private XElement Drawing()
    {
        var range = Range();
        var drawing = new XElement(
            Svg + "svg", new XAttribute("viewBox", $"0 0 {Width} {Height}"), new XAttribute("font-family", "sans-serif"), new XAttribute("font-size", 13),
            new XElement(Svg + "rect", new XAttribute("width", Width), new XAttribute("height", Height), new XAttribute("fill", "#ffffff")),
            Text(Left, 20, Title, "start", 15));
        for (var step = 0; step <= 4; step++)
        {
            var value = range.Low + ((range.High - range.Low) * step / 4);
            var y = Y(value, range);
            drawing.Add(Stroke(["M", Number(Left), Number(y), "H", Number(Width - Right)], "#e0e0e0", 1), Text(Left - 6, y + 4, value.ToString("G3", CultureInfo.InvariantCulture), "end"));
        }
        for (var place = First; place <= Last; place++)
            if (Label(place) is { } label)
                drawing.Add(Text(X(place), Height - 16, label, "middle"));
        var legend = 0;
        if (_band is { } band)
        {
            var points = band.Upper.Select((v, i) => (X(band.Start + i), Y(v, range))).Concat(band.Lower.Select((v, i) => (X(band.Start + i), Y(v, range))).Reverse());
            drawing.Add(new XElement(
                Svg + "polygon", new XAttribute("points", string.Join(" ", points.Select(p => $"{Number(p.Item1)},{Number(p.Item2)}"))),
                new XAttribute("fill", band.Color), new XAttribute("opacity", "0.5")));
            drawing.Add(Legend(legend++, band.Name, band.Color));
        }
        foreach (var (name, color, start, values) in _lines)
        {
            var pen = false;
            var path = new List<string>();
            for (var i = 0; i < values.Length; i++)
            {
                if (float.IsFinite(values[i]))
                    path.AddRange([pen ? "L" : "M", Number(X(start + i)), Number(Y(values[i], range))]);
                pen = float.IsFinite(values[i]);
            }
            drawing.Add(Stroke(path, color, 2), Legend(legend++, name, color));
        }
        return drawing;
    }

    private static XElement Legend(int place, string name, string color) => new(
        Svg + "g", Stroke(["M", Number(Left + 10), Number(Top + 12 + (18 * place)), "h", "24"], color, 4), Text(Left + 40, Top + 16 + (18 * place), name, "start"));

    private static XElement Stroke(IEnumerable<string> commands, string color, int width) => new(
        Svg + "path", new XAttribute("d", string.Join(" ", commands)), new XAttribute("fill", "none"), new XAttribute("stroke", color), new XAttribute("stroke-width", width));

    private static XElement Text(double x, double y, string text, string anchor, int size = 13) => new(
        Svg + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("text-anchor", anchor), new XAttribute("font-size", size), text);

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    private byte[] Raster()
    {
        var pixels = new byte[Width * Height * 4];
        Array.Fill(pixels, (byte)255);
        var range = Range();
        for (var step = 0; step <= 4; step++)
            Draw(pixels, Left, Y(range.Low + ((range.High - range.Low) * step / 4), range), Width - Right, null, "#e0e0e0", 1);
        if (_band is { } band)
            for (var i = 0; i + 1 < band.Lower.Length; i++)
                for (var x = X(band.Start + i); x < X(band.Start + i + 1); x++)
                {
                    var share = (float)((x - X(band.Start + i)) / (X(band.Start + i + 1) - X(band.Start + i)));
                    var low = Y(band.Lower[i] + (share * (band.Lower[i + 1] - band.Lower[i])), range);
                    var high = Y(band.Upper[i] + (share * (band.Upper[i + 1] - band.Upper[i])), range);
                    for (var y = high; y < low; y++)
                        Dot(pixels, x, y, band.Color, 1);
                }
        foreach (var (_, color, start, values) in _lines)
            for (var i = 0; i + 1 < values.Length; i++)
                if (float.IsFinite(values[i]) && float.IsFinite(values[i + 1]))
                    Draw(pixels, X(start + i), Y(values[i], range), X(start + i + 1), Y(values[i + 1], range), color, 2);
        return pixels;
    }

    private static void Draw(byte[] pixels, double x, double y, double toX, double? toY, string color, int width)
    {
        var (dx, dy) = (toX - x, (toY ?? y) - y);
        var steps = Math.Max(1, (int)(2 * Math.Max(Math.Abs(dx), Math.Abs(dy))));
        for (var i = 0; i <= steps; i++)
            Dot(pixels, x + (dx * i / steps), y + (dy * i / steps), color, width);
    }

    private static void Dot(byte[] pixels, double x, double y, string color, int width)
    {
        for (var row = (int)y; row < (int)y + width; row++)
            for (var column = (int)x; column < (int)x + width; column++)
                if (row is >= 0 and < Height && column is >= 0 and < Width)
                    Convert.FromHexString(color.AsSpan(1)).CopyTo(pixels, ((row * Width) + column) * 4);
    }
}
