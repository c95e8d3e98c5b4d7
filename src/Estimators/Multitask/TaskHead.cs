using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>A task among several that one network learns.</summary>
/// <param name="Name">Its name, with which its output columns begin; no two are alike.</param>
/// <param name="Kind">What it asks.</param>
public sealed record TaskHead(string Name, TaskHeadKind Kind)
{
    /// <summary>Name of the label column.</summary>
    /// <value>Null (the default) for <see cref="Name"/>.</value>
    public string? LabelColumnName { get; init; }

    /// <summary>How much its loss counts beside the others'.</summary>
    /// <value>Above 0; the default is 1.</value>
    public double Weight { get; init; } = 1;

    internal string Label => LabelColumnName ?? Name;

    internal PredictionTask Task => Kind switch
    {
        TaskHeadKind.Multiclass => new MulticlassTask(),
        TaskHeadKind.Binary => new BinaryTask(),
        TaskHeadKind.Multilabel => new MultilabelTask(),
        TaskHeadKind.VectorRegression => new VectorRegressionTask(),
        _ => new RegressionTask(),
    };

    internal bool IsOfNumbers => Kind is TaskHeadKind.Regression or TaskHeadKind.VectorRegression;

    internal void Validate(OptionFaults faults, string prefix)
    {
        if (string.IsNullOrEmpty(Name))
            faults.Add(prefix + nameof(Name), Name is null ? null : "\"\"", "a name");
        if (LabelColumnName is "")
            faults.Add(prefix + nameof(LabelColumnName), "\"\"", "a name, or null for that of the task");
        faults.Defined(Kind, prefix + nameof(Kind));
        faults.Above(Weight, 0, prefix + nameof(Weight));
    }
}
