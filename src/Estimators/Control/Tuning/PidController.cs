using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// A sampled PID controller with a filter on its derivative, set-point weighting and anti-windup by back-calculation (Åström and Hägglund,
/// Advanced PID Control, 2006, section 3.5). Not safe for use by several threads at once.
/// </summary>
public sealed class PidController
{
    private readonly double _sampleTime;
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly double _unwinding; // share of what the limits cut off that is taken out of the integral in a sample
    private double _integral;
    private double _derivative;
    private double _measured;

    /// <summary>A controller at rest at 0; <see cref="Reset"/> takes a process over elsewhere.</summary>
    /// <param name="settings">Its numbers.</param>
    /// <param name="sampleTime">Time from one call of <see cref="Next"/> to the next, above 0, in the unit of the settings.</param>
    /// <param name="minimum">Lower limit of the actuator.</param>
    /// <param name="maximum">Upper limit of the actuator, above the lower.</param>
    /// <exception cref="ArgumentException">A number is outside its range; each is named.</exception>
    public PidController(
        PidSettings settings, double sampleTime, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var faults = new OptionFaults();
        faults.Finite(settings.ProportionalGain, nameof(settings.ProportionalGain));
        faults.Finite(settings.IntegralGain, nameof(settings.IntegralGain));
        faults.Finite(settings.DerivativeGain, nameof(settings.DerivativeGain));
        faults.AtLeast(settings.FilterTime, 0, nameof(settings.FilterTime));
        faults.InRange(settings.SetPointWeight, 0, 1, nameof(settings.SetPointWeight));
        faults.Above(sampleTime, 0, nameof(sampleTime));
        if (!(minimum < maximum))
            faults.Add(nameof(minimum), minimum, FormattableString.Invariant($"below maximum, {maximum}"));
        faults.ThrowIfAny(nameof(settings));
        Settings = settings;
        (_sampleTime, _minimum, _maximum) = (sampleTime, minimum, maximum);
        var tracking = settings.DerivativeGain == 0 ? Math.Abs(settings.IntegralTime)
            : Math.Sqrt(Math.Abs(settings.IntegralTime * settings.DerivativeTime));
        _unwinding = settings.IntegralGain == 0 ? 0 : Math.Min(1, sampleTime / tracking);
    }

    /// <summary>Its numbers.</summary>
    public PidSettings Settings { get; }

    /// <summary>Takes over without a bump: the next output is the one given, if set point and measured value are still the same.</summary>
    /// <param name="setPoint">The set point.</param>
    /// <param name="measured">The measured value.</param>
    /// <param name="output">The controller output that is at work.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is not finite, or the output is not within the limits; the controller stays as it was.
    /// </exception>
    public void Reset(double setPoint, double measured, double output)
    {
        Check(setPoint, nameof(setPoint));
        Check(measured, nameof(measured));
        if (!(output >= _minimum && output <= _maximum) || !double.IsFinite(output))
            throw new ArgumentOutOfRangeException(
                nameof(output), output, FormattableString.Invariant($"It must be a finite number in [{_minimum}, {_maximum}]."));
        _integral = output - (Settings.ProportionalGain * ((Settings.SetPointWeight * setPoint) - measured));
        (_derivative, _measured) = (0, measured);
    }

    /// <summary>The controller output for a sample.</summary>
    /// <param name="setPoint">The set point.</param>
    /// <param name="measured">The measured value.</param>
    /// <returns>The output, within the limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is not finite, as of a sensor that is gone; the controller stays as it was, so that the last output can be held.
    /// </exception>
    public double Next(double setPoint, double measured)
    {
        Check(setPoint, nameof(setPoint));
        Check(measured, nameof(measured));
        var (settings, filter) = (Settings, Settings.FilterTime + _sampleTime);
        _derivative = ((settings.FilterTime * _derivative) - (settings.DerivativeGain * (measured - _measured))) / filter;
        _measured = measured;
        var wanted = (settings.ProportionalGain * ((settings.SetPointWeight * setPoint) - measured)) + _integral + _derivative;
        var output = Math.Clamp(wanted, _minimum, _maximum);
        _integral += (settings.IntegralGain * _sampleTime * (setPoint - measured)) + (_unwinding * (output - wanted));
        return output;
    }

    private static void Check(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "It must be a finite number: hold the last output until there is one.");
    }
}
