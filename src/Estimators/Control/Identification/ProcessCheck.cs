using System.Globalization;

namespace DeepML;

/// <summary>How well a process model foretells an experiment.</summary>
/// <param name="Rows">Rows of the experiment.</param>
/// <param name="FitPercent">
/// 100 (1 - |y - ŷ| / |y - mean of y|), in percent, with ŷ from the recorded controller output; 100 is exact, 0 as good as the mean.
/// </param>
/// <param name="LoopFitPercent">
/// The same with ŷ from the set point alone, through the loop of model and proportional controller; NaN if the rows are of no such
/// controller.
/// </param>
/// <param name="ResidualDeviation">
/// Standard deviation of y - ŷ, in the unit of the measured value: that of the noise, if the model fits.
/// </param>
/// <param name="Whiteness">Whether what is left is noise.</param>
public sealed record ProcessCheck(
    int Rows, double FitPercent, double LoopFitPercent, double ResidualDeviation, ResidualWhiteness Whiteness)
{
    /// <summary>A line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"fit {FitPercent:F1} %, from the set point alone {LoopFitPercent:F1} %, residuals {(Whiteness.IsWhite ? "white" : "not white")} "
            + $"(p = {Whiteness.PValue:G2}), {Rows} rows");
}
