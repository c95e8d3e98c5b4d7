using DeepML.Trainers;

namespace DeepML;

/// <summary>Target, loss and training of a module of the program's own that transforms a column.</summary>
public sealed record TorchModuleOptions : NetworkOptions
{
    /// <summary>Name of the column that the module should answer with: a vector of float of known size.</summary>
    /// <value>Null (the default) takes the input itself.</value>
    public string? TargetColumnName { get; init; }

    /// <summary>What training makes small.</summary>
    /// <value>The default is <see cref="SquaredLoss"/>.</value>
    public TrainingLoss Loss { get; init; } = new SquaredLoss();

    /// <summary>How the module is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        if (TargetColumnName is { } target && string.IsNullOrWhiteSpace(target))
            faults.Add(nameof(TargetColumnName), "\"" + target + "\"", "a name, or null for the input itself");
        if (faults.Given(Loss, nameof(Loss)))
            Loss.Validate(faults, nameof(Loss));
        faults.Training(Training, labels: false);
    }
}
