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
/// <param name="guards">What each series has shown, by its name; empty for what the network says by itself.</param>
internal sealed class ForecastModel(
    RecurrentForecastNetwork network, RecurrentForecastArchitecture architecture, ForecastSpread spread, Device device,
    IReadOnlyDictionary<string, SeriesGuard> guards)
{
    private long _heldBack;

    /// <summary>How answers become bounds.</summary>
    public ForecastSpread Spread => spread;

    /// <summary>How many forecasts have been held back so far because they were far outside of what their series had been.</summary>
    public long HeldBack => Interlocked.Read(ref _heldBack);

    /// <summary>Forecasts from each place.</summary>
    /// <param name="windows">The places, made with room for <paramref name="horizon"/> appended values; they are moved on.</param>
    /// <param name="horizon">Steps to forecast; beyond the network's own horizon its forecasts are fed back.</param>
    /// <param name="level">Share of the values that the bounds are to hold.</param>
    /// <returns>
    /// (window, horizon) each, row by row; NaN where further columns of the steps ahead are not known. Bounds are NaN where none were
    /// measured.
    /// </returns>
    public (float[] Forecast, float[] Lower, float[] Upper) Forecast(IReadOnlyList<SeriesWindow> windows, int horizon, double level)
    {
        var places = windows.Select(
            window => new ForecastPlace(window, guards.GetValueOrDefault(window.Series.History.Name), horizon)).ToArray();
        for (var start = 0; start < horizon; start += architecture.Horizon)
        {
            var answers = Answer(places, horizon - start);
            var perWindow = architecture.Members * architecture.Horizon * architecture.Answers;
            for (var w = 0; w < places.Length; w++)
                Take(places[w], answers.AsSpan(w * perWindow, perWindow), start, Math.Min(architecture.Horizon, horizon - start), level);
        }
        foreach (var place in places)
            if (place.HeldBack)
                Interlocked.Increment(ref _heldBack);
        return ([.. places.SelectMany(p => p.Forecast)], [.. places.SelectMany(p => p.Lower)], [.. places.SelectMany(p => p.Upper)]);
    }

    // One answer of the network; what it said is fed back as it is, so that the safeguard's share does not reach its further answers.
    private void Take(ForecastPlace place, ReadOnlySpan<float> answers, int start, int steps, double level)
    {
        var guarded = place.Guard is { HasBounds: true };
        var width = spread.Width(guarded ? spread.ConfidenceLevel : level);
        var scaled = new double[steps];
        var (below, above) = (0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            var (centre, down, up) = spread.Distribution.Combine(OfStep(answers, step), architecture.Members, width);
            scaled[step] = place.Window.Back(step, centre);
            // what is fed back carries its own uncertainty: independent parts add up in their squares
            below = Together(scaled[step] - place.Window.Back(step, centre - down), place.Below);
            above = Together(place.Window.Back(step, centre + up) - scaled[step], place.Above);
            place.Set(start + step, scaled[step], Bounds(place.Guard, start + step, level, below, above));
        }
        place.MoveOn(scaled, below, above);
    }

    private (double Below, double Above) Bounds(SeriesGuard? guard, int step, double level, double below, double above)
    {
        if (guard is not { HasBounds: true })
            return spread.Distribution.BoundsAreMeasured ? (double.NaN, double.NaN) : (below, above);
        var distance = guard.Distance(step, level);
        return guard.BoundsOfNetwork ? (below * distance, above * distance) : (distance, distance);
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
    private float[] Answer(ForecastPlace[] places, int steps)
    {
        var size = places[0].Window.Series.Windowing.InputSize;
        var inputs = new float[places.Length * size];
        for (var w = 0; w < places.Length; w++)
        {
            var input = inputs.AsSpan(w * size, size);
            if (places[w].Window.Write(input, steps))
                continue;
            input.Clear();
            places[w].IsKnown = false;
        }
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        return network.call(tensor(inputs.AsMemory(), [places.Length, size]).to(device)).ReadAll<float>();
    }

    private static double Together(double a, double b) => Math.Sqrt((a * a) + (b * b));
}
