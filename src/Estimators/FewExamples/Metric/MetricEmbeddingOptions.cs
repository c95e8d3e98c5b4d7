using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Layers, loss and training of an embedding by which rows of one class lie near each other.</summary>
public sealed record MetricEmbeddingOptions : NetworkOptions
{
    /// <summary>The layers that turn rows into vectors.</summary>
    /// <value>
    /// The default is a <see cref="DenseBody"/>; a <see cref="ConvolutionalBody"/> reads pictures, a <see cref="SequenceBody"/> sequences.
    /// Must be given.
    /// </value>
    public NetworkBody Body { get; init; } = new DenseBody();

    /// <summary>What vectors are learned by.</summary>
    /// <value>The default is <see cref="TripletLoss"/>; or <see cref="ContrastiveLoss"/>.</value>
    public MetricLoss Loss { get; init; } = new TripletLoss();

    /// <summary>Whether vectors are brought to length 1, so that distances lie between 0 and 2.</summary>
    /// <value>The default is true.</value>
    public bool UnitLength { get; init; } = true;

    /// <summary>Classes in a batch.</summary>
    /// <value>At least 2, at most the classes there are; null (the default) takes all, up to 16.</value>
    public int? ClassesPerBatch { get; init; }

    /// <summary>Rows of each of these.</summary>
    /// <value>At least 2; the default is 4. Classes with fewer training rows are left out.</value>
    public int RowsPerClass { get; init; } = 4;

    /// <summary>Batches in an epoch.</summary>
    /// <value>At least 1; the default is 100.</value>
    public int BatchesPerEpoch { get; init; } = 100;

    /// <summary>How the network is trained. The size of a batch follows from its classes.</summary>
    public TrainingOptions Training { get; init; } = new();

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        if (faults.Given(Body, nameof(Body)))
            Body.Validate(faults, nameof(Body));
        if (faults.Given(Loss, nameof(Loss)))
            Loss.Validate(faults, nameof(Loss));
        if (ClassesPerBatch is { } classes)
            faults.AtLeast(classes, 2, nameof(ClassesPerBatch));
        faults.AtLeast(RowsPerClass, 2, nameof(RowsPerClass));
        faults.AtLeast(BatchesPerEpoch, 1, nameof(BatchesPerEpoch));
        (Body ?? new DenseBody()).ValidateTraining(faults, Training, "a network whose distances are compared", labels: false);
        if (Training?.BatchSize is { } rows)
            faults.Add(
                $"{nameof(Training)}.{nameof(Training.BatchSize)}", rows,
                $"null: {nameof(ClassesPerBatch)} and {nameof(RowsPerClass)} say it");
    }
}
