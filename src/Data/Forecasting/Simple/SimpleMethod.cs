using System.Text.Json.Serialization;

namespace DeepML.Data;

/// <summary>A simple method with its fitted numbers: a function of the last values of a series alone; saved with a forecaster.</summary>
/// <param name="Kind">The method.</param>
/// <param name="Smoothing">Numbers of exponential smoothing; null where the kind has none.</param>
/// <param name="Theta">Numbers of Theta; null where the kind has none.</param>
/// <param name="Period">Length of the season in observations; 0 for none.</param>
internal sealed record SimpleMethod(SimpleKind Kind, ExponentialSmoothing? Smoothing, ThetaMethod? Theta, int Period)
{
    /// <summary>Whether it has the numbers that its kind needs.</summary>
    [JsonIgnore]
    public bool IsWhole =>
        Period >= 0 && (Smoothing is null || Smoothing.Period >= 0) && (Theta is null || Theta is { Period: >= 0, Level: > 0 })
        && (Kind is not (SimpleKind.Smoothing or SimpleKind.Mean) || Smoothing is not null)
            && (Kind is not (SimpleKind.Theta or SimpleKind.Mean) || Theta is not null);

    /// <summary>What people call it.</summary>
    [JsonIgnore]
    public string Name => Kind switch
    {
        SimpleKind.LastValue => "last value",
        SimpleKind.LastSeason => "last season",
        SimpleKind.Drift => "last value with drift",
        SimpleKind.Smoothing => "exponential smoothing",
        SimpleKind.Theta => "Theta",
        _ => "mean of exponential smoothing and Theta",
    };

    /// <summary>Forecasts what follows some values.</summary>
    /// <param name="values">The values known, at least one.</param>
    /// <param name="horizon">Steps to forecast.</param>
    public double[] Forecast(ReadOnlySpan<double> values, int horizon)
    {
        var forecast = new double[horizon];
        switch (Kind)
        {
            case SimpleKind.LastValue:
                Array.Fill(forecast, values[^1]);
                break;
            case SimpleKind.LastSeason:
                var season = Period > 0 && values.Length >= Period ? Period : 1;
                for (var step = 0; step < horizon; step++)
                    forecast[step] = values[values.Length - season + (step % season)];
                break;
            case SimpleKind.Drift:
                var drift = values.Length > 1 ? (values[^1] - values[0]) / (values.Length - 1) : 0;
                for (var step = 0; step < horizon; step++)
                    forecast[step] = values[^1] + (drift * (step + 1));
                break;
            case SimpleKind.Smoothing:
                Smoothing!.Run(values, forecast);
                break;
            case SimpleKind.Theta:
                Theta!.Run(values, forecast);
                break;
            default:
                Smoothing!.Run(values, forecast);
                var other = new double[horizon];
                Theta!.Run(values, other);
                for (var step = 0; step < horizon; step++)
                    forecast[step] = (forecast[step] + other[step]) / 2;
                break;
        }
        return forecast;
    }

    /// <summary>Every simple method, fitted to some values.</summary>
    /// <param name="values">The values, at least one.</param>
    /// <param name="period">Length of the season in observations; 0 for none.</param>
    public static IReadOnlyList<SimpleMethod> Fit(ReadOnlySpan<double> values, int period)
    {
        var smoothing = SmoothingFit.Best(values, period);
        var theta = ThetaMethod.Fit(values, period);
        return [.. Enum.GetValues<SimpleKind>().Select(kind => new SimpleMethod(
            kind, kind is SimpleKind.Smoothing or SimpleKind.Mean ? smoothing : null,
            kind is SimpleKind.Theta or SimpleKind.Mean ? theta : null, period))];
    }
}
