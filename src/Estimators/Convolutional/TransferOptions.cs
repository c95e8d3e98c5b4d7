using DeepML.Trainers;

namespace DeepML;

/// <summary>Starts a network from weights that were learned on other pictures (Yosinski et al., NeurIPS 2014).</summary>
public sealed record TransferOptions
{
    /// <summary>
    /// File of weights: one in the safetensors format that <see cref="ConvolutionalNetworkTransformer.SaveWeights"/> wrote, or one
    /// with the names of PyTorch's collection, torchvision, for the networks known by name: in the safetensors format, or as
    /// <c>torch.save</c> writes a state dictionary (.pt, .pth), of which nothing but tensors is read. See <see cref="PretrainedBackbone"/>.
    /// </summary>
    /// <value>The path of a file; must be given.</value>
    public string WeightsFile { get; init; } = "";

    /// <summary>Whether the layer that gives the answer is taken over too; else it starts anew, as other classes need.</summary>
    /// <value>The default is false.</value>
    public bool KeepHead { get; init; }

    /// <summary>
    /// Number of first blocks that are not trained: see the first column of <see cref="ConvolutionalNetworkTransformer.Summary"/>.
    /// </summary>
    /// <value>At least 0 and below the number of blocks; the default is 0.</value>
    public int FrozenBlocks { get; init; }

    /// <summary>
    /// Learning rate of the layers taken over, as a share of that of the new ones. Gradients are then clipped for each kind by itself.
    /// </summary>
    /// <value>In (0, 1]; the default is 1.</value>
    public double OldLayerFactor { get; init; } = 1;

    internal void Validate(OptionFaults faults, string name)
    {
        if (string.IsNullOrWhiteSpace(WeightsFile))
            faults.Add($"{name}.{nameof(WeightsFile)}", $"\"{WeightsFile}\"", "the path of a file");
        faults.AtLeast(FrozenBlocks, 0, $"{name}.{nameof(FrozenBlocks)}");
        faults.AboveUpTo(OldLayerFactor, 0, 1, $"{name}.{nameof(OldLayerFactor)}");
        if (KeepHead && OldLayerFactor < 1)
            faults.Add($"{name}.{nameof(OldLayerFactor)}", OldLayerFactor,
                $"1 with {nameof(KeepHead)}, when no layer is new; lower Training.LearningRate instead");
    }
}
