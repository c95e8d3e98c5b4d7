namespace DeepML.Trainers;

/// <summary>What a network that tells the class of every pixel minimizes.</summary>
/// <param name="Classes">How many classes.</param>
internal sealed record SegmentationObjective(int Classes)
{
    /// <summary>Weight of the Dice loss beside the cross-entropy.</summary>
    public double DiceWeight { get; init; }

    /// <summary>Weight of each class in the cross-entropy; null for all alike.</summary>
    public double[]? ClassWeights { get; init; }

    /// <summary>A class whose pixels do not count; null for none.</summary>
    public int? IgnoredClass { get; init; }

    /// <summary>Side of the squares that are cut out of the training pictures at random places; null learns from whole pictures.</summary>
    public int? CropSize { get; init; }
}
