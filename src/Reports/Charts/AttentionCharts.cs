using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Reports;

/// <summary>By which weights a network looks at the steps that it reads.</summary>
internal static class AttentionCharts
{
    private const double Cell = 26, Letter = 9; // in pixels of the page, of a square and of a letter of a name
    private const int Least = 320, Most = 1100, FewNames = 20;

    /// <summary>A square for each pair of a step that looks and one that is read, of a stronger colour for a larger weight.</summary>
    /// <param name="weights">[read, looking]; each row of what looks adds up to 1.</param>
    /// <param name="read">Names of the steps that are read.</param>
    /// <param name="looking">Names of the steps that look.</param>
    /// <param name="title">What is shown.</param>
    public static PlotModel Matrix(double[,] weights, IReadOnlyList<string> read, IReadOnlyList<string> looking, string title)
    {
        var model = Chart.New(title, legend: null);
        model.Axes.Add(Steps(AxisPosition.Bottom, "read", read));
        var down = Steps(AxisPosition.Left, "looking", looking);
        (down.StartPosition, down.EndPosition) = (1, 0);
        model.Axes.Add(down);
        model.Axes.Add(new LinearColorAxis
        {
            Position = AxisPosition.Right,
            Title = "weight",
            Palette = OxyPalette.Interpolate(100, OxyColors.White, Chart.Colour(0)),
            Minimum = 0,
            Maximum = Math.Max(1e-6, weights.Cast<double>().Max()),
            AxisDistance = 8,
            AxisTitleDistance = Chart.TitleDistance,
        });
        var squares = new RectangleSeries { CanTrackerInterpolatePoints = false };
        for (var x = 0; x < read.Count; x++)
            for (var y = 0; y < looking.Count; y++)
                squares.Items.Add(new RectangleItem(x - 0.5, x + 0.5, y - 0.5, y + 0.5, weights[x, y]));
        model.Series.Add(squares);
        return model;
    }

    /// <summary>A bar for each step that is read.</summary>
    /// <param name="weights">Of the steps.</param>
    /// <param name="read">Their names.</param>
    /// <param name="title">What is shown.</param>
    public static PlotModel Bars(IReadOnlyList<float> weights, IReadOnlyList<string> read, string title)
    {
        var model = Chart.New(title, legend: null);
        model.Axes.Add(Steps(AxisPosition.Bottom, "read", read));
        var height = Chart.Axis(AxisPosition.Left, "weight");
        height.Minimum = 0;
        model.Axes.Add(height);
        var bars = new RectangleBarSeries { FillColor = Chart.Colour(0), StrokeThickness = 0 };
        for (var x = 0; x < read.Count; x++)
            bars.Items.Add(new RectangleBarItem(x - 0.4, 0, x + 0.4, weights[x]));
        model.Series.Add(bars);
        return model;
    }

    /// <summary>A size at which every name can be read.</summary>
    public static (int Width, int Height) SizeOf(IReadOnlyList<string> read, IReadOnlyList<string>? looking) => (
        (int)Math.Clamp(150 + (read.Count * Cell) + (Letter * Longest(looking ?? [])), Least, Most),
        looking is null
            ? Chart.Height
            : (int)Math.Clamp(120 + (looking.Count * Cell) + (IsTurned(read) ? Letter * Longest(read) : 0), Least - 60, Most));

    private static CategoryAxis Steps(AxisPosition position, string title, IReadOnlyList<string> names) => new()
    {
        Position = position,
        ItemsSource = names,
        Title = title,
        GapWidth = 0,
        TickStyle = TickStyle.None,
        AxisTitleDistance = Chart.TitleDistance,
        FontSize = names.Count > FewNames ? 11 : 13,
        Angle = position == AxisPosition.Bottom && IsTurned(names) ? -60 : 0,
        MajorStep = 1,
    };

    private static bool IsTurned(IReadOnlyList<string> names) => Longest(names) > 2;

    private static int Longest(IReadOnlyList<string> names) => names.Count == 0 ? 0 : names.Max(name => name.Length);
}
