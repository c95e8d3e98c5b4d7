using DeepML.Trainers;

namespace DeepML;

/// <summary>Units and training of a recommender.</summary>
public sealed record RatingsRbmOptions : NetworkOptions
{
    /// <summary>Number of hidden units: the tastes that can be told apart.</summary>
    /// <value>At least 1; the default is 100.</value>
    public int HiddenSize { get; init; } = 100;

    /// <summary>What a rating is.</summary>
    /// <value>The default is <see cref="RatingUnits.Stars"/>: whole numbers from 1 to 5.</value>
    public RatingUnits Units { get; init; }

    /// <summary>With <see cref="RatingUnits.Liked"/>: the smallest rating that counts as liked.</summary>
    /// <value>Any finite number, in the unit of the ratings; null (the default) takes 4. Null with stars.</value>
    public double? LikedFrom { get; init; }

    /// <summary>Full steps of Gibbs sampling per batch.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int GibbsSteps { get; init; } = 1;

    /// <summary>How it is trained; rows are users here, so a batch of 32 holds all that 32 users have rated.</summary>
    /// <value>The default is Adam with rate 0.01 falling to 0 along a cosine, weight decay 0.001, 60 epochs, batches of 32.</value>
    public TrainingOptions Training { get; init; } = new() { Epochs = 60, LearningRate = 0.01, Schedule = new CosineSchedule(), WeightDecay = 1e-3 };

    internal float Lowest => Units == RatingUnits.Stars ? 1 : 0;

    internal int Levels => Units == RatingUnits.Stars ? 5 : 2;

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(HiddenSize, 1, nameof(HiddenSize));
        faults.Defined(Units, nameof(Units));
        if (LikedFrom is { } liked)
        {
            if (!double.IsFinite(liked))
                faults.Add(nameof(LikedFrom), liked, "a finite number");
            if (Units == RatingUnits.Stars)
                faults.Add(nameof(LikedFrom), liked, "null while Units is Stars");
        }
        faults.AtLeast(GibbsSteps, 1, nameof(GibbsSteps));
        faults.Training(Training, labels: false);
        if (Training is { InputNoise: not 0 })
            faults.Add("Training.InputNoise", Training.InputNoise, "0 for ratings");
    }
}
