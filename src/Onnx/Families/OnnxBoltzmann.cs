using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>Writes Boltzmann machines and stacks of them: the means of their hidden units.</summary>
internal static class OnnxBoltzmann
{
    /// <summary>Writes a machine with its free energy.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, RbmNetwork network, RbmColumns columns)
    {
        var visible = Standardized(graph, network, Input(graph, rows, columns.Input, network.Architecture.VisibleSize));
        var sums = HiddenInput(graph, network, visible);
        rows.Numbers(columns.Output, HiddenMean(graph, network, sums), network.Architecture.HiddenSize);
        if (columns.FreeEnergy is { } energy)
            rows.Numbers(energy, FreeEnergy(graph, network, visible, sums), 1);
    }

    /// <summary>Writes a stack of machines.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, DeepBeliefNetwork network, DeepBeliefColumns columns)
    {
        var current = Input(graph, rows, columns.Input, network.Architecture.VisibleSize);
        foreach (var machine in network.Machines)
            current = HiddenMean(graph, machine, HiddenInput(graph, machine, Standardized(graph, machine, current)));
        rows.Numbers(columns.Output, current, network.Architecture.TopSize);
    }

    /// <summary>Writes a network that a stack was unrolled into.</summary>
    /// <returns>Its answers, (batch, answers).</returns>
    public static string Write(OnnxGraph graph, OnnxRows rows, UnrolledDeepBeliefNetwork network, SizedColumn features)
    {
        var current = Input(graph, rows, features.Name, features.Width);
        var activation = OnnxLayers.Part(network, "activation");
        for (var i = 1; OnnxLayers.PartOrNull(network, $"layer{i}") is RecognitionLayer layer; i++)
        {
            current = OnnxScaling.Write(graph, layer.Scaling, current);
            var weights = layer.state_dict();
            if (weights.TryGetValue("mean", out var mean))
                current = Within(graph, graph.Node(
                    "Div", [graph.Node("Sub", [current, graph.Weight(mean)]), graph.Weight(weights["scale"])]));
            current = OnnxLayers.Write(graph, activation, OnnxLayers.Write(graph, OnnxLayers.Part(layer, "linear"), current));
        }
        return OnnxLayers.Write(graph, OnnxLayers.Part(network, "output"), current);
    }

    private static string Input(OnnxGraph graph, OnnxRows rows, string name, int width)
    {
        var input = graph.Input(name, OnnxType.Single, OnnxSize.Batch, width);
        rows.Judge(input, 2);
        return input;
    }

    private static string Standardized(OnnxGraph graph, RbmNetwork machine, string data) =>
        machine.Architecture.VisibleUnits != VisibleUnits.Gaussian || machine.Architecture.ReadsAsGiven
            ? data
            : Within(graph, graph.Node(
                "Div",
                [graph.Node("Sub", [OnnxScaling.Write(graph, machine.Scaling, data), graph.Weight(machine.Mean)]),
                    graph.Weight(machine.Scale)]));

    private static string Within(OnnxGraph graph, string standardized) => graph.Node(
        "Clip", [standardized, graph.Number((float)-RbmNetwork.FarthestNumber), graph.Number((float)RbmNetwork.FarthestNumber)]);

    private static string HiddenInput(OnnxGraph graph, RbmNetwork machine, string visible)
    {
        if (machine.Architecture.VisibleUnits != VisibleUnits.Counts)
            return graph.Node(
                "Gemm", [Seen(graph, machine, visible), graph.Weight(machine.Weight), graph.Weight(machine.HiddenBias)], ("transB", 1L));
        var words = graph.Node("Mul", [Sum(graph, visible), graph.Weight(machine.HiddenBias)]);
        return graph.Node("Add", [graph.Node("Gemm", [visible, graph.Weight(machine.Weight)], ("transB", 1L)), words]);
    }

    // Divided by the variances, where they are learned.
    private static string Seen(OnnxGraph graph, RbmNetwork machine, string visible)
    {
        if (machine.LogVariance is not { } variance)
            return visible;
        using var precision = variance.detach().neg().exp_();
        return graph.Node("Mul", [visible, graph.Weight(precision)]);
    }

    private static string HiddenMean(OnnxGraph graph, RbmNetwork machine, string sums) =>
        graph.Node(machine.Architecture.HiddenUnits == HiddenUnits.Bernoulli ? "Sigmoid" : "Relu", [sums]);

    // (batch, 1)
    private static string FreeEnergy(OnnxGraph graph, RbmNetwork machine, string visible, string sums)
    {
        string own;
        if (machine.Architecture.VisibleUnits != VisibleUnits.Gaussian)
        {
            var weighted = graph.Node("Mul", [visible, graph.Weight(machine.VisibleBias)]);
            own = graph.Node("Neg", [Sum(graph, weighted)]);
        }
        else
        {
            var off = graph.Node("Sub", [visible, graph.Weight(machine.VisibleBias)]);
            own = graph.Node("Mul", [Sum(graph, Seen(graph, machine, graph.Node("Mul", [off, off]))), graph.Number(0.5f)]);
        }
        string hidden;
        if (machine.Architecture.HiddenUnits == HiddenUnits.Bernoulli)
        {
            hidden = Sum(graph, graph.Node("Softplus", [sums]));
        }
        else
        {
            var means = graph.Node("Relu", [sums]);
            hidden = graph.Node("Mul", [Sum(graph, graph.Node("Mul", [means, means])), graph.Number(0.5f)]);
        }
        return graph.Node("Sub", [own, hidden]);
    }

    private static string Sum(OnnxGraph graph, string values) =>
        graph.Sum(values, 1, keep: true);
}
