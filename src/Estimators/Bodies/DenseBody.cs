using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Fully connected layers over a vector of numbers.</summary>
public sealed record DenseBody : NetworkBody
{
    /// <summary>Widths of the hidden layers.</summary>
    /// <value>Each at least 1; the default is one layer of 128; none gives a linear map.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [128];

    /// <summary>Function of the hidden layers.</summary>
    /// <value>The default is <see cref="Activation.ReLU"/>.</value>
    public Activation HiddenActivation { get; init; } = Activation.ReLU;

    /// <summary>Share of the hidden values that are set to 0 in each training batch.</summary>
    /// <value>In [0, 1); the default is 0.</value>
    public double Dropout { get; init; }

    /// <summary>How numbers are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>.</value>
    public NetworkInputScaling InputScaling { get; init; }

    internal override NetworkInputScaling Scaling => InputScaling;

    internal override UnsizedColumn Column(string name, string role) => new VectorColumn(name, role);

    internal override EmbeddingArchitecture ArchitectureFor(
        SizedColumn column, ScalingForm scaling, bool unitLength, ICollection<AutomaticChoice> chosen) => new(
        column.Width,
        new MultilayerPerceptronArchitecture(
            column.Width, [.. HiddenSizes], EmbeddingSize, HiddenActivation, Dropout: Dropout, Scaling: scaling),
        null, unitLength);

    internal override void Validate(OptionFaults faults, string name)
    {
        base.Validate(faults, name);
        faults.Sizes(HiddenSizes, $"{name}.{nameof(HiddenSizes)}");
        faults.Defined(HiddenActivation, $"{name}.{nameof(HiddenActivation)}");
        faults.InHalfOpenRange(Dropout, 0, 1, $"{name}.{nameof(Dropout)}");
        faults.Defined(InputScaling, $"{name}.{nameof(InputScaling)}");
        if (HiddenSizes is { Count: 0 } && Dropout > 0)
            faults.Add($"{name}.{nameof(Dropout)}", Dropout, "0 without hidden layers");
    }
}
