using System.Globalization;

namespace DeepML;

/// <summary>
/// An experiment under a proportional controller: rest for a tenth of the time, a step of the set point, and the step back at 55 %.
/// </summary>
/// <param name="ControllerGain">Gain k_c, with the sign of the process's.</param>
/// <param name="SetPointStep">Step of the set point, in the unit of the measured value.</param>
/// <param name="Duration">Length of the experiment.</param>
/// <param name="SampleTime">Time from row to row.</param>
/// <param name="GainError">Standard error of K to be expected, over its size.</param>
/// <param name="TimeConstantSumError">The same for T1 + T2.</param>
/// <param name="DeadTimeError">The same for τ; over a twentieth of T1 if that is larger.</param>
/// <param name="IsEnough">Whether the errors are as small as asked for; if not, repeat the experiment or allow a larger move.</param>
public sealed record ExperimentPlan(
    double ControllerGain, double SetPointStep, double Duration, double SampleTime, double GainError, double TimeConstantSumError,
    double DeadTimeError, bool IsEnough)
{
    /// <summary>The set point, over that at rest, at a time from the beginning of the experiment.</summary>
    public double SetPointAt(double time) => time >= 0.1 * Duration && time < 0.55 * Duration ? SetPointStep : 0;

    /// <summary>A sentence for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Proportional controller with gain {ControllerGain:G3}, set point by {SetPointStep:G3} at {0.1 * Duration:G3} and back at "
            + $"{0.55 * Duration:G3}, until {Duration:G3}, a row every {SampleTime:G3}: K to ± {GainError:P1}, T1 + T2 to "
            + $"± {TimeConstantSumError:P1}, dead time to ± {DeadTimeError:P1}.");
}
