using DeepML.Trainers;

namespace DeepML;

/// <summary>How far an experiment may move a process, and what it is to find.</summary>
public sealed record ExperimentLimits
{
    /// <summary>Largest change of the measured value from rest.</summary>
    /// <value>Above 0, in its unit; null (the default) takes that of the experiment before.</value>
    public double? LargestMeasuredMove { get; init; }

    /// <summary>Largest change of the controller output from rest.</summary>
    /// <value>Above 0, in its unit; null (the default) takes that of the experiment before.</value>
    public double? LargestOutputMove { get; init; }

    /// <summary>Standard deviation of the noise of the measured value.</summary>
    /// <value>Above 0, in its unit; null (the default) takes what the model left of the experiment before.</value>
    public double? NoiseDeviation { get; init; }

    /// <summary>Time from row to row.</summary>
    /// <value>Above 0; null (the default) takes that of the experiment before, or a twentieth of T1 + τ if that is shorter.</value>
    public double? SampleTime { get; init; }

    /// <summary>Standard error that K, T1 + T2 and τ are to have in the end, each over its size.</summary>
    /// <value>Above 0; the default is 0.03.</value>
    public double RelativeError { get; init; } = 0.03;

    internal void Check(ProcessFit? before)
    {
        var faults = new OptionFaults();
        Given(LargestMeasuredMove, nameof(LargestMeasuredMove));
        Given(LargestOutputMove, nameof(LargestOutputMove));
        Given(NoiseDeviation, nameof(NoiseDeviation));
        if (SampleTime is { } step)
            faults.Above(step, 0, nameof(SampleTime));
        faults.Above(RelativeError, 0, nameof(RelativeError));
        faults.ThrowIfAny("limits");

        void Given(double? value, string name)
        {
            if (value is { } number)
                faults.Above(number, 0, name);
            else if (before is null)
                faults.Add(name, null, "given for a model that was not fitted to an experiment");
        }
    }
}
