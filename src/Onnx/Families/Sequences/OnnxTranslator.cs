using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp.Modules;
using static DeepML.Onnx.OnnxLayers;

namespace DeepML.Onnx;

/// <summary>Writes networks that write a sequence for each that they read.</summary>
/// <param name="graph">The graph.</param>
/// <param name="sequences">Writes sequences into it.</param>
internal sealed class OnnxTranslator(OnnxGraph graph, OnnxSequences sequences)
{
    /// <summary>Writes a network with the search of its description.</summary>
    public void Write(OnnxRows rows, SequenceToSequenceNetwork network, SequenceInput column, SequenceToSequenceDescription description)
    {
        var a = description.Architecture;
        var encoded = sequences.Encode(rows, Part(network, "encoder"), a.Encoder, column);
        var writer = new OnnxKeyWriter(graph, encoded.Steps, a.TargetCount, description.BeamWidth, description.MaximumLength);
        Write(rows, network, encoded, writer, description.OutputColumn);
    }

    /// <summary>Writes a network that writes sentences on pictures.</summary>
    public void Write(OnnxRows rows, SequenceToSequenceNetwork network, ImageInput column, ImageCaptionDescription description)
    {
        var a = description.Architecture;
        var encoder = Part(network, "encoder");
        var pictures = OnnxPictures.Input(graph, column);
        rows.Judge(pictures, 4);
        var places = OnnxFront.Places(graph, Part<PictureFront>(encoder, "front"), pictures);
        var encoded = sequences.Encode(encoder, a.Encoder, new OnnxSequence(places));
        var writer = new OnnxKeyWriter(graph, encoded.Steps, a.TargetCount, description.BeamWidth, description.MaximumLength);
        Write(rows, network, encoded, writer, description.OutputColumn);
    }

    private void Write(OnnxRows rows, SequenceToSequenceNetwork network, OnnxSequence encoded, OnnxKeyWriter writer, string output)
    {
        var a = (SequenceToSequenceArchitecture)network.Architecture;
        var keys = a.Decoder is TransformerEncoder transformer
            ? ByAttention(network, transformer, encoded, writer)
            : ByRecurrence(network, a, encoded, writer);
        var none = graph.Whole(KeySequenceOutput.None);
        graph.Output(output, rows.Or(keys, none), OnnxType.Int64, OnnxSize.Batch, OnnxSize.Written);
    }

    private string ByRecurrence(
        SequenceToSequenceNetwork network, SequenceToSequenceArchitecture architecture, OnnxSequence encoded, OnnxKeyWriter writer)
    {
        var last = sequences.Last(encoded, architecture.Encoder.Stack);
        var first = writer.Repeat(graph.Node("Tanh", [Dense(graph, Part<Linear>(network, "bridge"), last)])); // (rows, hidden)
        var read = Repeated(encoded, writer);
        var attention = Part(network, "attention");
        var prepared = DensePerStep(graph, Part<Linear>(attention, "memory"), read.Steps);
        var cell = OnnxRecurrence.Decoder(graph, Part(network, "decoder"), architecture.Decoder);
        return writer.Write(cell.StateAt(graph, first), (_, previous, state) =>
        {
            var context = Look(attention, read, prepared, state[0]); // (rows, memory)
            var input = graph.Node("Concat", [Embedded(network, previous), context], ("axis", 1L));
            var next = OnnxRecurrence.Step(graph, cell, input, state);
            return (Dense(graph, Part<Linear>(network, "answer"), graph.Node("Concat", [next[0], context], ("axis", 1L))), next);
        });
    }

    // Every round reads all keys until then: what it needs of them is not kept.
    private string ByAttention(
        SequenceToSequenceNetwork network, TransformerEncoder decoder, OnnxSequence encoded, OnnxKeyWriter writer)
    {
        var stack = Part<TransformerStack>(network, "decoder");
        var memory = new OnnxTransformer(graph, decoder, Repeated(encoded, writer)).Prepare(stack);
        return writer.Write([], (written, _, _) =>
        {
            var steps = new OnnxTransformer(graph, decoder, new OnnxSequence(Embedded(network, written))).Write(stack, memory);
            return (Dense(graph, Part<Linear>(network, "answer"), sequences.At(steps, -1)), []);
        });
    }

    // (rows, memory): softmax(vᵀ tanh(W h + U s)) of the steps that were read
    private string Look(TorchSharp.torch.nn.Module attention, OnnxSequence read, string prepared, string state)
    {
        var query = graph.Unsqueeze(Dense(graph, Part<Linear>(attention, "query"), state), 1);
        var compared = graph.Node("Tanh", [graph.Node("Add", [prepared, query])]); // (rows, time, size)
        return sequences.Weighted(read, DensePerStep(graph, Part<Linear>(attention, "energy"), compared));
    }

    private string Embedded(SequenceToSequenceNetwork network, string keys) =>
        graph.Node("Gather", [graph.Weight(network.state_dict()["embedding.weight"]), keys]);

    private static OnnxSequence Repeated(OnnxSequence encoded, OnnxKeyWriter writer) => new(
        writer.Repeat(encoded.Steps), Mask: encoded.Mask is { } mask ? writer.Repeat(mask) : null);
}
