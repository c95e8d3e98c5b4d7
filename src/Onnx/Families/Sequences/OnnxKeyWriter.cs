namespace DeepML.Onnx;

/// <summary>Says what may follow, within a round of a loop.</summary>
/// <param name="written">(rows, keys until now), int64: 0, and then the keys.</param>
/// <param name="previous">(rows), int64: the last of them.</param>
/// <param name="state">What the round before has left, (rows, …) each.</param>
/// <returns>(rows, keys + 1), and what is left to the next round.</returns>
internal delegate (string Logits, string[] State) OnnxNextKey(string written, string previous, string[] state);

/// <summary>Writes the loop in which sequences are written key by key: <see cref="Networks.SequenceDecoder"/>.</summary>
internal sealed class OnnxKeyWriter
{
    private readonly OnnxGraph _graph;
    private readonly long _keys; // the end among them
    private readonly long _beam;
    private readonly int _most;
    private readonly string _batch; // (1): rows of the batch
    private readonly string _first; // (batch): the first row of each beam

    /// <param name="graph">The graph.</param>
    /// <param name="read">What was read, (batch, …).</param>
    /// <param name="keyCount">Keys that may be written.</param>
    /// <param name="beamWidth">Sequences kept at each step.</param>
    /// <param name="most">Keys written at most.</param>
    public OnnxKeyWriter(OnnxGraph graph, string read, int keyCount, int beamWidth, int most)
    {
        (_graph, _keys, _beam, _most) = (graph, keyCount + 1L, beamWidth, most);
        _batch = graph.Node("Slice", [graph.Node("Shape", [read]), graph.Wholes(0), graph.Wholes(1)]);
        _first = graph.Node("Mul", [Below(_batch), graph.Whole(_beam)]);
    }

    /// <summary>Every row as often as there are sequences in its beam.</summary>
    /// <param name="value">(batch, …).</param>
    /// <returns>(rows, …).</returns>
    public string Repeat(string value)
    {
        if (_beam == 1)
            return value;
        var places = _graph.Node("Expand", [_graph.Unsqueeze(Below(_batch), 1), Beams()]); // (batch, beam)
        return Rows(value, Flat(places));
    }

    /// <summary>Writes sequences.</summary>
    /// <param name="state">What the first round is given, (rows, …) each, float32.</param>
    /// <param name="step">Says what may follow.</param>
    /// <returns>(batch, longest), int64: keys from 1, and -1 behind the end.</returns>
    public string Write(string[] state, OnnxNextKey step)
    {
        var rows = _graph.Node("Mul", [_batch, _graph.Whole(_beam)]);
        var none = _graph.Node("Expand", [_graph.Whole(0), _graph.Node("Concat", [rows, _graph.Wholes(1)], ("axis", 0L))]); // (rows, 1)
        var ended = _graph.Cast(_graph.Squeeze(none, 1), OnnxType.Boolean);
        var scores = Flat(_graph.Node("Expand", [OnlyFirst(_beam), Beams()])); // of a beam only the first may grow at the start
        var firsts = _graph.Unsqueeze(_first, 1);
        var written = _graph.Loop(
            _graph.Whole(_most),
            [(none, OnnxType.Int64), (ended, OnnxType.Boolean), (scores, OnnxType.Single), .. state.Select(s => (s, OnnxType.Single))],
            given => Round(given, firsts, step))[0];
        var best = Rows(written, _first);
        var keys = _graph.Node("Slice", [best, _graph.Wholes(1), _graph.Wholes(int.MaxValue), _graph.Wholes(1)]);
        return _graph.Node("Where", [_graph.Node("Equal", [keys, _graph.Whole(0)]), _graph.Whole(-1), keys]);
    }

    private (string GoesOn, string[] Carried) Round(string[] given, string firsts, OnnxNextKey step)
    {
        var (written, ended, scores) = (given[0], given[1], given[2]);
        var (logits, state) = step(written, _graph.Node("Gather", [written, _graph.Whole(-1)], ("axis", 1L)), given[3..]);
        var likelihood = _graph.Node("LogSoftmax", [logits], ("axis", 1L)); // (rows, keys + 1)
        // a sequence that has ended goes on with nothing, at no cost
        var each = _graph.Node("Where", [_graph.Unsqueeze(ended, 1), OnlyFirst(_keys), likelihood]);
        var sums = _graph.Node("Add", [each, _graph.Unsqueeze(scores, 1)]);
        var found = _graph.Nodes(
            "TopK", 2, [_graph.Node("Reshape", [sums, _graph.Wholes(-1, _beam * _keys)]), _graph.Wholes(_beam)], ("axis", 1L));
        var (best, chosen) = (found[0], found[1]); // (batch, beam)
        var parent = Flat(_graph.Node("Add", [_graph.Node("Div", [chosen, _graph.Whole(_keys)]), firsts])); // (rows)
        var key = Flat(_graph.Node("Mod", [chosen, _graph.Whole(_keys)]));
        var longer = _graph.Node("Concat", [Rows(written, parent), _graph.Unsqueeze(key, 1)], ("axis", 1L));
        var over = _graph.Node("Or", [Rows(ended, parent), _graph.Node("Equal", [key, _graph.Whole(0)])]);
        var least = _graph.Node(
            "ReduceMin", [_graph.Cast(over, OnnxType.Single)], ("axes", new long[] { 0 }), ("keepdims", 0L));
        return (
            _graph.Node("Less", [least, _graph.Number(1)]), [longer, over, Flat(best), .. state.Select(left => Rows(left, parent))]);
    }

    private string Below(string count) => _graph.Node("Range", [_graph.Whole(0), _graph.Squeeze(count, 0), _graph.Whole(1)]);

    private string Beams() => _graph.Node("Concat", [_batch, _graph.Wholes(_beam)], ("axis", 0L));

    private string Rows(string value, string places) => _graph.Node("Gather", [value, places], ("axis", 0L));

    private string Flat(string value) => _graph.Node("Reshape", [value, _graph.Wholes(-1)]);

    // (1, count): the logarithms of probabilities of which the first is 1.
    private string OnlyFirst(long count)
    {
        var logarithms = new float[count];
        logarithms.AsSpan(1).Fill(float.NegativeInfinity);
        return _graph.Floats(logarithms, 1, count);
    }
}
