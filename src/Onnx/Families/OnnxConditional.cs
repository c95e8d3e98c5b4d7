using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp;
using static DeepML.Onnx.OnnxBoltzmann;

namespace DeepML.Onnx;

/// <summary>Writes Boltzmann machines with a past: hidden means and free energy of the last frame, and the frame that follows.</summary>
/// <param name="graph">The graph.</param>
/// <param name="network">The network.</param>
internal sealed class OnnxConditional(OnnxGraph graph, ConditionalRbmNetwork network)
{
    private const int MostPasses = 1000; // each is written out

    private readonly RbmNetwork _machine = network.Machine;
    private readonly int _size = network.Architecture.FrameSize;

    private bool HasCounts => _machine.Architecture.VisibleUnits == VisibleUnits.Counts;

    /// <summary>Writes a machine.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, ConditionalRbmNetwork network, ConditionalRbmDescription description)
    {
        var columns = description.Columns;
        var writer = new OnnxConditional(graph, network);
        var frames = writer.Standardized(Input(graph, rows, columns.Input, network.Architecture.RowSize));
        var past = network.Architecture.PastFrames * writer._size;
        var drive = writer.Of(writer.Numbers(frames, 0, past));
        var present = writer.Numbers(frames, past, writer._size);
        var sums = writer.HiddenInput(present, drive);
        rows.Numbers(columns.Output, HiddenMean(graph, writer._machine, sums), network.Architecture.Machine.HiddenSize);
        if (columns.FreeEnergy is { } energy)
            rows.Numbers(energy, FreeEnergy(graph, writer._machine, present, sums, drive.Visible), 1);
        if (columns.NextFrame is not { } next)
            return;
        if (description.Passes > MostPasses)
            graph.Refuse(
                next, FormattableString.Invariant($"it goes {description.Passes} times to and fro; up to {MostPasses} are written"));
        else
            rows.Numbers(next, writer.Next(writer.Numbers(frames, writer._size, past), present, description.Passes), writer._size);
    }

    // (batch, numbers of all frames): each frame is standardized by itself
    private string Standardized(string rows)
    {
        if (_machine.Architecture.VisibleUnits != VisibleUnits.Gaussian || _machine.Architecture.ReadsAsGiven)
            return rows;
        var frames = OnnxBoltzmann.Standardized(graph, _machine, graph.Node("Reshape", [rows, graph.Wholes(-1, _size)]));
        return graph.Node("Reshape", [frames, graph.Wholes(-1, network.Architecture.RowSize)]);
    }

    // What the past adds to the biases.
    private (string Visible, string Hidden) Of(string past)
    {
        var seen = HasCounts ? graph.Node("Div", [past, graph.Number((float)_machine.MeanLength())]) : past;
        return (graph.Node("Gemm", [seen, graph.Weight(network.PastToVisible)], ("transB", 1L)),
            graph.Node("Gemm", [seen, graph.Weight(network.PastToHidden)], ("transB", 1L)));
    }

    private string HiddenInput(string visible, (string Visible, string Hidden) drive) => graph.Node(
        "Add",
        [OnnxBoltzmann.HiddenInput(graph, _machine, visible),
            HasCounts ? graph.Node("Mul", [Sum(graph, visible), drive.Hidden]) : drive.Hidden]);

    // The frame that follows, in the scale of the data.
    private string Next(string past, string last, int passes)
    {
        var (drive, visible) = (Of(past), last);
        for (var pass = 0; pass < passes; pass++)
            visible = VisibleMean(HiddenMean(graph, _machine, HiddenInput(visible, drive)), drive.Visible, visible);
        return Restored(visible);
    }

    private string VisibleMean(string hidden, string drive, string before)
    {
        var sums = graph.Node(
            "Add", [graph.Node("Gemm", [hidden, graph.Weight(_machine.Weight), graph.Weight(_machine.VisibleBias)]), drive]);
        return _machine.Architecture.VisibleUnits switch
        {
            VisibleUnits.Bernoulli => graph.Node("Sigmoid", [sums]),
            VisibleUnits.Counts => graph.Node("Mul", [graph.Node("Softmax", [sums], ("axis", 1L)), Sum(graph, before)]),
            _ => sums,
        };
    }

    private string Restored(string visible)
    {
        if (_machine.Architecture.VisibleUnits != VisibleUnits.Gaussian || _machine.Architecture.ReadsAsGiven)
            return visible;
        var within = _machine.Scaling is null ? visible : Within(graph, visible);
        var scaled = graph.Node(
            "Add", [graph.Node("Mul", [within, graph.Weight(_machine.Scale)]), graph.Weight(_machine.Mean)]);
        return OnnxScaling.Restore(graph, _machine.Scaling, scaled);
    }

    private string Numbers(string frames, long start, long count) =>
        graph.Node("Slice", [frames, graph.Wholes(start), graph.Wholes(start + count), graph.Wholes(1)]);
}
