namespace DeepML.Trainers;

/// <summary>What two networks that undo each other minimize.</summary>
/// <param name="Loss">How a pixel's difference counts.</param>
/// <param name="Game">What they and the discriminators play for.</param>
internal sealed record CycleObjective(PixelLoss Loss, GanObjective Game)
{
    /// <summary>Weight of what a picture differs by after there and back.</summary>
    public double CycleWeight { get; init; }

    /// <summary>Weight of what a picture of the wanted kind is changed by; 0 leaves it out.</summary>
    public double IdentityWeight { get; init; }

    /// <summary>Former pictures that are kept for each discriminator; 0 keeps none.</summary>
    public int PoolSize { get; init; }

    /// <summary>Side of the squares that are cut out of the training pictures at random places; null learns from whole pictures.</summary>
    public int? CropSize { get; init; }
}
