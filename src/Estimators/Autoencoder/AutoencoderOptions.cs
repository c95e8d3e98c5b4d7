using DeepML.Trainers;

namespace DeepML;

/// <summary>Architecture and training of an autoencoder.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>Widths of the encoder's hidden layers, from the input inwards; the decoder mirrors them.</summary>
    /// <value>Each at least 1; none by default, which connects input and code directly.</value>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [];

    /// <summary>Numbers in the code.</summary>
    /// <value>At least 1; the default is 16.</value>
    public int CodeSize { get; init; } = 16;

    /// <summary>Function of the hidden layers.</summary>
    /// <value>The default is <see cref="Activation.ReLU"/>.</value>
    public Activation HiddenActivation { get; init; } = Activation.ReLU;

    /// <summary>Function of the code layer.</summary>
    /// <value>The default is <see cref="Activation.Identity"/>: a rectified code of few numbers loses much of what it could hold.</value>
    public Activation CodeActivation { get; init; } = Activation.Identity;

    /// <summary>Function of the reconstruction; null chooses a sigmoid if every training value lies in [0, 1], else none.</summary>
    public Activation? OutputActivation { get; init; }

    /// <summary>What training minimizes.</summary>
    /// <value>The default is <see cref="ReconstructionLoss.Auto"/>.</value>
    public ReconstructionLoss Loss { get; init; }

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal void Validate()
    {
        var faults = new OptionFaults();
        faults.Sizes(HiddenSizes, nameof(HiddenSizes));
        faults.AtLeast(CodeSize, 1, nameof(CodeSize));
        faults.Defined(HiddenActivation, nameof(HiddenActivation));
        faults.Defined(CodeActivation, nameof(CodeActivation));
        if (OutputActivation is { } output)
            faults.Defined(output, nameof(OutputActivation));
        faults.Defined(Loss, nameof(Loss));
        if (Loss == ReconstructionLoss.CrossEntropy && OutputActivation is not (null or Activation.Sigmoid))
            faults.Add(nameof(OutputActivation), OutputActivation, "Sigmoid while Loss is CrossEntropy");
        faults.Training(Training);
        faults.ThrowIfAny("options");
    }
}
