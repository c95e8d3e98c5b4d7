using DeepML.Trainers;

namespace DeepML;

/// <summary>Columns, threshold, architecture and training of an autoencoder that detects anomalies.</summary>
public sealed record AutoencoderAnomalyOptions : NetworkOptions
{
    /// <summary>Name of the column the network reads.</summary>
    /// <value>The default is "Features".</value>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>
    /// Name of the label in the validation set from which the threshold is learned: a boolean, or a float above 0 for an anomaly. Not
    /// needed without such a set.
    /// </summary>
    /// <value>The default is "Label".</value>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>
    /// Share of the training rows expected to be anomalies; the threshold lies half-way between the lowest score of this share and the
    /// next lower one.
    /// </summary>
    /// <value>In [0, 0.5]; the default is 0.1. A labelled validation set takes its place.</value>
    public double Contamination { get; init; } = 0.1;

    /// <summary>What a row is judged by.</summary>
    /// <value>
    /// The default is <see cref="AnomalyScore.Automatic"/>. <see cref="AnomalyScore.Combined"/> leaves rows that are far off, at most the
    /// share <see cref="Contamination"/>, out of those that it measures distances to, and speaks of vectors, not of pictures.
    /// </value>
    public AnomalyScore Score { get; init; }

    /// <summary>What the fitted detector does with a row that holds NaN or infinity. Training refuses such rows in any case.</summary>
    /// <value>The default is <see cref="UnscorableRows.Flag"/>: an anomaly with the score +∞.</value>
    public UnscorableRows WhenUnscorable { get; init; }

    /// <summary>Architecture and training.</summary>
    /// <value>Its outputs must be left out: the trainer adds Score and PredictedLabel.</value>
    public AutoencoderOptions Autoencoder { get; init; } = new();

    /// <summary>Whether distances to known rows are part of the score.</summary>
    internal bool MeasuresDistances => Score == AnomalyScore.Combined || (Score == AnomalyScore.Automatic
        && Autoencoder is { CodeSize: null, HiddenSizes.Count: 0, Convolution: null, Variational: null });

    internal override TrainingOptions Whole => Autoencoder.Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.InRange(Contamination, 0, 0.5, nameof(Contamination));
        faults.Defined(WhenUnscorable, nameof(WhenUnscorable));
        if (string.IsNullOrEmpty(FeatureColumnName))
            faults.Add(nameof(FeatureColumnName), "\"\"", "a name");
        if (string.IsNullOrEmpty(LabelColumnName))
            faults.Add(nameof(LabelColumnName), "\"\"", "a name");
        faults.Defined(Score, nameof(Score));
        if (faults.Given(Autoencoder, nameof(Autoencoder)))
        {
            if (Score == AnomalyScore.Combined && Autoencoder.Convolution is not null)
                faults.Add(nameof(Score), Score, $"{nameof(AnomalyScore.ReconstructionError)} or Automatic with Autoencoder.Convolution");
            Autoencoder.Validate(faults, $"{nameof(Autoencoder)}.");
            if (Autoencoder.FillFrom == FillSource.NormalDistribution)
                faults.Add(
                    $"{nameof(Autoencoder)}.{nameof(Autoencoder.FillFrom)}", Autoencoder.FillFrom,
                    "Automatic or Reconstruction: nothing is filled");
            if (Autoencoder.TargetColumnName is { } target)
                faults.Add($"{nameof(Autoencoder)}.{nameof(Autoencoder.TargetColumnName)}", target, "null: a row is compared with itself");
            foreach (var (property, name) in Autoencoder.Outputs?.Given() ?? [])
                faults.Add($"{nameof(Autoencoder)}.{nameof(Autoencoder.Outputs)}.{property}", name,
                    "null: the trainer adds Score and PredictedLabel");
        }
    }
}
