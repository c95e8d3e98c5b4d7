using DeepML.Estimators;
using DeepML.Trainers;

namespace DeepML;

/// <summary>A BERT whose weights are in a file, and what is taken of it.</summary>
public sealed record BertFeaturesOptions
{
    /// <summary>The file of weights in the safetensors format, with the names of Hugging Face: model.safetensors.</summary>
    /// <value>The path of a file; must be given.</value>
    public string WeightsFile { get; init; } = "";

    /// <summary>The file that tells its sizes: config.json.</summary>
    /// <value>The path of a file; null (the default) for config.json beside the weights.</value>
    public string? ConfigurationFile { get; init; }

    /// <summary>What is given of each sequence.</summary>
    /// <value>The default is <see cref="TokenFeatures.Mean"/>.</value>
    public TokenFeatures Features { get; init; }

    /// <summary>Keys that are read of a sequence; what lies behind them is not.</summary>
    /// <value>At least 1, and at most as many as there are positions; null (the default) for all positions.</value>
    public int? MaximumLength { get; init; }

    internal string Configuration => ConfigurationFile ?? Path.Combine(Path.GetDirectoryName(WeightsFile) ?? "", "config.json");

    internal void Validate()
    {
        var faults = new OptionFaults();
        if (string.IsNullOrWhiteSpace(WeightsFile))
            faults.Add(nameof(WeightsFile), $"\"{WeightsFile}\"", "the path of a file");
        if (ConfigurationFile is { } file && string.IsNullOrWhiteSpace(file))
            faults.Add(nameof(ConfigurationFile), $"\"{file}\"", "the path of a file, or null for config.json beside the weights");
        faults.Defined(Features, nameof(Features));
        if (MaximumLength is { } length)
            faults.AtLeast(length, 1, nameof(MaximumLength));
        faults.ThrowIfAny("options");
    }
}
