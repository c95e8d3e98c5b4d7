using System.Globalization;

namespace DeepML;

/// <summary>
/// The numbers of a controller u = K_p (b r - y) + K_i ∫ (r - y) dt - K_d dy_f/dt, with the set point r, the measured value y, and y_f that
/// value behind a lag of the filter time.
/// </summary>
/// <param name="ProportionalGain">K_p, in controller output per measured value.</param>
/// <param name="IntegralGain">K_i, in controller output per measured value and unit of time; 0 for none.</param>
/// <param name="DerivativeGain">K_d, in controller output times unit of time per measured value; 0 for none.</param>
/// <param name="FilterTime">Time constant of the derivative's filter.</param>
/// <param name="SetPointWeight">b, in [0, 1]: share of a step of the set point that acts at once.</param>
public sealed record PidSettings(
    double ProportionalGain, double IntegralGain, double DerivativeGain = 0, double FilterTime = 0, double SetPointWeight = 1)
{
    /// <summary>K_p / K_i; infinite without an integral part.</summary>
    public double IntegralTime => IntegralGain == 0 ? double.PositiveInfinity : ProportionalGain / IntegralGain;

    /// <summary>K_d / K_p.</summary>
    public double DerivativeTime => DerivativeGain == 0 ? 0 : DerivativeGain / ProportionalGain;

    /// <summary>The numbers as people set them.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Kp {ProportionalGain:G4}, Ti {IntegralTime:G4}, Td {DerivativeTime:G4}, filter {FilterTime:G3}, ")
            + string.Create(CultureInfo.InvariantCulture, $"set-point weight {SetPointWeight:F2}");
}
