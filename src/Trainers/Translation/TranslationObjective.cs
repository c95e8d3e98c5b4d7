using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>What a network of pictures minimizes.</summary>
/// <param name="Task">What it is asked to do.</param>
/// <param name="Loss">How a pixel's difference counts.</param>
internal sealed record TranslationObjective(ImageTask Task, PixelLoss Loss)
{
    /// <summary>Weight of the pixels' difference.</summary>
    public double PixelWeight { get; init; } = 1;

    /// <summary>Weight of the game against a discriminator.</summary>
    public double AdversarialWeight { get; init; }

    /// <summary>What the game is played for; null without a discriminator.</summary>
    public GanObjective? Game { get; init; }

    /// <summary>Weight of the distance of features.</summary>
    public double PerceptualWeight { get; init; }

    /// <summary>Hash of the weights of the network whose features they are, and the layers; null for none.</summary>
    public string? Perceptual { get; init; }

    /// <summary>Side of the squares that are cut out of the training pictures at random places; null learns from whole pictures.</summary>
    public int? CropSize { get; init; }
}
