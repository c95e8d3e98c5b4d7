using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of a multilayer perceptron.</summary>
public sealed record MultilayerPerceptronOptions
{
    /// <summary>Name of the column with the right answers.</summary>
    /// <value>The default is "Label".</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Name of the column the network reads.</summary>
    /// <value>The default is "Features".</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>Widths of the hidden layers.</summary>
    /// <value>Each at least 1; the default is one layer of 128; none gives a linear model.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [128];

    /// <summary>Function of the hidden layers.</summary>
    /// <value>The default is <see cref="Activation.ReLU"/>.</value>
    public Activation HiddenActivation { get; init; } = Activation.ReLU;

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal void Validate()
    {
        var faults = new OptionFaults();
        faults.Sizes(HiddenSizes, nameof(HiddenSizes));
        faults.Defined(HiddenActivation, nameof(HiddenActivation));
        faults.Training(Training);
        faults.ThrowIfAny("options");
    }
}
