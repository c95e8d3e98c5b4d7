using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp.Modules;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes autoencoders of sequences: the code, what is written from it, and how far that is from what was read.</summary>
internal sealed class OnnxSequenceCodes
{
    private readonly OnnxGraph _graph;
    private readonly OnnxSequences _sequences;
    private readonly SequenceAutoencoderArchitecture _architecture;
    private readonly nn.Module _writer;
    private readonly OnnxCell _cell;
    private readonly OnnxSequence _read; // as the encoder's layers read it
    private readonly string _code; // (batch, code)

    private OnnxSequenceCodes(
        OnnxGraph graph, OnnxRows rows, OnnxSequences sequences, SequenceAutoencoderNetwork network, SequenceInput column)
    {
        (_graph, _sequences, _architecture) = (graph, sequences, (SequenceAutoencoderArchitecture)network.Architecture);
        var (encoder, form) = (Part(network, "encoder"), _architecture.Encoder);
        _read = sequences.Read(rows, encoder, form, column);
        var encoded = sequences.Encode(encoder, form, _read);
        var summary = form.Stack.Encoder.CarriesState ? sequences.Last(encoded, form.Stack) : sequences.Mean(encoded);
        _code = Dense(graph, Part<Linear>(network, "code"), summary);
        _writer = Part(network, "writer");
        _cell = OnnxRecurrence.Decoder(graph, Part(_writer, "decoder"), _architecture.Decoder);
    }

    /// <summary>Writes an autoencoder with its outputs.</summary>
    public static void Write(
        OnnxGraph graph, OnnxRows rows, OnnxSequences sequences, SequenceAutoencoderNetwork network, SequenceInput column,
        SequenceAutoencoderDescription description)
    {
        var codes = new OnnxSequenceCodes(graph, rows, sequences, network, column);
        rows.Numbers(description.OutputColumn, codes._code, description.Architecture.CodeSize);
        if (description.Shape.KeyCount > 0)
            codes.WriteKeys(rows, description.Outputs, column);
        else
            codes.WriteNumbers(rows, description.Outputs, network.Scaling);
    }

    private void WriteKeys(OnnxRows rows, SequenceAutoencoderOutputs outputs, SequenceInput column)
    {
        if (outputs.Reconstruction is { } again)
        {
            var writer = new OnnxKeyWriter(_graph, _code, column.Shape.KeyCount, beamWidth: 1, _architecture.MaximumLength);
            var keys = writer.Write(Start(), (_, previous, state) =>
            {
                var next = OnnxRecurrence.Step(
                    _graph, _cell, _graph.Node("Concat", [Embedded(previous), _code], ("axis", 1L)), state);
                return (Dense(_graph, Answer, next[0]), next);
            });
            _graph.Output(again, rows.Or(keys, _graph.Whole(KeySequenceOutput.None)), OnnxType.Int64, OnnxSize.Batch, OnnxSize.Written);
        }
        if (outputs.Error is { } error)
            rows.Numbers(error, Bits(column), 1);
    }

    private void WriteNumbers(OnnxRows rows, SequenceAutoencoderOutputs outputs, ColumnScaling? scaling)
    {
        if (outputs is { Reconstruction: null, Error: null })
            return;
        var time = _graph.Unsqueeze(_sequences.Time(_read.Steps), 0);
        var written = DensePerStep(_graph, Answer, OnnxRecurrence.From(_graph, _cell, Repeated(time), Start())); // (batch, time, numbers)
        var size = _architecture.Encoder.StepSize;
        if (outputs.Reconstruction is { } again)
            _sequences.WriteSteps(rows, _read with { Steps = OnnxScaling.Restore(_graph, scaling, written) }, size, again);
        if (outputs.Error is not { } error)
            return;
        var off = _graph.Node("Sub", [written, _read.Steps]);
        var squares = _sequences.Within(_graph.Node("Mul", [off, off]), _read, _graph.Number(0), 3);
        var sums = _graph.Node("ReduceSum", [squares], ("axes", new long[] { 1, 2 }), ("keepdims", 0L));
        var steps = _read.Own is { } own
            ? _graph.Sum(_graph.Cast(own, OnnxType.Single), 1, keep: true)
            : _graph.Cast(time, OnnxType.Single); // (batch, 1), or (1)
        rows.Numbers(
            error, _graph.Node("Div", [_graph.Unsqueeze(sums, 1), _graph.Node("Mul", [steps, _graph.Number(size)])]), 1);
    }

    // Mean -log₂ P of each key and the end, given those before; a missing key is not told, and counts nothing. (batch, 1)
    private string Bits(SequenceInput column)
    {
        var keys = _sequences.Within(_sequences.Keys(column), _read, _graph.Whole(0), 2);
        var none = _graph.Node(
            "Mul", [_graph.Node("Slice", [keys, _graph.Wholes(0), _graph.Wholes(1), _graph.Wholes(1)]), _graph.Whole(0)]); // (batch, 1)
        string Behind(string steps) => _graph.Node("Concat", [steps, none], ("axis", 1L));
        string Before(string first, string steps) => _graph.Node("Concat", [first, steps], ("axis", 1L));
        var missing = _graph.Node("Equal", [keys, _graph.Whole(0)]);
        if (_read.Own is { } within)
            missing = _graph.Node("And", [missing, within]);
        var told = Before(none, _graph.Node("Where", [missing, _graph.Whole(column.Shape.KeyCount + 1L), keys])); // (batch, time + 1)
        var time = _graph.Node("Slice", [_graph.Node("Shape", [told]), _graph.Wholes(1), _graph.Wholes(2)]);
        var input = _graph.Node("Concat", [Embedded(told), Repeated(time)], ("axis", 2L));
        var logits = DensePerStep(_graph, Answer, OnnxRecurrence.From(_graph, _cell, input, Start()));
        var likelihood = _graph.Node(
            "GatherElements", [_graph.Node("LogSoftmax", [logits], ("axis", 2L)), _graph.Unsqueeze(Behind(keys), 2)], ("axis", 2L));
        var counts = _graph.Node("Equal", [Behind(_graph.Cast(missing, OnnxType.Int64)), _graph.Whole(0)]);
        if (_read.Own is { } own) // the end stands where the step before it is the last
            counts = _graph.Node("And", [counts, Before(_graph.Node("Equal", [none, _graph.Whole(0)]), own)]);
        var nats = _graph.Sum(_graph.Node("Where", [counts, _graph.Squeeze(likelihood, 2), _graph.Number(0)]), 1, keep: true);
        var count = _graph.Sum(_graph.Cast(counts, OnnxType.Single), 1, keep: true);
        return _graph.Node("Div", [_graph.Node("Div", [nats, count]), _graph.Number(-MathF.Log(2))]);
    }

    private Linear Answer => Part<Linear>(_writer, "answer");

    private string[] Start() =>
        _cell.StateAt(_graph, _graph.Node("Tanh", [Dense(_graph, Part<Linear>(_writer, "bridge"), _code)]));

    private string Embedded(string keys) => _graph.Node("Gather", [_graph.Weight(_writer.state_dict()["embedding.weight"]), keys]);

    // The code at each of some steps: (batch, time, code).
    private string Repeated(string time) => _graph.Node(
        "Expand", [_graph.Unsqueeze(_code, 1), _graph.Node("Concat", [_graph.Wholes(1), time, _graph.Wholes(1)], ("axis", 0L))]);
}
