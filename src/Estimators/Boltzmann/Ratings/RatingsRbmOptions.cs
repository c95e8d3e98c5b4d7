using DeepML.Trainers;

namespace DeepML;

/// <summary>Units and training of a recommender.</summary>
public sealed record RatingsRbmOptions : NetworkOptions
{
    /// <summary>Number of hidden units: the tastes that can be told apart.</summary>
    /// <value>At least 1; the default is 100.</value>
    public int HiddenSize { get; init; } = 100;

    /// <summary>What a rating is.</summary>
    /// <value>The default is <see cref="RatingUnits.Stars"/>: a level of an even scale, such as 1 to 5 or 0.5, 1, …, 5.</value>
    public RatingUnits VisibleUnits { get; init; }

    /// <summary>With <see cref="RatingUnits.Stars"/>: the ratings that there are.</summary>
    /// <value>Null (the default) takes the coarsest even scale that holds all ratings, or the previous model's. Null with likes.</value>
    public RatingScale? Scale { get; init; }

    /// <summary>With <see cref="RatingUnits.Liked"/>: the smallest rating that counts as liked.</summary>
    /// <value>Any finite number, in the unit of the ratings; null (the default) takes 4. Null with stars.</value>
    public double? LikedFrom { get; init; }

    /// <summary>Full steps of Gibbs sampling per batch.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int GibbsSteps { get; init; } = 1;

    /// <summary>How it is trained; rows are users here, so a batch of 16 holds all that 16 users have rated.</summary>
    /// <value>
    /// The default is Adam with rate 0.02 falling to 0 along a cosine, weight decay 0.001, at most 60 epochs; a tenth of the ratings is
    /// held out and ends the training after 20 epochs without a gain. The fitted model remembers those ratings too. Batches that are
    /// null are of about as many users as the square root of their number, between 8 and 1,024.
    /// </value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 60,
        LearningRate = 0.02,
        Schedule = new CosineSchedule(),
        WeightDecay = 1e-3,
        ValidationFraction = 0.1,
        EarlyStopping = new EarlyStopping { Patience = 20 },
    };

    internal override TrainingOptions Whole => Training;

    /// <summary>Whether a rating counts as liked.</summary>
    internal bool IsLiked(float rating) => rating >= (float)(LikedFrom ?? 4);

    internal override void Validate(OptionFaults faults)
    {
        faults.AtLeast(HiddenSize, 1, nameof(HiddenSize));
        faults.Defined(VisibleUnits, nameof(VisibleUnits));
        if (LikedFrom is { } liked)
        {
            if (!double.IsFinite(liked))
                faults.Add(nameof(LikedFrom), liked, "a finite number");
            if (VisibleUnits == RatingUnits.Stars)
                faults.Add(nameof(LikedFrom), liked, "null while VisibleUnits is Stars");
        }
        Scale?.Validate(faults, nameof(Scale));
        if (Scale is not null && VisibleUnits == RatingUnits.Liked)
            faults.Add(nameof(Scale), Scale, "null while VisibleUnits is Liked");
        faults.AtLeast(GibbsSteps, 1, nameof(GibbsSteps));
        faults.Training(Training, labels: false, whyFloat32: "a machine that learns by sampling");
        if (Training is { InputNoise: not 0 })
            faults.Add("Training.InputNoise", Training.InputNoise, "0 for ratings");
    }
}
