using DeepML.Trainers;

namespace DeepML;

/// <summary>How the information of features about a label is counted.</summary>
public sealed record InformationGainOptions
{
    /// <summary>
    /// Bins into which a feature is cut, about equally many rows in each, and a label of numbers too; missing values have one more. A
    /// feature of fewer different values is taken as it is.
    /// </summary>
    /// <value>In [2, 1,000]; the default is 10.</value>
    public int Bins { get; init; } = 10;

    internal void Validate(OptionFaults faults) => faults.InRange(Bins, 2, 1000, nameof(Bins));
}
