using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>Networks over sequences whose answers are set by hand, and rows for them.</summary>
internal static class HandSet
{
    /// <summary>Layers of three units, over steps of some numbers.</summary>
    public static RecurrentStackArchitecture Stack(int inputs) => new(new GruEncoder { HiddenSize = 3 }, inputs);

    /// <summary>The same logits whatever was read.</summary>
    public static TNetwork Answering<TNetwork>(TNetwork network, float[] logits)
        where TNetwork : nn.Module
    {
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        weights["answer.weight"].zero_().DetachFromDisposeScope();
        weights["answer.bias"].copy_(tensor(logits)).DetachFromDisposeScope();
        network.eval();
        return network;
    }

    /// <summary>Weights drawn by chance, so large that answers depend on what is read.</summary>
    public static TNetwork Reading<TNetwork>(Func<TNetwork> create, double factor = 1.5)
        where TNetwork : nn.Module
    {
        manual_seed(5);
        var network = create();
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.copy_(weight * tensor((float)factor));
        network.eval();
        return network;
    }

    /// <summary>What a tensor holds, row by row.</summary>
    public static float[] Numbers(Tensor tensor) => [.. tensor.contiguous().data<float>()];

    /// <summary>Rows with sequences of numbers in "Numbers".</summary>
    public static IDataView Rows(this MLContext ml, params float[][] rows) =>
        ml.Data.LoadFromEnumerable(rows.Select(row => new NumberRow { Numbers = row }).ToArray());

    /// <summary>Rows with sequences of keys from 1 to 5 in "Keys".</summary>
    public static IDataView Keys(this MLContext ml, params uint[][] rows) =>
        ml.Data.LoadFromEnumerable(rows.Select(row => new KeyRow { Keys = row }).ToArray());

    internal sealed class NumberRow
    {
        public float[] Numbers { get; set; } = [];
    }

    internal sealed class KeyRow
    {
        [KeyType(5)]
        public uint[] Keys { get; set; } = [];
    }
}
