using DeepML.Networks;

namespace DeepML.Trainers;

/// <summary>The rules of the game between generator and discriminator.</summary>
/// <param name="Objective">What they play for.</param>
internal sealed record AdversarialPlan(GanObjective Objective)
{
    /// <summary>Steps of the discriminator to one of the generator.</summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>Steps that the discriminator looks ahead before the generator moves.</summary>
    public int UnrolledSteps { get; init; }

    /// <summary>Share of itself that the mean of the generator's weights keeps at each step.</summary>
    public double AveragingDecay { get; init; } = 0.995;

    /// <summary>Rows that are judged together.</summary>
    public int RowsPerDecision { get; init; } = 1;

    /// <summary>Batches of an epoch, by which pictures grow while their players learn; 0 where they do not.</summary>
    public int BatchesPerEpoch { get; init; }

    /// <summary>Random changes of what the discriminator sees; null for none.</summary>
    public PictureAugmentation? Augmentation { get; init; }

    /// <summary>The pictures that rows are; null if they are none.</summary>
    public PictureShape? Picture { get; init; }

    /// <summary>Choices of a row that are asked for by the condition.</summary>
    public ConditionLink[] Links { get; init; } = [];
}
