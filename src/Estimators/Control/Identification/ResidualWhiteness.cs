namespace DeepML;

/// <summary>
/// Whether what a model leaves is noise without memory (Ljung and Box, Biometrika 65, 1978). Where it is not, the model lacks something
/// (a lag, a disturbance), or the noise has a memory; then the intervals of the parameters are too narrow.
/// </summary>
/// <param name="Autocorrelations">Of the residuals, from lag 1 on.</param>
/// <param name="Statistic">Ljung's and Box's Q: chi-squared, with as many degrees of freedom as lags, if the residuals are white.</param>
/// <param name="PValue">Chance of white noise to show a Q as large.</param>
public sealed record ResidualWhiteness(IReadOnlyList<double> Autocorrelations, double Statistic, double PValue)
{
    /// <summary>Whether the residuals may be white: the chance is at least 1 %.</summary>
    public bool IsWhite => PValue >= 0.01;

    internal static ResidualWhiteness Of(double[] residuals)
    {
        var lags = Math.Clamp(residuals.Length / 8 * 2, 2, 20); // an even number, for which the distribution has a closed form
        var (mean, count) = (residuals.Average(), residuals.Length);
        var variance = residuals.Sum(r => (r - mean) * (r - mean));
        var correlations = new double[lags];
        var statistic = 0.0;
        for (var lag = 1; lag <= lags && variance > 0; lag++)
        {
            for (var i = lag; i < count; i++)
                correlations[lag - 1] += (residuals[i] - mean) * (residuals[i - lag] - mean) / variance;
            statistic += (double)count * (count + 2) * correlations[lag - 1] * correlations[lag - 1] / (count - lag);
        }
        var (term, tail) = (Math.Exp(-statistic / 2), 0.0);
        for (var i = 1; i <= lags / 2; i++)
        {
            tail += term;
            term *= statistic / 2 / i;
        }
        return new ResidualWhiteness(correlations, statistic, Math.Min(1, tail));
    }
}
