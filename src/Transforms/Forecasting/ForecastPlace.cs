using DeepML.Data;

namespace DeepML.Transforms;

/// <summary>A forecast while it is made: the place in the series, what guards it, and the steps so far.</summary>
internal sealed class ForecastPlace
{
    private readonly double[]? _simple;
    private readonly (double Lowest, double Highest) _range;
    private readonly bool _isNotNegative;
    private bool _heldBack;

    /// <param name="window">The place; it is moved on.</param>
    /// <param name="guard">What its series has shown; null for what the network says by itself.</param>
    /// <param name="horizon">Steps to forecast.</param>
    public ForecastPlace(SeriesWindow window, SeriesGuard? guard, int horizon)
    {
        Window = window;
        Guard = guard;
        (Forecast, Lower, Upper) = (new float[horizon], new float[horizon], new float[horizon]);
        if (guard?.Method is null)
            return;
        var start = Math.Max(0, window.End - guard.Memory);
        var recent = window.Series.Scaled.AsSpan(start, window.End - start);
        _simple = guard.Method.Forecast(recent, horizon);
        _range = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in recent)
            _range = (Math.Min(_range.Lowest, value), Math.Max(_range.Highest, value));
        _isNotNegative = guard.IsNotNegative && window.Series.Back(_range.Lowest) >= 0;
    }

    /// <summary>The place.</summary>
    public SeriesWindow Window { get; }

    /// <summary>What its series has shown.</summary>
    public SeriesGuard? Guard { get; }

    /// <summary>Whether further columns of every step ahead are known.</summary>
    public bool IsKnown { get; set; } = true;

    /// <summary>Whether a step was held back.</summary>
    public bool HeldBack => _heldBack && IsKnown;

    /// <summary>Distance of the network's own lower bound at the last step fed back.</summary>
    public double Below { get; private set; }

    /// <summary>Distance of the network's own upper bound at the last step fed back.</summary>
    public double Above { get; private set; }

    /// <summary>The forecast, in the series' own unit.</summary>
    public float[] Forecast { get; }

    /// <summary>Its lower bounds.</summary>
    public float[] Lower { get; }

    /// <summary>Its upper bounds.</summary>
    public float[] Upper { get; }

    /// <summary>Sets a step.</summary>
    /// <param name="step">Step ahead, from 0.</param>
    /// <param name="network">What the network says, scaled.</param>
    /// <param name="bounds">Distances of the bounds, scaled.</param>
    public void Set(int step, double network, (double Below, double Above) bounds)
    {
        var centre = _simple is null ? network : Guard!.Hold(network, _simple[step], step, _range, ref _heldBack);
        Forecast[step] = InUnit(centre);
        Lower[step] = InUnit(centre - bounds.Below);
        Upper[step] = InUnit(centre + bounds.Above);
    }

    /// <summary>Goes on as if what the network says had been observed.</summary>
    public void MoveOn(double[] scaled, double below, double above)
    {
        Window.Append(scaled);
        (Below, Above) = (below, above);
    }

    private float InUnit(double scaled)
    {
        var value = IsKnown ? (float)Window.Series.Back(scaled) : float.NaN;
        return _isNotNegative && value < 0 ? 0 : value;
    }
}
