using DeepML.Trainers;
using DeepML.Transforms;

namespace DeepML;

/// <summary>Columns and competition of a Hamming network.</summary>
public sealed record HammingNetworkOptions
{
    /// <summary>Name of the column with the class of each stored row.</summary>
    /// <value>The default is "Label". Rows where it is missing are left out.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Name of the column of rows.</summary>
    /// <value>The default is "Features".</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>ε: what each stored row takes off each other one in a step, as a share of what it has itself.</summary>
    /// <value>
    /// Above 0 and below 1 / (stored rows - 1), above which a competition may have no winner; null (the default) takes 1 / stored rows.
    /// </value>
    public double? Inhibition { get; init; }

    /// <summary>Steps after which a competition is taken as it stands: stored rows that agree alike never decide it.</summary>
    /// <value>In [1, 1,000,000]; the default is 1,000.</value>
    public int MaximumSteps { get; init; } = 1000;

    internal void Validate()
    {
        var faults = new OptionFaults();
        if (string.IsNullOrEmpty(LabelColumnName))
            faults.Add(nameof(LabelColumnName), LabelColumnName is null ? null : "\"\"", "a name");
        if (string.IsNullOrEmpty(FeatureColumnName))
            faults.Add(nameof(FeatureColumnName), FeatureColumnName is null ? null : "\"\"", "a name");
        if (Inhibition is { } inhibition)
            faults.AboveUpTo(inhibition, 0, 1, nameof(Inhibition));
        faults.InRange(MaximumSteps, 1, SettledColumns.MostSteps, nameof(MaximumSteps));
        faults.ThrowIfAny("options");
    }
}
