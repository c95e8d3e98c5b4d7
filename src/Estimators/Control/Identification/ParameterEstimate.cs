using System.Globalization;

namespace DeepML;

/// <summary>A number of a model as it was found, and how far off it may be.</summary>
/// <param name="Value">The number.</param>
/// <param name="StandardError">Its standard error; infinite if the rows do not tell the number.</param>
/// <param name="Lower">Lower end of the interval at the level of confidence asked for.</param>
/// <param name="Upper">Upper end of the interval.</param>
public sealed record ParameterEstimate(double Value, double StandardError, double Lower, double Upper)
{
    /// <summary>Standard error over the size of the number.</summary>
    public double RelativeError => StandardError / Math.Abs(Value);

    /// <summary>The number and its interval.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value:G4} [{Lower:G4}, {Upper:G4}]");
}
