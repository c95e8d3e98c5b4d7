using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>What a backtest found: the network's errors, and those of simple methods on the same values.</summary>
/// <param name="Network">The network.</param>
/// <param name="Baselines">
/// The last value, the last season with and without drift, exponential smoothing, and an autoregression where the series are long
/// enough.
/// </param>
/// <param name="Folds">Every stretch that was forecast.</param>
public sealed record ForecastBacktest(ForecastReport Network, IReadOnlyList<ForecastReport> Baselines, IReadOnlyList<ForecastFold> Folds)
{
    /// <summary>A table for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-28}{"MAE",10}{"RMSE",10}{"MAPE %",9}{"sMAPE %",9}{"MASE",8}{"coverage",10}");
        foreach (var (method, m) in Baselines.Prepend(Network))
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{method,-28}{m.MeanAbsoluteError,10:G4}{m.RootMeanSquaredError,10:G4}{m.MeanAbsolutePercentageError,9:F2}"
                    + $"{m.SymmetricMeanAbsolutePercentageError,9:F2}{m.MeanAbsoluteScaledError,8:F3}{m.IntervalCoverage,10:P1}");
        return text.ToString();
    }
}
