using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>Turns places in series into forecasts in the series' own unit.</summary>
/// <param name="network">The network, in scoring mode.</param>
/// <param name="architecture">Its sizes.</param>
/// <param name="spread">How its answers become bounds.</param>
/// <param name="device">Where it lives.</param>
internal sealed class ForecastModel(RecurrentForecastNetwork network, RecurrentForecastArchitecture architecture, ForecastSpread spread, Device device)
{
    /// <summary>How answers become bounds.</summary>
    public ForecastSpread Spread => spread;

    /// <summary>Forecasts from each place.</summary>
    /// <param name="windows">The places, made with room for <paramref name="horizon"/> appended values; they are moved on.</param>
    /// <param name="horizon">Steps to forecast; beyond the network's own horizon its forecasts are fed back.</param>
    /// <param name="level">Share of the values that the bounds are to hold.</param>
    /// <returns>(window, horizon) each, row by row; NaN where further columns of the steps ahead are not known. Bounds are NaN without a spread.</returns>
    public (float[] Forecast, float[] Lower, float[] Upper) Forecast(IReadOnlyList<SeriesWindow> windows, int horizon, double level)
    {
        var forecast = new float[windows.Count * horizon];
        var (lower, upper) = (new float[forecast.Length], new float[forecast.Length]);
        var width = spread.HasBounds ? spread.Width(level) : double.NaN;
        var (below, above) = (new double[windows.Count], new double[windows.Count]); // of the last step of the part before
        var known = new bool[windows.Count];
        Array.Fill(known, true);
        for (var start = 0; start < horizon; start += architecture.Horizon)
        {
            var answers = Answer(windows, horizon - start, known);
            var perWindow = architecture.Members * architecture.Horizon * architecture.Answers;
            for (var w = 0; w < windows.Count; w++)
            {
                var scaled = new double[Math.Min(architecture.Horizon, horizon - start)];
                var (lastBelow, lastAbove) = (0.0, 0.0);
                for (var step = 0; step < scaled.Length; step++)
                {
                    var ofStep = OfStep(answers.AsSpan(w * perWindow, perWindow), step);
                    var (centre, down, up) = spread.Distribution.Combine(ofStep, architecture.Members, width);
                    scaled[step] = windows[w].Back(step, centre);
                    if (spread.Distribution.BoundsAreMeasured)
                    {
                        lastBelow = lastAbove = spread.HasBounds ? width * spread.HeldOutDeviation(start + step) : double.NaN;
                    }
                    else
                    {
                        // what is fed back carries its own uncertainty: independent parts add up in their squares
                        lastBelow = Together(scaled[step] - windows[w].Back(step, centre - down), below[w]);
                        lastAbove = Together(windows[w].Back(step, centre + up) - scaled[step], above[w]);
                    }
                    var at = (w * horizon) + start + step;
                    var series = windows[w].Series;
                    forecast[at] = known[w] ? (float)series.Back(scaled[step]) : float.NaN;
                    lower[at] = known[w] ? (float)series.Back(scaled[step] - lastBelow) : float.NaN;
                    upper[at] = known[w] ? (float)series.Back(scaled[step] + lastAbove) : float.NaN;
                }
                windows[w].Append(scaled);
                (below[w], above[w]) = (lastBelow, lastAbove);
            }
        }
        return (forecast, lower, upper);
    }

    private float[] OfStep(ReadOnlySpan<float> answers, int step)
    {
        var ofStep = new float[architecture.Members * architecture.Answers];
        for (var member = 0; member < architecture.Members; member++)
            answers.Slice(((member * architecture.Horizon) + step) * architecture.Answers, architecture.Answers)
                .CopyTo(ofStep.AsSpan(member * architecture.Answers));
        return ofStep;
    }

    // (window, member, horizon, answer); windows of which not everything is known ahead are marked, and answered from zeros
    private float[] Answer(IReadOnlyList<SeriesWindow> windows, int steps, bool[] known)
    {
        var size = windows[0].Series.Windowing.InputSize;
        var inputs = new float[windows.Count * size];
        for (var w = 0; w < windows.Count; w++)
        {
            var input = inputs.AsSpan(w * size, size);
            if (windows[w].Write(input, steps))
                continue;
            input.Clear();
            known[w] = false;
        }
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return network.call(tensor(inputs.AsMemory(), [windows.Count, size]).to(device)).ReadAll<float>();
    }

    private static double Together(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
