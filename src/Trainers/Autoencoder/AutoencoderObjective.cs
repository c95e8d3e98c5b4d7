namespace DeepML.Trainers;

/// <summary>What the training of an autoencoder minimizes.</summary>
/// <param name="CrossEntropy">Whether the distance is binary cross-entropy; if not, squared error.</param>
internal sealed record AutoencoderObjective(bool CrossEntropy)
{
    /// <summary>What is done to the inputs of a training batch; null for nothing.</summary>
    public InputCorruption? Corruption { get; init; }

    /// <summary>What keeps codes sparse; null for nothing.</summary>
    public CodeSparsity? Sparsity { get; init; }

    /// <summary>Weight of ‖∂h/∂x‖²_F.</summary>
    public double ContractionWeight { get; init; }

    /// <summary>The code as a distribution; null for a point.</summary>
    public VariationalCode? Variational { get; init; }

    /// <summary>Whether batches hold a second column, the rows that the reconstructions should equal.</summary>
    public bool HasTarget { get; init; }

    /// <summary>Random changes of pictures; null for none.</summary>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>Whether pixels lie in [0, 1], and those of changed pictures are kept there.</summary>
    public bool StaysInUnitInterval { get; init; }

    /// <summary>Weight of the distance of features.</summary>
    public double PerceptualWeight { get; init; }

    /// <summary>Hash of the weights of the network whose features they are, and the layers; null for none.</summary>
    public string? Perceptual { get; init; }
}
