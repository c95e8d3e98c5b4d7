namespace DeepML.Networks;

/// <summary>The names of what training measures beside the loss: keys of <see cref="EpochRecord.Metrics"/>.</summary>
internal static class MetricNames
{
    /// <summary>Share of rows, or of steps, whose class is answered rightly.</summary>
    public const string Accuracy = "accuracy";

    /// <summary>Share of rows whose nearest row in the batch is of their class.</summary>
    public const string NearestAlike = "nearest alike";

    /// <summary>Share of labels that are answered wrongly, where rows have several.</summary>
    public const string HammingLoss = "hamming loss";

    /// <summary>How often the loss was measured in an epoch, by optimizers that look for their steps.</summary>
    public const string Evaluations = "evaluations";

    /// <summary>Mean absolute error of numbers.</summary>
    public const string AbsoluteError = "mean absolute error";

    /// <summary>Mean -log₂ of a character's probability.</summary>
    public const string BitsPerCharacter = "bits per character";

    /// <summary>Mean -log₂ of a token's probability.</summary>
    public const string BitsPerToken = "bits per token";

    /// <summary>Share of the steps of training batches that lie behind the end of their sequence.</summary>
    public const string PaddedSteps = "padded steps";

    /// <summary>Insertions, deletions and replacements that turn what is written into what it should be, for each label of that.</summary>
    public const string EditsPerLabel = "edits per label";

    /// <summary>What the sparsity of codes adds to the loss.</summary>
    public const string SparsityPenalty = "sparsity penalty";

    /// <summary>What the contraction adds to the loss, before its weight.</summary>
    public const string SquaredJacobian = "squared Jacobian norm";

    /// <summary>The reconstruction's part of the loss.</summary>
    public const string ReconstructionLoss = "reconstruction loss";

    /// <summary>Lower bound of the log-likelihood, in nats.</summary>
    public const string Bound = "bound";

    /// <summary>Divergence of the codes from their prior, in nats.</summary>
    public const string Divergence = "divergence";

    /// <summary>Free energy of rows.</summary>
    public const string FreeEnergy = "free energy";

    /// <summary>Free energy of rows less that of training rows.</summary>
    public const string FreeEnergyGap = "free energy gap";

    /// <summary>Mean squared error of the frame that is predicted from those before it, in standardized numbers.</summary>
    public const string NextFrameError = "next frame error";

    /// <summary>Pseudo-log-likelihood, in nats.</summary>
    public const string PseudoLikelihood = "pseudo-likelihood";

    /// <summary>Mean squared error of single numbers, ratings or steps: averaged over them, not over users or sequences.</summary>
    public const string SquaredError = "squared error";

    /// <summary>Loss of the discriminator.</summary>
    public const string DiscriminatorLoss = "discriminator loss";

    /// <summary>Loss of the generator.</summary>
    public const string GeneratorLoss = "generator loss";

    /// <summary>Share of real rows that the discriminator takes for real.</summary>
    public const string AccuracyOnReal = "accuracy on real";

    /// <summary>Share of synthetic rows that the discriminator takes for synthetic.</summary>
    public const string AccuracyOnFake = "accuracy on fake";

    /// <summary>Mean distance of synthetic rows, as a share of the real rows'.</summary>
    public const string Diversity = "diversity";

    /// <summary>Share of classes whose synthetic rows are mostly recognized as theirs.</summary>
    public const string Coverage = "coverage";

    /// <summary>Peak signal-to-noise ratio of pictures, in decibels.</summary>
    public const string SignalToNoise = "PSNR";

    /// <summary>Structural similarity of pictures.</summary>
    public const string Similarity = "SSIM";

    /// <summary>Mean absolute difference of pictures.</summary>
    public const string AbsoluteDifference = "L1";

    /// <summary>Intersection over union of classes of pixels, a mean over the classes of a picture.</summary>
    public const string Overlap = "mean IoU";

    /// <summary>Share of rows whose domain is told, where every domain counts alike.</summary>
    public const string DomainAccuracy = "domain accuracy";

    /// <summary>How far domains lie apart, before its weight.</summary>
    public const string DomainDistance = "domain distance";

    /// <summary>Distance of pictures as another network sees them, before its weight.</summary>
    public const string PerceptualDistance = "perceptual distance";

    /// <summary>How the names of gradients' lengths begin.</summary>
    public const string GradientPrefix = "gradient norm ";

    /// <summary>Length of the gradient of a layer's weights, before it is clipped.</summary>
    public static string GradientNorm(string layer) => GradientPrefix + layer;

    /// <summary>Length of the gradient of a stretch of the steps of sequences.</summary>
    /// <param name="part">The stretch, from 1: the earliest.</param>
    /// <param name="parts">Stretches.</param>
    public static string StepGradientNorm(int part, int parts) =>
        FormattableString.Invariant($"{GradientPrefix}of steps, part {part}/{parts}");

    /// <summary>The name of a metric of the rows held out.</summary>
    public static string Validation(string metric) => $"validation {metric}";
}
