using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns and horizon of a report on warnings.</summary>
public sealed record LeadTimeOptions
{
    /// <summary>Name of the column that says whether a row lies within a fault: boolean.</summary>
    /// <value>The default is "Fault".</value>
    public string FaultColumnName { get; init; } = "Fault";

    /// <summary>Name of the column that says whether there is a warning at a row: boolean.</summary>
    /// <value>The default is "PredictedLabel".</value>
    public string WarningColumnName { get; init; } = "PredictedLabel";

    /// <summary>Name of the column that tells which machine a row belongs to: text.</summary>
    /// <value>Null (the default) if there is one machine.</value>
    public string? SeriesColumnName { get; init; }

    /// <summary>Rows before a fault in which a warning counts.</summary>
    /// <value>At least 1; the default is 24.</value>
    public int Horizon { get; init; } = 24;

    /// <summary>Warnings in a row that make an alarm. More than one lets single warnings pass.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int MinimumRun { get; init; } = 1;

    internal void Check()
    {
        var faults = new OptionFaults();
        foreach (var (name, value) in new[]
        {
            (nameof(FaultColumnName), FaultColumnName), (nameof(WarningColumnName), WarningColumnName),
            (nameof(SeriesColumnName), SeriesColumnName ?? "none"),
        })
            if (string.IsNullOrEmpty(value))
                faults.Add(name, value, "the name of a column");
        faults.AtLeast(Horizon, 1, nameof(Horizon));
        faults.AtLeast(MinimumRun, 1, nameof(MinimumRun));
        faults.ThrowIfAny("options");
    }
}
