using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns and training of a perceptron.</summary>
public sealed record PerceptronOptions : SupervisedOptions
{
    /// <summary>When a row counts as answered wrongly.</summary>
    /// <value>The default is <see cref="PerceptronRule.Winner"/>.</value>
    public PerceptronRule Rule { get; init; }

    /// <summary>θ: an output between -θ and θ is undecided, and therefore wrong; with it, planes keep a distance from the rows.</summary>
    /// <value>At least 0; the default is 0; must be 0 for <see cref="PerceptronRule.Winner"/>.</value>
    public double Threshold { get; init; }

    /// <summary>How it is trained; training ends early when an epoch meets no error.</summary>
    /// <value>
    /// The default is the classic rule: at most 100 epochs, row by row, gradient descent with a learning rate of 1. With larger
    /// batches the corrections of a batch are averaged.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 100,
        BatchSize = 1,
        LearningRate = 1,
        Optimizer = new GradientDescentOptimizer(),
    };

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        faults.Training(Training, whyFloat32: "the perceptron rule, which counts mistakes");
        faults.Defined(Rule, nameof(Rule));
        faults.AtLeast(Threshold, 0, nameof(Threshold));
        if (Rule == PerceptronRule.Winner && Threshold != 0)
            faults.Add(nameof(Threshold), Threshold, "0 for the rule of the winner");
        if (Training is not null)
        {
            if (Training.LabelNoise != 0)
                faults.Add("Training.LabelNoise", Training.LabelNoise, "0 for the perceptron rule");
            if (Training.LabelSmoothing != 0)
                faults.Add("Training.LabelSmoothing", Training.LabelSmoothing, "0 for the perceptron rule");
            if (Training.ClassWeights is not null)
                faults.Add("Training.ClassWeights", $"a list of {Training.ClassWeights.Count}", "null for the perceptron rule");
        }
    }
}
