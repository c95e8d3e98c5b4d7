using DeepML.Trainers;

namespace DeepML;

/// <summary>A network whose weights are in a file, and the layer that gives the features.</summary>
public sealed record ConvolutionalFeaturesOptions
{
    /// <summary>
    /// Pictures and architecture, as they were when the weights were learned; labels, augmentation, transfer and training play no part.
    /// </summary>
    public ConvolutionalNetworkOptions Network { get; init; } = new();

    /// <summary>
    /// File of weights, with or without the layer of the answer, in one of the formats of <see cref="TransferOptions.WeightsFile"/>.
    /// </summary>
    /// <value>The path of a file; must be given.</value>
    public string WeightsFile { get; init; } = "";

    /// <summary>Name of the layer whose output is taken.</summary>
    /// <value>Null (the default) takes the layer before the answer.</value>
    public string? LayerName { get; init; }

    internal void Validate()
    {
        var faults = new OptionFaults();
        if (string.IsNullOrWhiteSpace(WeightsFile))
            faults.Add(nameof(WeightsFile), $"\"{WeightsFile}\"", "the path of a file");
        faults.Given(Network, nameof(Network));
        faults.ThrowIfAny("options");
        Network.Validate();
    }
}
