using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>Writes networks that read labels of sequences: what each step says, and the labels that the likeliest answers leave.</summary>
/// <param name="graph">The graph.</param>
/// <param name="sequences">Writes sequences into it.</param>
internal sealed class OnnxLabelling(OnnxGraph graph, OnnxSequences sequences)
{
    /// <summary>What stands behind the name of the column in the name of the logarithms of what each step says.</summary>
    public const string Steps = ".Steps";

    /// <summary>Writes a network; with a beam its labels have no form, and what the steps say is all that is left.</summary>
    public void Write(OnnxRows rows, RecurrentTaggingNetwork network, SequenceInput column, SequenceLabellingDescription description)
    {
        var (encoded, answers) = sequences.Answers(rows, network, column); // (batch, time, labels + 1)
        var output = description.OutputColumn;
        if (description.BeamWidth == 1)
            graph.Output(
                output, rows.Or(Joined(encoded, answers), graph.Whole(KeySequenceOutput.None)), OnnxType.Int64, OnnxSize.Batch,
                OnnxSize.Time);
        else
            graph.Refuse(
                output, $"it is found by a beam of {description.BeamWidth} beginnings, which has no form; WithBeam(1) joins the likeliest "
                + $"answers instead, and '{output}{Steps}' has what any beam reads");
        var logarithms = graph.Node("LogSoftmax", [answers], ("axis", 2L));
        sequences.WriteSteps(rows, encoded with { Steps = logarithms }, description.Architecture.TagCount, output + Steps);
    }

    // Repetitions are joined, and nones taken out: (batch, time), -1 behind the last label. What does not count is put behind the time.
    private string Joined(OnnxSequence encoded, string answers)
    {
        var likeliest = graph.Node("ArgMax", [answers], ("axis", 2L), ("keepdims", 0L)); // (batch, time), 0 for none
        if (encoded.Mask is { } mask)
            likeliest = graph.Node("Where", [mask, likeliest, graph.Whole(0)]);
        var time = sequences.Time(answers);
        var ending = graph.Unsqueeze(time, 0);
        var nothing = graph.Node("Mul", [Cut(likeliest, graph.Wholes(0), graph.Wholes(1)), graph.Whole(0)]); // (batch, 1)
        var shifted = graph.Node("Concat", [nothing, likeliest], ("axis", 1L)); // (batch, time + 1)
        var before = Cut(shifted, graph.Wholes(0), ending);
        string Differs(string from) => graph.Node("Not", [graph.Node("Equal", [likeliest, from])]);
        var counts = graph.Node("And", [Differs(graph.Whole(0)), Differs(before)]);
        var place = graph.Node(
            "Sub", [graph.Node("CumSum", [graph.Cast(counts, OnnxType.Int64), graph.Whole(1)]), graph.Whole(1)]);
        var none = graph.Whole(KeySequenceOutput.None);
        var blank = graph.Node("Add", [graph.Node("Mul", [shifted, graph.Whole(0)]), none]);
        var written = graph.Node(
            "ScatterElements",
            [blank, graph.Node("Where", [counts, place, time]), graph.Node("Where", [counts, likeliest, none])], ("axis", 1L));
        return Cut(written, graph.Wholes(0), ending);
    }

    private string Cut(string steps, string from, string to) => graph.Node("Slice", [steps, from, to, graph.Wholes(1)]);
}
