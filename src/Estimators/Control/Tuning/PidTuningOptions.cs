using DeepML.Trainers;

namespace DeepML;

/// <summary>What a controller is to do well, and its limits.</summary>
public sealed record PidTuningOptions
{
    /// <summary>What is made least.</summary>
    /// <value>The default is <see cref="TuningCriterion.Itae"/>.</value>
    public TuningCriterion Criterion { get; init; }

    /// <summary>
    /// Share that the response to a load has in what is made least, beside the response to the set point; each counts over SIMC's. With 0
    /// the controller follows the set point best, and may take twice SIMC's error to get rid of a load.
    /// </summary>
    /// <value>In [0, 1]; the default is 0.125.</value>
    public double LoadWeight { get; init; } = 0.125;

    /// <summary>Largest overshoot of the measured value after a step of the set point, over the step.</summary>
    /// <value>In [0, 1]; the default is 0.1.</value>
    public double LargestOvershoot { get; init; } = 0.1;

    /// <summary>Largest M_s, the peak of |1 / (1 + L(jω))|: 1 / M_s is the distance of the loop from instability.</summary>
    /// <value>In (1, 10]; the default is 1.8. Below 2 is robust, 1.4 is cautious.</value>
    public double LargestSensitivity { get; init; } = 1.8;

    /// <summary>Lower limit of the actuator, in the unit of the controller output.</summary>
    /// <value>Null (the default) for none; below the output at rest.</value>
    public double? OutputMinimum { get; init; }

    /// <summary>Upper limit of the actuator.</summary>
    /// <value>Null (the default) for none; above the output at rest.</value>
    public double? OutputMaximum { get; init; }

    /// <summary>
    /// The step of the set point that is simulated, in the unit of the measured value. It matters where the actuator has limits.
    /// </summary>
    /// <value>Not 0; the default is 1.</value>
    public double SetPointStep { get; init; } = 1;

    /// <summary>Time from one sample of the controller to the next.</summary>
    /// <value>Above 0; null (the default) takes that of the process, or a 150th of T1 + T2 + τ.</value>
    public double? SampleTime { get; init; }

    /// <summary>Time that is simulated after each step.</summary>
    /// <value>Above 0; null (the default) takes ten times T1 + T2 + τ.</value>
    public double? Duration { get; init; }

    /// <summary>Whether the controller has a derivative part.</summary>
    /// <value>The default is true.</value>
    public bool UsesDerivative { get; init; } = true;

    /// <summary>Derivative time over the time constant of its filter. Smaller passes on less noise.</summary>
    /// <value>In [1, 100]; the default is 10.</value>
    public double FilterRatio { get; init; } = 10;

    /// <summary>Controllers that the search tries.</summary>
    /// <value>At least 10; the default is 600. Fewer will do where the process is slow to simulate.</value>
    public int Trials { get; init; } = 600;

    /// <summary>Step of the controller output after which a process without an equation is described by one.</summary>
    /// <value>Not 0; null (the default) takes a tenth of the actuator's range, or 1 if that has no limits.</value>
    public double? TestStep { get; init; }

    internal double Minimum => OutputMinimum ?? double.NegativeInfinity;

    internal double Maximum => OutputMaximum ?? double.PositiveInfinity;

    internal void Check()
    {
        var faults = new OptionFaults();
        faults.Defined(Criterion, nameof(Criterion));
        faults.InRange(LoadWeight, 0, 1, nameof(LoadWeight));
        faults.InRange(LargestOvershoot, 0, 1, nameof(LargestOvershoot));
        faults.AboveUpTo(LargestSensitivity, 1, 10, nameof(LargestSensitivity));
        faults.Finite(OutputMinimum ?? 0, nameof(OutputMinimum));
        faults.Finite(OutputMaximum ?? 0, nameof(OutputMaximum));
        if (!(Minimum < Maximum))
            faults.Add(nameof(OutputMinimum), OutputMinimum, FormattableString.Invariant($"below OutputMaximum, {OutputMaximum}"));
        NotZero(SetPointStep, nameof(SetPointStep));
        faults.Above(SampleTime ?? 1, 0, nameof(SampleTime));
        faults.Above(Duration ?? 1, 0, nameof(Duration));
        faults.InRange(FilterRatio, 1, 100, nameof(FilterRatio));
        faults.AtLeast(Trials, 10, nameof(Trials));
        NotZero(TestStep ?? 1, nameof(TestStep));
        faults.ThrowIfAny("options");

        void NotZero(double value, string name)
        {
            if (value == 0 || !double.IsFinite(value))
                faults.Add(name, value, "a number other than 0");
        }
    }
}
