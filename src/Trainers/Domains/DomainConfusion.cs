using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Lets a network learn from rows of several domains (sensors, hospitals, ways to write) layers in which the domains look alike, so that
/// what it learns from the labels of one serves the others. Rows without a label, or with a weight of 0, take part with their domain only.
/// </summary>
/// <remarks>
/// <para>The layer before the answer is confused. Beside it a small network learns to tell the domains apart: its accuracy on them, each
/// counting alike, is "domain accuracy" in the history, of rows held out "validation domain accuracy", and 1 over the number of domains is
/// chance. The loss in the history is that of the labels. The small network is thrown away, and the fitted model is like any other.</para>
/// <para>Not every domain becomes alike to good effect: labels of the other domains can be told wrongly with great certainty. Measure on
/// some rows of them whose labels are known.</para>
/// </remarks>
public sealed record DomainConfusion
{
    /// <summary>Name of the column with the domain of each row: a key. Rows where it is missing take part with their labels only.</summary>
    /// <value>The default is "Domain".</value>
    public string DomainColumnName { get; init; } = "Domain";

    /// <summary>How the domains are made alike.</summary>
    /// <value>
    /// The default is <see cref="GradientReversal"/>; <see cref="Coral"/> and <see cref="MeanDiscrepancy"/> are the others.
    /// </value>
    public DomainMethod Method { get; init; } = new GradientReversal();

    /// <summary>How much it counts beside the loss of the labels.</summary>
    /// <value>Above 0; null (the default) takes the method's: 0.3 for reversal, 5000 for CORAL, 1 for the discrepancy.</value>
    public double? Weight { get; init; }

    /// <summary>How the weight moves during training.</summary>
    /// <value>The default is <see cref="DomainSchedule.Gradual"/>.</value>
    public DomainSchedule Schedule { get; init; }

    internal void Validate(OptionFaults faults, string name)
    {
        if (string.IsNullOrEmpty(DomainColumnName))
            faults.Add($"{name}.{nameof(DomainColumnName)}", DomainColumnName is null ? null : "\"\"", "a name");
        if (faults.Given(Method, $"{name}.{nameof(Method)}"))
            Method.Validate(faults, $"{name}.{nameof(Method)}");
        if (Weight is { } weight)
            faults.Above(weight, 0, $"{name}.{nameof(Weight)}");
        faults.Defined(Schedule, $"{name}.{nameof(Schedule)}");
    }

    /// <summary>The weight in an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="epochs">Epochs planned.</param>
    internal double WeightIn(int epoch, int epochs)
    {
        var whole = Weight ?? Method.UsualWeight;
        var done = (double)(epoch - 1) / epochs;
        return Schedule == DomainSchedule.Constant ? whole : whole * Math.Tanh(5 * done); // 2/(1 + e^(-10p)) - 1 is tanh 5p
    }
}
