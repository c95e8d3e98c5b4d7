using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Fully connected layers that make a row out of noise and a condition (Goodfellow et al., arXiv:1406.2661).</summary>
internal sealed class DenseGenerator : Module<Tensor, Tensor, Tensor>
{
    [ComponentName(Name = "layers")] private readonly Sequential layers;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public DenseGenerator(GeneratorArchitecture architecture) : base("DenseGenerator")
    {
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        var width = architecture.LatentSize + architecture.ConditionSize;
        for (var i = 0; i < architecture.HiddenSizes.Length; i++)
        {
            modules.Add(($"linear{i}", WeightRoom.Linear(width, architecture.HiddenSizes[i])));
            width = architecture.HiddenSizes[i];
            if (architecture.BatchNormalization)
                modules.Add(($"norm{i}", new RowBatchNorm(width)));
            modules.Add(($"activation{i}", ReLU()));
        }
        modules.Add(("output", WeightRoom.Linear(width, architecture.RowSize)));
        layers = Sequential(modules.ToArray());
        RegisterComponents();
    }

    /// <summary>(row): what is added to every row's sums, choices' logarithms among them.</summary>
    public Tensor OutputBias => ((Linear)layers.named_children().Single(child => child.name == "output").module).bias!;

    /// <inheritdoc/>
    public override Tensor forward(Tensor noise, Tensor condition)
    {
        using var input = cat([noise, condition], 1); // (batch, latent + condition)
        return layers.call(input); // (batch, row)
    }
}
