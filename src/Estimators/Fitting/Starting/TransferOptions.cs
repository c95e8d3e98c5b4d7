using DeepML.Trainers;

namespace DeepML;

/// <summary>
/// Starts a network from layers that were learned elsewhere (Yosinski et al., NeurIPS 2014). Exactly one of <see cref="Model"/> and
/// <see cref="WeightsFile"/> must be given.
/// </summary>
/// <remarks>
/// Convolutional networks start from convolutional ones; perceptrons, autoencoders and deep belief networks from each other, layer by
/// layer from the rows on, with the scales of the rows; networks of sequences from each other, language models included. What does not fit
/// is an error that lists each difference. Layers behind those taken over are new.
/// </remarks>
public sealed record TransferOptions
{
    /// <summary>The fitted network whose layers are taken over; it is read when <c>Fit</c> is called, and stays as it is.</summary>
    /// <value>Null (the default) takes <see cref="WeightsFile"/>.</value>
    public NetworkTransformer? Model { get; init; }

    /// <summary>
    /// File of weights in the safetensors format: one that <see cref="NetworkTransformer.SaveWeights"/> wrote, or, for the convolutional
    /// networks known by name, one with the names of PyTorch's collection, torchvision.
    /// </summary>
    /// <value>The path of a file; empty (the default) takes <see cref="Model"/>.</value>
    public string WeightsFile { get; init; } = "";

    /// <summary>
    /// Whether what gives the answer is taken over too: the last layer, of an autoencoder its decoder; else it starts anew, as other
    /// classes need.
    /// </summary>
    /// <value>The default is false.</value>
    public bool KeepHead { get; init; }

    /// <summary>
    /// Number of first blocks that are not trained. A block is a layer; of convolutional networks see the first column of
    /// <see cref="ConvolutionalNetworkTransformer.Summary"/>, and where steps are keys the first is what stands for these.
    /// </summary>
    /// <value>At least 0, at most as many as are taken over, and below the number of blocks; the default is 0.</value>
    public int FrozenBlocks { get; init; }

    /// <summary>Learning rate of the layers taken over, as a share of that of the new ones.</summary>
    /// <value>In (0, 1]; the default is 1.</value>
    public double OldLayerFactor { get; init; } = 1;

    internal void Validate(OptionFaults faults, string name)
    {
        if (Model is null && string.IsNullOrWhiteSpace(WeightsFile))
            faults.Add($"{name}.{nameof(WeightsFile)}", $"\"{WeightsFile}\"", $"the path of a file, or {nameof(Model)} a fitted network");
        if (Model is not null && !string.IsNullOrEmpty(WeightsFile))
            faults.Add($"{name}.{nameof(WeightsFile)}", $"\"{WeightsFile}\"", $"empty beside {nameof(Model)}");
        faults.AtLeast(FrozenBlocks, 0, $"{name}.{nameof(FrozenBlocks)}");
        faults.AboveUpTo(OldLayerFactor, 0, 1, $"{name}.{nameof(OldLayerFactor)}");
        if (KeepHead && OldLayerFactor < 1)
            faults.Add($"{name}.{nameof(OldLayerFactor)}", OldLayerFactor,
                $"1 with {nameof(KeepHead)}, when no layer is new; lower Training.LearningRate instead");
    }
}
