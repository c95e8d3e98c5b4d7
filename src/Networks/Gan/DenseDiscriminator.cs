using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Fully connected layers that tell real rows from generated ones.</summary>
internal sealed class DenseDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private readonly DiscriminatorArchitecture _architecture;
    [ComponentName(Name = "layers")] private readonly Sequential layers;
    [ComponentName(Name = "decision")] private readonly Linear decision;
    [ComponentName(Name = "embedding")] private readonly Linear? embedding;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public DenseDiscriminator(DiscriminatorArchitecture architecture) : base("DenseDiscriminator")
    {
        _architecture = architecture;
        var conditions = architecture.ConditionSize * architecture.RowsPerDecision;
        var width = (architecture.RowSize * architecture.RowsPerDecision)
            + (architecture.Conditioning == GanConditioning.Concatenation ? conditions : 0) + (architecture.BatchStatistics ? 1 : 0);
        var modules = new List<(string, Module<Tensor, Tensor>)>();
        for (var i = 0; i < architecture.HiddenSizes.Length; i++)
        {
            modules.Add(($"linear{i}", WeightRoom.Linear(width, architecture.HiddenSizes[i])));
            width = architecture.HiddenSizes[i];
            if (architecture.LayerNormalization)
                modules.Add(($"norm{i}", LayerNorm(width)));
            modules.Add(($"activation{i}", Activations.Create(Activation.LeakyReLU, GanNetworks.LeakySlope)!));
            if (architecture.Dropout > 0)
                modules.Add(($"dropout{i}", Dropout(architecture.Dropout)));
        }
        layers = Sequential(modules.ToArray());
        decision = WeightRoom.Linear(width, 1);
        embedding = architecture.Conditioning == GanConditioning.Projection
            && conditions > 0 ? WeightRoom.Linear(conditions, width, hasBias: false) : null;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor rows, Tensor condition)
    {
        var packed = GanNetworks.Pack(rows, _architecture.RowsPerDecision); // (decisions, row · pack)
        var conditions = GanNetworks.Pack(condition, _architecture.RowsPerDecision); // (decisions, condition · pack)
        var parts = new List<Tensor> { packed };
        if (_architecture.Conditioning == GanConditioning.Concatenation)
            parts.Add(conditions);
        if (_architecture.BatchStatistics)
            parts.Add(GanNetworks.Spread(packed));
        var hidden = layers.call(parts.Count == 1 ? packed.alias() : cat(parts, 1)); // (decisions, hidden)
        var answer = decision.call(hidden); // (decisions, 1)
        return embedding is null ? answer : answer.Plus((embedding.call(conditions) * hidden).sum(1, keepdim: true));
    }
}
