using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns of an experiment, and what is looked for in it.</summary>
public sealed record ProcessModelOptions
{
    /// <summary>Name of the column of time: float or double in any unit, DateTime or DateTimeOffset.</summary>
    /// <value>The default is "Time".</value>
    public string TimeColumnName { get; init; } = "Time";

    /// <summary>Name of the column of the set point: float or double, in the unit of the measured value.</summary>
    /// <value>The default is "SetPoint".</value>
    public string SetPointColumnName { get; init; } = "SetPoint";

    /// <summary>Name of the column of the controller output: float or double; a row's holds until the next row.</summary>
    /// <value>The default is "Output".</value>
    public string OutputColumnName { get; init; } = "Output";

    /// <summary>Name of the column of the measured value: float or double.</summary>
    /// <value>The default is "Measured".</value>
    public string MeasuredColumnName { get; init; } = "Measured";

    /// <summary>How many lags the model has.</summary>
    /// <value>The default is <see cref="ProcessOrder.Automatic"/>.</value>
    public ProcessOrder Order { get; init; }

    /// <summary>Longest dead time that is looked for, in the unit of time of the rows.</summary>
    /// <value>Above 0; null (the default) takes a third of the experiment.</value>
    public double? LargestDeadTime { get; init; }

    /// <summary>The controller output that held the process at rest before the first row.</summary>
    /// <value>
    /// Null (the default) takes the mean of the rows before the set point is changed for the first time, or the first row's if it never is.
    /// Give it if the set point was changed before the second row.
    /// </value>
    public double? OutputAtRest { get; init; }

    /// <summary>Share of cases in which the interval given for a number is to hold the true one.</summary>
    /// <value>In (0, 1); the default is 0.95.</value>
    public double ConfidenceLevel { get; init; } = 0.95;

    internal void Check()
    {
        var faults = new OptionFaults();
        foreach (var (name, value) in new[]
        {
            (nameof(TimeColumnName), TimeColumnName), (nameof(SetPointColumnName), SetPointColumnName),
            (nameof(OutputColumnName), OutputColumnName), (nameof(MeasuredColumnName), MeasuredColumnName),
        })
            if (string.IsNullOrEmpty(value))
                faults.Add(name, value, "the name of a column");
        faults.Defined(Order, nameof(Order));
        if (LargestDeadTime is { } longest)
            faults.Above(longest, 0, nameof(LargestDeadTime));
        if (OutputAtRest is { } rest)
            faults.Finite(rest, nameof(OutputAtRest));
        if (!(ConfidenceLevel is > 0 and < 1))
            faults.Add(nameof(ConfidenceLevel), ConfidenceLevel, "in (0, 1)");
        faults.ThrowIfAny("options");
    }
}
