using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns, loss and training of a module of the program's own that predicts a label.</summary>
public sealed record TorchModulePredictionOptions : SupervisedOptions
{
    /// <summary>What training makes small.</summary>
    /// <value>
    /// Null (the default) takes the loss that belongs to the label: cross-entropy for classes and for yes or no, the squared difference
    /// for numbers. Another loss is given the module's answers as they are; Score, Probability and PredictedLabel are made of them as ever,
    /// and labels are not scaled: <see cref="SupervisedOptions.ScaleLabel"/> is of no concern then.
    /// </value>
    public TrainingLoss? Loss { get; init; }

    /// <summary>How the module is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        Loss?.Validate(faults, nameof(Loss));
        faults.Training(Training);
        if (Loss is null || Training is null)
            return;
        if (ExampleWeightColumnName is { } weights)
            faults.Add(nameof(ExampleWeightColumnName), $"\"{weights}\"", "null with a loss of your own, which would not know of it");
        if (Training.LabelSmoothing != 0)
            faults.Add("Training.LabelSmoothing", Training.LabelSmoothing, "0 with a loss of your own, which would not know of it");
        if (Training.ClassWeights is not null)
            faults.Add("Training.ClassWeights", $"a list of {Training.ClassWeights.Count}",
                "null with a loss of your own, which would not know of it");
    }
}
