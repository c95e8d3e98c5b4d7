using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>The simple methods that every report sets beside a forecasting network.</summary>
internal static class SeriesBaselines
{
    /// <summary>The last value, again and again.</summary>
    public static double[] LastValue(IReadOnlyList<double> values, int horizon)
    {
        var forecast = new double[horizon];
        Array.Fill(forecast, values[^1]);
        return forecast;
    }

    /// <summary>The season before plus the mean change per step; without a season, the last value plus the mean change.</summary>
    public static double[] SeasonalNaiveWithDrift(IReadOnlyList<double> values, int horizon, int period)
    {
        var season = period > 0 && values.Count > period ? period : 1;
        var drift = 0.0;
        for (var i = season; i < values.Count; i++)
            drift += values[i] - values[i - season];
        drift /= Math.Max(1, values.Count - season);
        var forecast = new double[horizon];
        for (var step = 0; step < horizon; step++)
            forecast[step] = values[values.Count - season + (step % season)] + (drift * ((step / season) + 1));
        return forecast;
    }

    /// <summary>
    /// An autoregression of the given order with a constant, by least squares, iterated; null if there are too few values.
    /// </summary>
    public static double[]? Autoregression(IReadOnlyList<double> values, int horizon, int order)
    {
        var size = order + 1;
        if (values.Count - order < size + 1)
            return null;
        var scale = SeriesScale.Of(values);
        var z = values.Select(scale.Forward).ToList();
        var (normal, right) = (new double[size, size], new double[size]);
        var row = new double[size];
        for (var i = order; i < z.Count; i++)
        {
            Lags(z, i, row);
            for (var a = 0; a < size; a++)
            {
                right[a] += row[a] * z[i];
                for (var b = 0; b < size; b++)
                    normal[a, b] += row[a] * row[b];
            }
        }
        for (var a = 0; a < size; a++)
            normal[a, a] += 1e-9 * z.Count; // lags that say the same must not stop the solution
        var weights = Solve(normal, right);
        for (var step = 0; step < horizon; step++)
        {
            Lags(z, z.Count, row);
            z.Add(row.Zip(weights, (x, w) => x * w).Sum());
        }
        return [.. z.TakeLast(horizon).Select(scale.Back)];
    }

    private static void Lags(List<double> z, int end, double[] row)
    {
        row[0] = 1;
        for (var lag = 1; lag < row.Length; lag++)
            row[lag] = z[end - lag];
    }

    private static double[] Solve(double[,] matrix, double[] right)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(linalg.solve(tensor(matrix), tensor(right)).bytes).ToArray();
    }
}
