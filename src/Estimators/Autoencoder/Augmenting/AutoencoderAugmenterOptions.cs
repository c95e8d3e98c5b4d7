using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;

namespace DeepML;

/// <summary>Network, noise and amount of the rows that an autoencoder adds.</summary>
public sealed record AutoencoderAugmenterOptions : NetworkOptions
{
    /// <summary>Architecture and training.</summary>
    /// <value>
    /// The default learns to undo <see cref="GaussianCorruption"/>. Outputs and a target column must be left out: no column is added, and
    /// a row is reconstructed as itself.
    /// </value>
    public AutoencoderOptions Autoencoder { get; init; } = new() { Corruption = new GaussianCorruption { StandardDeviation = 0.1 } };

    /// <summary>Rows that are added for each real one.</summary>
    /// <value>In [1, 1000]; the default is 1.</value>
    public int Copies { get; init; } = 1;

    /// <summary>
    /// Normal noise on a real row before it is reconstructed, as a share of the deviation of each number; it makes the copies differ.
    /// </summary>
    /// <value>At least 0; the default is 0.3. With 0 the denoised row itself is added.</value>
    public double Noise { get; init; } = 0.3;

    /// <summary>
    /// Whether rows are added only where they help: with a label, macro F1 of a quick classifier is measured by cross-validation on the
    /// training rows without and with them, and none are added where the gain is not larger than its standard error.
    /// </summary>
    /// <value>The default is true; without a label nothing can be measured, and rows are added.</value>
    public bool OnlyWhereItHelps { get; init; } = true;

    /// <summary>Name of a boolean column that tells added rows (true) from real ones.</summary>
    /// <value>Null (the default) adds none.</value>
    public string? MarkerColumnName { get; init; }

    internal override TrainingOptions Whole => Autoencoder.Training;

    internal override void Validate(OptionFaults faults)
    {
        faults.InRange(Copies, 1, AutoencoderAugmenterDescription.MostCopies, nameof(Copies));
        faults.AtLeast(Noise, 0, nameof(Noise));
        if (MarkerColumnName is { Length: 0 })
            faults.Add(nameof(MarkerColumnName), "\"\"", "a name, or null");
        if (!faults.Given(Autoencoder, nameof(Autoencoder)))
            return;
        Autoencoder.Validate(faults, $"{nameof(Autoencoder)}.");
        if (Autoencoder.TargetColumnName is { } target)
            faults.Add($"{nameof(Autoencoder)}.{nameof(Autoencoder.TargetColumnName)}", target, "null: a row is reconstructed as itself");
        foreach (var (property, name) in Autoencoder.Outputs?.Given() ?? [])
            faults.Add($"{nameof(Autoencoder)}.{nameof(Autoencoder.Outputs)}.{property}", name, "null: rows are added, and no columns");
    }
}
