using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns, threshold, architecture and training of an autoencoder of windows that detects anomalies.</summary>
public sealed record RecurrentAutoencoderOptions : NetworkOptions
{
    /// <summary>Name of the column of windows: vectors of float of steps × sensors, step by step.</summary>
    /// <value>The default is "Features".</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>
    /// Name of the label in the rows from which the threshold is learned: a boolean, or a float above 0 for an anomaly. Not needed without
    /// such rows.
    /// </summary>
    /// <value>The default is "Label".</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>Names of the sensors, in the order of a step; as many as a step has numbers.</summary>
    /// <value>
    /// Null (the default) takes the last dimension of a vector of several dimensions, else one sensor; they are then called "0", "1", ….
    /// </value>
    public IReadOnlyList<string>? SensorNames { get; init; }

    /// <summary>What reads a window, step by step, and writes it again.</summary>
    /// <value>The default is a <see cref="GruEncoder"/> of 32 units.</value>
    public RecurrentEncoder Encoder { get; init; } = new GruEncoder { HiddenSize = 32 };

    /// <summary>Numbers that a window is written from.</summary>
    /// <value>At least 1, and fewer than a window has; null (the default) takes four per sensor, and at most half of a window.</value>
    public int? CodeSize { get; init; }

    /// <summary>
    /// Share of the training windows of which one sensor is hidden, so that it is learned from the others. Sensors are told apart by it:
    /// the one without which the others fit together is to blame.
    /// </summary>
    /// <value>In [0, 1); the default is 0.5. Of no effect with one sensor.</value>
    public double HiddenShare { get; init; } = 0.5;

    /// <summary>How the threshold follows from the scores of the training rows.</summary>
    /// <value>The default is <see cref="ContaminationThreshold"/>. Labelled rows take its place.</value>
    public AnomalyThresholding Threshold { get; init; } = new ContaminationThreshold();

    /// <summary>How the numbers of each step are brought to like size; learned from the training rows and saved with the network.</summary>
    /// <value>The default is <see cref="NetworkInputScaling.Automatic"/>.</value>
    public NetworkInputScaling InputScaling { get; init; }

    /// <summary>How the network is trained.</summary>
    /// <value>By default 25 epochs of batches of 64, Adam at 0.01 falling along a cosine, gradients clipped at a norm of 1.</value>
    public TrainingOptions Training { get; init; } = new()
    {
        Epochs = 25,
        BatchSize = 64,
        LearningRate = 0.01,
        Schedule = new CosineSchedule(),
        GradientClipNorm = 1,
    };

    internal override TrainingOptions Whole => Training;

    internal override void Validate(OptionFaults faults)
    {
        if (string.IsNullOrEmpty(FeatureColumnName))
            faults.Add(nameof(FeatureColumnName), "\"\"", "a name");
        if (string.IsNullOrEmpty(LabelColumnName))
            faults.Add(nameof(LabelColumnName), "\"\"", "a name");
        if (SensorNames is { } names && (names.Count == 0 || names.Any(string.IsNullOrEmpty) || names.Distinct().Count() < names.Count))
            faults.Add(nameof(SensorNames), $"[{string.Join(", ", names)}]", "null, or names that differ");
        SequenceFaults.Encoder(faults, Encoder);
        if (CodeSize is { } size)
            faults.AtLeast(size, 1, nameof(CodeSize));
        faults.InHalfOpenRange(HiddenShare, 0, 1, nameof(HiddenShare));
        if (faults.Given(Threshold, nameof(Threshold)))
            Threshold.Validate(faults, $"{nameof(Threshold)}.");
        faults.Defined(InputScaling, nameof(InputScaling));
        SequenceFaults.Training(faults, Training, labels: false);
    }
}
