namespace DeepML.Onnx;

/// <summary>Writes the rule of rows that cannot be scored, and outputs under it.</summary>
/// <param name="graph">The graph.</param>
internal sealed class OnnxRows(OnnxGraph graph)
{
    private string? _unusable; // (batch, 1), yes or no

    /// <summary>The same rule, to which more can be added without changing this one.</summary>
    public OnnxRows Copy() => new(graph) { _unusable = _unusable };

    /// <summary>Marks the rows in which a column of numbers holds NaN or infinity: they have no answer.</summary>
    /// <param name="input">(batch, …).</param>
    /// <param name="rank">Its dimensions.</param>
    /// <param name="holes">Whether NaN is no fault.</param>
    public void Judge(string input, int rank, bool holes = false)
    {
        var infinite = graph.Node("IsInf", [input]);
        var bad = holes ? infinite : graph.Node("Or", [infinite, graph.Node("IsNaN", [input])]);
        Join(AnyOf(bad, rank));
    }

    /// <summary>Marks the rows in which something holds that leaves them without an answer.</summary>
    /// <param name="marks">(batch, …), yes or no.</param>
    /// <param name="rank">Their dimensions.</param>
    public void Refuse(string marks, int rank) => Join(AnyOf(marks, rank));

    /// <summary>Marks the rows in which the network's answer holds NaN.</summary>
    /// <param name="answer">(batch, numbers).</param>
    public void JudgeAnswer(string answer) => Join(AnyOf(graph.Node("IsNaN", [answer]), 2));

    /// <summary>Adds an output of numbers: NaN where there is no answer.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">(batch, width).</param>
    /// <param name="width">Numbers per row.</param>
    /// <param name="none">Stands where there is no answer.</param>
    public void Numbers(string column, string value, int width, float none = float.NaN) => graph.Output(
        column, Or(value, graph.Floats([none], 1, 1)), OnnxType.Single, OnnxSize.Batch, width);

    /// <summary>Adds an output of pictures: NaN where there is no answer.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">(batch, channels, height, width).</param>
    /// <param name="size">Its dimensions.</param>
    public void Pictures(string column, string value, OnnxPictureSize size) => graph.Output(
        column, Or(value, graph.Number(float.NaN), rank: 4), OnnxType.Single, OnnxSize.Batch, size.Channels, size.Height, size.Width);

    /// <summary>Adds an output of keys for every pixel, as ML.NET's: from 1, and 0 where there is no answer.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="places">(batch, height, width), int64, from 0.</param>
    /// <param name="size">Height and width.</param>
    public void KeyGrid(string column, string places, OnnxPictureSize size)
    {
        var keys = Or(graph.Node("Add", [places, graph.Whole(1)]), graph.Whole(0), rank: 3);
        graph.Output(column, graph.Cast(keys, OnnxType.UInt32), OnnxType.UInt32, OnnxSize.Batch, size.Height, size.Width);
    }

    /// <summary>Adds an output of yes or no: no where there is no answer, unless that says otherwise.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="number">(batch, width): yes is above 0.</param>
    /// <param name="none">Number of a row without an answer.</param>
    /// <param name="width">Answers per row.</param>
    public void YesNo(string column, string number, float none = float.NaN, int width = 1) => graph.Output(
        column, graph.Node("Greater", [Or(number, graph.Floats([none], 1, 1)), graph.Number(0)]), OnnxType.Boolean, OnnxSize.Batch, width);

    /// <summary>Adds an output of keys as ML.NET's: from 1, and 0 where there is no answer.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="place">(batch, 1), int64, from 0.</param>
    public void Key(string column, string place)
    {
        var key = Or(graph.Node("Add", [place, graph.Whole(1)]), graph.Whole(0));
        graph.Output(column, graph.Cast(key, OnnxType.UInt32), OnnxType.UInt32, OnnxSize.Batch, 1);
    }

    /// <summary>A value where there is an answer, and another where there is none.</summary>
    /// <param name="value">(batch, …).</param>
    /// <param name="none">What stands where there is no answer.</param>
    /// <param name="rank">The value's dimensions.</param>
    public string Or(string value, string none, int rank = 2)
    {
        if (_unusable is null)
            return value;
        var unusable = rank == 2
            ? _unusable
            : graph.Node("Unsqueeze", [_unusable], ("axes", Enumerable.Range(2, rank - 2).Select(axis => (long)axis).ToArray()));
        return graph.Node("Where", [unusable, none, value]);
    }

    private string AnyOf(string marks, int rank)
    {
        var numbers = graph.Cast(marks, OnnxType.Single);
        var flat = rank == 2 ? numbers : graph.Node("Flatten", [numbers], ("axis", 1L));
        return graph.Node(
            "Greater", [graph.Node("ReduceMax", [flat], ("axes", new long[] { 1 }), ("keepdims", 1L)), graph.Number(0)]);
    }

    private void Join(string marked) => _unusable = _unusable is null ? marked : graph.Node("Or", [_unusable, marked]);
}
