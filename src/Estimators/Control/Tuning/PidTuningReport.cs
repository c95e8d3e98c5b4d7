using System.Globalization;
using System.Text;

namespace DeepML;

/// <summary>All rules side by side, by the same simulations.</summary>
/// <param name="Results">The optimum first, then the rules that apply.</param>
/// <param name="NotApplicable">Why the other rules do not apply.</param>
/// <param name="Processes">Per process: its model, or the one that describes it.</param>
/// <param name="SampleTime">Time from one sample of the controllers to the next.</param>
public sealed record PidTuningReport(
    IReadOnlyList<PidTuningResult> Results, IReadOnlyDictionary<PidRule, string> NotApplicable, IReadOnlyList<ProcessModel> Processes,
    double SampleTime)
{
    /// <summary>
    /// The optimum. Where nothing keeps the limits, it breaks them least, and <see cref="PidTuningResult.IsWithinLimits"/> is false.
    /// </summary>
    public PidTuningResult Best => Results[0];

    /// <summary>A table for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"",-16}{"Kp",10}{"Ti",10}{"Td",10}{"b",6}{"overshoot",11}{"settling",10}"
            + $"{"ITAE",10}{"load ITAE",11}{"Ms",7}{"gain m.",9}{"phase m.",10}  limits");
        foreach (var result in Results)
            text.AppendLine(CultureInfo.InvariantCulture, $"{result.Rule,-16}{result.Settings.ProportionalGain,10:G4}"
                + $"{result.Settings.IntegralTime,10:G4}{result.Settings.DerivativeTime,10:G4}{result.Settings.SetPointWeight,6:F2}"
                + $"{result.SetPoint.Overshoot,11:P1}{result.SetPoint.SettlingTime,10:G4}"
                + $"{result.SetPoint.Itae,10:G4}{result.Load.Itae,11:G4}"
                + $"{result.Margins.SensitivityPeak,7:F2} {result.Margins.GainMargin,8:F2} {result.Margins.PhaseMargin,8:F0}°"
                + $"  {(result.IsWithinLimits ? "kept" : "broken")}");
        foreach (var (rule, reason) in NotApplicable)
            text.AppendLine(CultureInfo.InvariantCulture, $"{rule,-16}{reason}");
        return text.ToString();
    }
}
