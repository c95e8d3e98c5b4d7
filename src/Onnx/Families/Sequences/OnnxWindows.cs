using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp.Modules;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>
/// Writes autoencoders of windows of several sensors. What is left when a sensor is hidden is found in the same pass, as further rows.
/// </summary>
internal sealed class OnnxWindows
{
    private readonly OnnxGraph _graph;
    private readonly WindowAutoencoderNetwork _network;
    private readonly WindowAutoencoderArchitecture _architecture;
    private readonly string _oddness; // (batch, hidden, sensors): with none hidden, and with each

    private OnnxWindows(OnnxGraph graph, WindowAutoencoderNetwork network, string rows)
    {
        (_graph, _network, _architecture) = (graph, network, (WindowAutoencoderArchitecture)network.Architecture);
        var steps = graph.Node("Reshape", [rows, graph.Wholes(-1, _architecture.Steps, Sensors)]);
        _oddness = Oddness(OnnxScaling.Write(graph, network.Scaling, steps));
    }

    private int Sensors => _architecture.Sensors;

    private int Hidings => Sensors == 1 ? 1 : Sensors + 1; // one sensor alone is not hidden

    /// <summary>Writes a detector of odd windows, and the sensor that is most to blame.</summary>
    public static void Write(OnnxGraph graph, OnnxRows rows, WindowAutoencoderNetwork network, RecurrentAutoencoderDescription description)
    {
        var column = description.Input;
        var input = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, column.Width);
        rows.Judge(input, 2);
        var windows = new OnnxWindows(graph, network, input);
        var score = windows.Score();
        rows.YesNo(ColumnNames.PredictedLabel, graph.Node("Sub", [score, graph.Number(description.Threshold)]), float.PositiveInfinity);
        rows.Numbers(ColumnNames.Score, score, 1, float.PositiveInfinity);
        var sensors = windows.Sensors == 1 ? score : windows.SensorScores();
        rows.Numbers(RecurrentAutoencoderDescription.SensorScores, sensors, windows.Sensors);
        rows.Key(RecurrentAutoencoderDescription.Sensor, graph.Node("ArgMax", [sensors], ("axis", 1L), ("keepdims", 1L)));
    }

    // (batch, 1)
    private string Score() => Known(_graph.Node("ReduceMax", [Whole()], ("axes", new long[] { 1 }), ("keepdims", 1L)));

    // The mean oddness of all, less that of the others without a sensor: (batch, sensors).
    private string SensorScores()
    {
        var all = _graph.Node("Slice", [_oddness, _graph.Wholes(1), _graph.Wholes(Hidings), _graph.Wholes(1)]);
        var others = new float[Sensors * Sensors];
        for (var i = 0; i < others.Length; i++)
            others[i] = i / Sensors == i % Sensors ? 0 : 1;
        var left = _graph.Sum(_graph.Node("Mul", [all, _graph.Floats(others, 1, Sensors, Sensors)]), 2, keep: false);
        var mean = _graph.Node("ReduceMean", [Whole()], ("axes", new long[] { 1 }), ("keepdims", 1L));
        return _graph.Node("Sub", [Known(mean), Known(_graph.Node("Div", [left, _graph.Number(Sensors - 1)]))]);
    }

    // (batch, sensors)
    private string Whole() => _graph.Node("Gather", [_oddness, _graph.Whole(0)], ("axis", 1L));

    private string Oddness(string steps)
    {
        var each = _graph.Unsqueeze(steps, 1); // (batch, 1, steps, sensors)
        var off = _graph.Node("Sub", [each, Reconstructed(each)]); // (batch, hidden, steps, sensors)
        var squares = _graph.Node("Mul", [off, off]);
        using var usual = _network.state_dict()["usual"].detach().clamp_min(Numbers.Kept(NumberLimits.Smallest));
        string Over(string operation, int place)
        {
            using var of = usual.select(1, place).narrow(0, 0, Hidings).unsqueeze(0).contiguous(); // (1, hidden, sensors)
            return _graph.Node(
                "Div", [_graph.Node(operation, [squares], ("axes", new long[] { 2 }), ("keepdims", 0L)), _graph.Weight(of)]);
        }
        return _graph.Node(
            "Mul", [_graph.Node("Add", [Over("ReduceMean", 0), Over("ReduceMax", 1)]), _graph.Number(0.5f)]);
    }

    private string Reconstructed(string each)
    {
        var hidden = new float[Hidings * Sensors];
        for (var sensor = 1; sensor < Hidings; sensor++)
            hidden[(sensor * Sensors) + sensor - 1] = 1;
        var marks = _graph.Floats(hidden, 1, Hidings, 1, Sensors);
        var seen = _graph.Node("Mul", [each, _graph.Node("Sub", [_graph.Number(1), marks])]); // (batch, hidden, steps, sensors)
        var told = _graph.Node(
            "Concat", [seen, _graph.Node("Expand", [marks, _graph.Node("Shape", [seen])])], ("axis", 3L));
        var rows = _graph.Node("Reshape", [told, _graph.Wholes(-1, _architecture.Steps, 2L * Sensors)]);
        var read = Read("encoder", _architecture.Encoder, 2 * Sensors, rows);
        var code = OnnxLayers.Write(
            _graph, Part(_network, "code"), _graph.Node("Gather", [read, _graph.Whole(-1)], ("axis", 1L)));
        var repeated = _graph.Node("Expand", [_graph.Unsqueeze(code, 1), _graph.Wholes(1, _architecture.Steps, 1)]);
        var written = DensePerStep(
            _graph, Part<Linear>(_network, "answer"), Read("decoder", _architecture.Encoder.Decoder, _architecture.CodeSize, repeated));
        var backwards = _graph.Wholes([.. Enumerable.Range(1, _architecture.Steps).Select(back => (long)_architecture.Steps - back)]);
        return _graph.Node(
            "Reshape",
            [_graph.Node("Gather", [written, backwards], ("axis", 1L)),
                _graph.Wholes(-1, Hidings, _architecture.Steps, Sensors)]);
    }

    private string Read(string part, SequenceEncoder encoder, int inputSize, string steps) => OnnxRecurrence.Write(
        _graph, Part(_network, part), new RecurrentStackArchitecture(encoder, inputSize), new OnnxSequence(steps));

    // What overflowed is the largest number.
    private string Known(string value) => _graph.Node(
        "Clip",
        [_graph.Node("Where", [_graph.Node("IsNaN", [value]), _graph.Number(float.MaxValue), value]), _graph.Number(float.MinValue),
            _graph.Number(float.MaxValue)]);
}
