using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>What the options of every supervised trainer have in common.</summary>
public abstract record SupervisedOptions : NetworkOptions
{
    private protected SupervisedOptions()
    {
    }

    /// <summary>Name of the column with the right answers. Rows where it is missing are left out.</summary>
    /// <value>The default is "Label". A key is missing when it is 0, a float when it is NaN; a boolean is never missing.</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Name of the column the network reads.</summary>
    /// <value>The default is "Features".</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Name of the column that says how much each row counts: a float, 0 or more.</summary>
    /// <value>
    /// Null (the default) for rows that count alike. A row of weight 2 counts as two rows of weight 1 in what is learned, in the history's
    /// losses and metrics, and in the baseline; only what one weight is of another matters. Scales of features, and pretraining, look at
    /// rows without their weights.
    /// </value>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// Whether numbers to predict are learned in a unit of their own, mean 0 and deviation 1, and predicted in the label's.
    /// </summary>
    /// <value>
    /// The default is true. What was chosen is in <see cref="TrainingHistory.Chosen"/>. Of no concern where classes are predicted.
    /// </value>
    public bool ScaleLabel { get; init; } = true;

    /// <summary>
    /// Whether the trained network is set beside a linear model, and gradient-boosted trees where the application refers to
    /// <c>Microsoft.ML.LightGbm</c> or <c>Microsoft.ML.FastTree</c>, on the rows held out: <see cref="TrainingHistory.Comparisons"/>.
    /// </summary>
    /// <value>
    /// The default is true. It is left out where no rows are held out, or where training rows times columns times answers exceed four
    /// million, or where rows have several labels at once, labels may be censored, or
    /// another quantile than the median is predicted, whose distance from the labels says nothing of it.
    /// </value>
    public bool CompareWithBaselines { get; init; } = true;

    /// <summary>By which loss numbers are learned, and through which function they are predicted; null for nothing in particular.</summary>
    internal virtual NumberAnswer? Numbers => null;

    /// <summary>Name of the column that says which labels are only the least that they can be; null for none.</summary>
    internal virtual string? Censoring => null;

    /// <summary>What is done with rows of several domains; null for nothing.</summary>
    internal virtual DomainConfusion? Confusion => null;

    /// <summary>Whether a comparison is asked for and would say something.</summary>
    internal bool IsComparable => CompareWithBaselines && Censoring is null && Numbers?.Loss?.IsCentral != false;

    internal override void Validate(OptionFaults faults)
    {
        if (string.IsNullOrEmpty(LabelColumnName))
            faults.Add(nameof(LabelColumnName), LabelColumnName is null ? null : "\"\"", "a name");
        if (string.IsNullOrEmpty(FeatureColumnName))
            faults.Add(nameof(FeatureColumnName), FeatureColumnName is null ? null : "\"\"", "a name");
        if (ExampleWeightColumnName is "")
            faults.Add(nameof(ExampleWeightColumnName), "\"\"", "a name, or null for rows that count alike");
        Confusion?.Validate(faults, nameof(DomainConfusion));
    }
}
