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
        var top = Upwards(graph, rows, network, columns.Input, network.Machines.Count);
        rows.Numbers(columns.Output, top, network.Architecture.TopSize);
    }

    /// <summary>Writes the first machines of a stack.</summary>
    /// <returns>The means of the hidden units of the last of them, (batch, hidden).</returns>
    public static string Upwards(OnnxGraph graph, OnnxRows rows, DeepBeliefNetwork network, string column, int count)
    {
        var current = Input(graph, rows, column, network.Architecture.VisibleSize);
        foreach (var machine in network.Machines.Take(count))
            current = HiddenMean(graph, machine, HiddenInput(graph, machine, Standardized(graph, machine, current)));
        return current;
    }

    /// <summary>Writes a network that a stack was unrolled into.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="features">The column that it reads.</param>
    /// <param name="layer">The last layer that is written; null for all.</param>
    /// <returns>What that layer answers, (batch, width).</returns>
    public static string Write(
        OnnxGraph graph, OnnxRows rows, UnrolledDeepBeliefNetwork network, SizedColumn features, int? layer = null)
    {
        var current = Input(graph, rows, features.Name, features.Width);
        var activation = OnnxLayers.Part(network, "activation");
        for (var i = 1; OnnxLayers.PartOrNull(network, $"layer{i}") is RecognitionLayer part; i++)
        {
            current = OnnxScaling.Write(graph, part.Scaling, current);
            var weights = part.state_dict();
            if (weights.TryGetValue("mean", out var mean))
                current = Within(graph, graph.Node(
                    "Div", [graph.Node("Sub", [current, graph.Weight(mean)]), graph.Weight(weights["scale"])]));
            current = OnnxLayers.Write(graph, activation, OnnxLayers.Write(graph, OnnxLayers.Part(part, "linear"), current));
            if (i - 1 == layer)
                return current;
        }
        return OnnxLayers.Write(graph, OnnxLayers.Part(network, "output"), current);
    }

    /// <summary>A column of numbers, (batch, width).</summary>
    public static string Input(OnnxGraph graph, OnnxRows rows, string name, int width)
    {
        var input = graph.Input(name, OnnxType.Single, OnnxSize.Batch, width);
        rows.Judge(input, 2);
        return input;
    }

    /// <summary>Numbers of the data as a machine sees them, (…, visible).</summary>
    public static string Standardized(OnnxGraph graph, RbmNetwork machine, string data) =>
        machine.Architecture.VisibleUnits != VisibleUnits.Gaussian || machine.Architecture.ReadsAsGiven
            ? data
            : Within(graph, graph.Node(
                "Div",
                [graph.Node("Sub", [OnnxScaling.Write(graph, machine.Scaling, data), graph.Weight(machine.Mean)]),
                    graph.Weight(machine.Scale)]));

    /// <summary>Standardized numbers, none farther out than those that are read.</summary>
    public static string Within(OnnxGraph graph, string standardized) => graph.Node(
        "Clip", [standardized, graph.Number((float)-RbmNetwork.FarthestNumber), graph.Number((float)RbmNetwork.FarthestNumber)]);

    /// <summary>What reaches the hidden units, (batch, hidden).</summary>
    public static string HiddenInput(OnnxGraph graph, RbmNetwork machine, string visible)
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

    /// <summary>The means of the hidden units, given what reaches them.</summary>
    public static string HiddenMean(OnnxGraph graph, RbmNetwork machine, string sums) =>
        graph.Node(machine.Architecture.HiddenUnits == HiddenUnits.Bernoulli ? "Sigmoid" : "Relu", [sums]);

    /// <summary>The free energy of rows, (batch, 1).</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="visible">(batch, visible), standardized.</param>
    /// <param name="sums">From <see cref="HiddenInput"/>.</param>
    /// <param name="more">What each row adds to the visible biases, (batch, visible); null for nothing.</param>
    public static string FreeEnergy(OnnxGraph graph, RbmNetwork machine, string visible, string sums, string? more = null)
    {
        string own;
        var biases = more is null ? graph.Weight(machine.VisibleBias) : graph.Node("Add", [graph.Weight(machine.VisibleBias), more]);
        if (machine.Architecture.VisibleUnits != VisibleUnits.Gaussian)
        {
            var weighted = graph.Node("Mul", [visible, biases]);
            own = graph.Node("Neg", [Sum(graph, weighted)]);
        }
        else
        {
            var off = graph.Node("Sub", [visible, biases]);
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

    /// <summary>The sum over a row, (batch, 1).</summary>
    public static string Sum(OnnxGraph graph, string values) =>
        graph.Sum(values, 1, keep: true);
}
