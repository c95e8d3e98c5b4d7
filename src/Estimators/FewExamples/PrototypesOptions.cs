using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>How rows are embedded, and how that is learned, for a classifier by prototypes.</summary>
public sealed record PrototypesOptions : SupervisedOptions
{
    /// <summary>The layers that turn rows into vectors.</summary>
    /// <value>
    /// The default is a <see cref="DenseBody"/>; a <see cref="ConvolutionalBody"/> reads pictures, a <see cref="SequenceBody"/> sequences.
    /// Null takes features as they are, such as a fitted network's (<c>ml.Transforms.NetworkFeatures</c>): a class is then the mean of its
    /// rows, and nothing is trained but what reads <see cref="ClassDescriptions"/>, if they are given.
    /// </value>
    public NetworkBody? Body { get; init; } = new DenseBody();

    /// <summary>What the episodes of training are like.</summary>
    /// <value>To be left as it is with <see cref="ClassDescriptions"/> and without <see cref="Body"/>, where there are none.</value>
    public EpisodeOptions Episodes { get; init; } = new();

    /// <summary>
    /// Descriptions by which classes are known, also those without training rows. Vectors then have length 1, and rows are learned from in
    /// ordinary batches.
    /// </summary>
    /// <value>Null (the default) knows classes by rows.</value>
    public ClassDescriptions? ClassDescriptions { get; init; }

    /// <summary>How the network is trained. Where there are episodes, a batch is one.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal override TrainingOptions Whole => Training;

    internal override bool HoldsOutRows => Trains;

    /// <summary>Whether there are layers to learn.</summary>
    internal bool Trains => Body is not null || ClassDescriptions is not null;

    internal override void Validate(OptionFaults faults)
    {
        base.Validate(faults);
        Body?.Validate(faults, nameof(Body));
        ClassDescriptions?.Validate(faults, nameof(ClassDescriptions));
        if (ExampleWeightColumnName is { } weights)
            faults.Add(nameof(ExampleWeightColumnName), $"\"{weights}\"", "null: rows of a class count alike");
        (Body ?? new DenseBody()).ValidateTraining(faults, Training, "a network whose distances are compared");
        if (Training is { } training)
            ValidateLabels(training, faults);
        if (!faults.Given(Episodes, nameof(Episodes)))
            return;
        Episodes.Validate(faults, nameof(Episodes));
        var hasEpisodes = Body is not null && ClassDescriptions is null;
        if (!hasEpisodes && Episodes != new EpisodeOptions())
            faults.Add(nameof(Episodes), "changed", $"left as it is with {nameof(ClassDescriptions)} and without {nameof(Body)}");
        if (hasEpisodes && Training?.BatchSize is { } rows)
            faults.Add($"{nameof(Training)}.{nameof(Training.BatchSize)}", rows, $"null: {nameof(Episodes)} says how many rows one has");
        if (!Trains && Training?.Epochs is { } epochs)
            faults.Add($"{nameof(Training)}.{nameof(Training.Epochs)}", epochs, $"null without {nameof(Body)}: nothing is trained");
    }

    private static void ValidateLabels(TrainingOptions training, OptionFaults faults)
    {
        if (training.LabelNoise != 0)
            faults.Add($"{nameof(Training)}.{nameof(training.LabelNoise)}", training.LabelNoise, "0 for prototypes");
        if (training.LabelSmoothing != 0)
            faults.Add($"{nameof(Training)}.{nameof(training.LabelSmoothing)}", training.LabelSmoothing, "0 for prototypes");
        if (training.ClassWeights is { } classes)
            faults.Add($"{nameof(Training)}.{nameof(training.ClassWeights)}", $"a list of {classes.Count}", "null for prototypes");
    }
}
