using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace DeepML.Samples;

/// <summary>Draws mel spectrograms side by side: time to the right, pitch upwards, and the energy as a colour.</summary>
internal sealed class SpectrogramChart
{
    private const double Between = 0.08; // seconds

    private readonly PlotModel _model;
    private readonly double _step;
    private double _end;

    /// <param name="title">What is shown.</param>
    /// <param name="secondsPerFrame">From a frame to the next.</param>
    /// <param name="highest">Where the highest band ends, in hertz.</param>
    public SpectrogramChart(string title, double secondsPerFrame, double highest)
    {
        _step = secondsPerFrame;
        _model = Chart.New(title);
        _model.Axes.Add(new LinearColorAxis
        {
            Position = AxisPosition.Right,
            Title = "decibels",
            Palette = OxyPalettes.Viridis(256),
            Minimum = -15,
            Maximum = 25,
        });
        var seconds = Chart.Axis(AxisPosition.Bottom, "seconds");
        seconds.MajorGridlineStyle = LineStyle.None;
        var pitch = Chart.Axis(AxisPosition.Left, "frequency, Hz, on the mel scale");
        (pitch.Minimum, pitch.Maximum, pitch.MajorGridlineStyle) = (0, Mel(highest), LineStyle.None);
        pitch.LabelFormatter = mel => $"{700 * (Math.Pow(10, mel / 2595) - 1):F0}";
        (pitch.MajorStep, pitch.MinorTickSize) = (Mel(highest) / 8, 0);
        _model.Axes.Add(seconds);
        _model.Axes.Add(pitch);
    }

    /// <summary>Adds a sound to the right of those that are there.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="frames">The bands of each frame, in decibels.</param>
    /// <param name="from">Where the lowest band begins, in hertz.</param>
    /// <param name="to">Where the highest band ends.</param>
    public void Add(string name, float[][] frames, double from, double to)
    {
        var data = new double[frames.Length, frames[0].Length];
        for (var frame = 0; frame < frames.Length; frame++)
            for (var band = 0; band < frames[frame].Length; band++)
                data[frame, band] = frames[frame][band];
        var width = (Mel(to) - Mel(from)) / (frames[0].Length + 1);
        _model.Series.Add(new HeatMapSeries
        {
            X0 = _end,
            X1 = _end + (_step * (frames.Length - 1)),
            Y0 = Mel(from) + width,
            Y1 = Mel(to) - width,
            Data = data,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Bitmap,
        });
        _model.Annotations.Add(new OxyPlot.Annotations.TextAnnotation
        {
            Text = name,
            TextPosition = new DataPoint(_end + (_step * frames.Length / 2), Mel(to) - (1.5 * width)),
            TextColor = OxyColors.White,
            FontSize = 18,
            FontWeight = FontWeights.Bold,
            StrokeThickness = 0,
            TextVerticalAlignment = VerticalAlignment.Top,
        });
        _end += (_step * frames.Length) + Between;
    }

    /// <summary>Writes the chart.</summary>
    /// <param name="path">The file, without its extension.</param>
    public string Save(string path) => Chart.Save(_model, path, 1150, 480);

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
