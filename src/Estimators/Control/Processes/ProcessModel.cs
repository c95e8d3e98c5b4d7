using System.Numerics;
using DeepML.Estimators;
using DeepML.Trainers;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// A process of first or second order with dead time, around a point at which it rests: G(s) = K e^(-τs) / ((T1 s + 1)(T2 s + 1)).
/// </summary>
public sealed record ProcessModel : IProcessModel
{
    /// <summary>A process whose numbers are known.</summary>
    /// <param name="gain">K: change of the measured value per change of the controller output, once settled; not 0.</param>
    /// <param name="timeConstant">T1, above 0, in any unit of time; all other times are then in that unit.</param>
    /// <param name="deadTime">τ, at least 0: from a change of the controller output to its first effect.</param>
    /// <param name="secondTimeConstant">T2, at least 0; 0 for a process of first order. The larger of both becomes T1.</param>
    /// <param name="measuredAtRest">The measured value at which the process rests.</param>
    /// <param name="outputAtRest">The controller output that holds it there.</param>
    /// <exception cref="ArgumentException">A number is outside its range; each is named.</exception>
    public ProcessModel(
        double gain, double timeConstant, double deadTime, double secondTimeConstant = 0, double measuredAtRest = 0,
        double outputAtRest = 0)
    {
        var faults = new OptionFaults();
        if (gain == 0 || !double.IsFinite(gain))
            faults.Add(nameof(gain), gain, "a number other than 0");
        faults.Above(timeConstant, 0, nameof(timeConstant));
        faults.AtLeast(deadTime, 0, nameof(deadTime));
        faults.AtLeast(secondTimeConstant, 0, nameof(secondTimeConstant));
        faults.Finite(measuredAtRest, nameof(measuredAtRest));
        faults.Finite(outputAtRest, nameof(outputAtRest));
        faults.ThrowIfAny(nameof(gain));
        Gain = gain;
        TimeConstant = Math.Max(timeConstant, secondTimeConstant);
        SecondTimeConstant = Math.Min(timeConstant, secondTimeConstant);
        DeadTime = deadTime;
        MeasuredAtRest = measuredAtRest;
        OutputAtRest = outputAtRest;
    }

    /// <summary>K: change of the measured value per change of the controller output, once settled.</summary>
    public double Gain { get; }

    /// <summary>T1, the larger time constant.</summary>
    public double TimeConstant { get; }

    /// <summary>T2, the smaller time constant; 0 for a process of first order.</summary>
    public double SecondTimeConstant { get; }

    /// <summary>τ: from a change of the controller output to its first effect.</summary>
    public double DeadTime { get; }

    /// <inheritdoc/>
    public double MeasuredAtRest { get; }

    /// <inheritdoc/>
    public double OutputAtRest { get; }

    /// <summary>How the model was found, and how far it can be trusted; null if its numbers were given.</summary>
    public ProcessFit? Identification { get; internal init; }

    /// <summary>A line for people: "K 2, T1 10, T2 3, dead time 1.5".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"K {Gain:G4}, T1 {TimeConstant:G4}, T2 {SecondTimeConstant:G4}, dead time {DeadTime:G4}")
        + (Identification is null ? "" : $"; {Identification}");

    /// <summary>Null: any length of a step is simulated exactly.</summary>
    public double? StepTime => null;

    /// <summary>
    /// Identifies a process from rows of a closed loop under a proportional controller, u = bias + k_c (set point - measured value),
    /// of which the set point was changed: the recorded controller output drives the model, and the squared distance of what it answers
    /// from the measured value is made least (an output-error model: Ljung, System Identification, 2nd ed. 1999, section 4.2), from many
    /// starts. With noise of measurement alone this has no bias, although the noise comes back through the controller.
    /// </summary>
    /// <remarks>
    /// The process has to be at rest in the first rows, before the first change. Rows need not be evenly spaced; the controller output of
    /// a row holds until the next. The rows have to lie in the order of time.
    /// </remarks>
    /// <param name="rows">The experiment: time, set point, controller output, measured value, in columns of float or double; the time may
    /// also be DateTime or DateTimeOffset, and is then counted in seconds.</param>
    /// <param name="options">Columns and order; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are fewer than 20 rows, a number is missing, time goes back or stands still; or nothing was excited, or answered: the error
    /// says so and proposes an experiment.
    /// </exception>
    public static ProcessModel Fit(IDataView rows, ProcessModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new ProcessModelOptions();
        options.Check();
        return new ProcessIdentification(LoopRecord.Read(rows, options), options).Run();
    }

    /// <summary>Sets the model beside another experiment with the same process, from which it was not fitted.</summary>
    /// <param name="rows">As for <see cref="Fit"/>; the process may rest elsewhere than in the experiment before.</param>
    /// <param name="options">Columns; null for the defaults.</param>
    /// <returns>How well it foretells the measured value.</returns>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public ProcessCheck Check(IDataView rows, ProcessModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new ProcessModelOptions();
        options.Check();
        return ProcessChecking.Check(this, LoopRecord.Read(rows, options));
    }

    /// <summary>
    /// The next experiment: the gain of a proportional controller, the step of the set point and the duration that tell most of this
    /// process.
    /// </summary>
    /// <param name="limits">How far the process may be moved; null for as far as in the experiment before.</param>
    /// <exception cref="ArgumentException">A limit is outside its range, or missing although the model was not fitted.</exception>
    public ExperimentPlan NextExperiment(ExperimentLimits? limits = null) => ExperimentDesign.Best(this, limits ?? new ExperimentLimits());

    /// <inheritdoc/>
    public IProcessSimulation Start(double stepTime)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepTime);
        return new LagSimulation(this, stepTime);
    }

    /// <summary>G(jω).</summary>
    internal Complex At(double frequency) =>
        Gain * Complex.Exp(new Complex(0, -DeadTime * frequency))
            / (new Complex(1, TimeConstant * frequency) * new Complex(1, SecondTimeConstant * frequency));

    /// <summary>The gain of a proportional controller at which the loop begins to oscillate, with its period.</summary>
    /// <returns>Gain (with the sign of the process's) and period; infinite and 0 if there is none.</returns>
    internal (double Gain, double Period) Ultimate()
    {
        if (DeadTime == 0)
            return (double.PositiveInfinity, 0); // two lags turn the phase by less than half a circle
        var (low, high) = (0.0, Math.PI / DeadTime);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if ((DeadTime * middle) + Math.Atan(TimeConstant * middle) + Math.Atan(SecondTimeConstant * middle) < Math.PI)
                low = middle;
            else
                high = middle;
        }
        return (Math.Sign(Gain) / At(low).Magnitude, 2 * Math.PI / low);
    }
}
