using DeepML.Data;
using DeepML.Networks;
using static DeepML.Onnx.OnnxLayers;
using static TorchSharp.torch;

namespace DeepML.Onnx;

/// <summary>Writes networks of sequences.</summary>
/// <param name="graph">The graph.</param>
/// <param name="withLengths">Whether the lengths of sequences are an input of their own.</param>
internal sealed class OnnxSequences(OnnxGraph graph, bool withLengths)
{
    /// <summary>Writes a classifier or regressor of sequences.</summary>
    /// <returns>Its answers, (batch, answers).</returns>
    public string Write(OnnxRows rows, RecurrentSequenceNetwork network, SequenceInput column)
    {
        var architecture = (RecurrentSequenceArchitecture)network.Architecture;
        var encoded = Encode(rows, Part(network, "encoder"), architecture.Encoder, column);
        var summary = architecture.Pooling == SequencePooling.Last
            ? Last(encoded, architecture.Encoder.Stack)
            : WeightedSum(encoded, architecture.Pooling == SequencePooling.Mean ? Shares(encoded) : Attention(network, encoded));
        return OnnxLayers.Write(graph, Part(network, "answer"), summary);
    }

    /// <summary>Writes a tagger: its tags from 1, and -1 behind the end.</summary>
    public void WriteTags(OnnxRows rows, RecurrentTaggingNetwork network, SequenceInput column, string output)
    {
        var encoded = Encode(rows, Part(network, "encoder"), ((RecurrentTaggingArchitecture)network.Architecture).Encoder, column);
        var logits = DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "answer"), encoded.Steps);
        var tags = graph.Node("Add", [graph.Node("ArgMax", [logits], ("axis", 2L), ("keepdims", 0L)), graph.Whole(1)]);
        if (encoded.Mask is { } mask)
            tags = graph.Node("Where", [mask, tags, graph.Whole(-1)]);
        graph.Output(output, rows.Or(tags, graph.Whole(-1)), OnnxType.Int64, OnnxSize.Batch, OnnxSize.Time);
    }

    /// <summary>Writes a model of characters: mean bits of a text's characters, given by their numbers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">Name of the column of texts.</param>
    /// <param name="output">Name of the column of bits.</param>
    public void WriteCharacters(TokenLanguageNetwork network, string input, string output)
    {
        var characters = graph.Input($"{input}.Characters", OnnxType.Int64, OnnxSize.Batch, OnnxSize.Time);
        var (lengths, mask) = Lengths(characters, input);
        var first = graph.Node("Mul", [Slice(characters, 0, 1), graph.Whole(0)]); // each text begins behind the end of another
        var before = graph.Node("Concat", [first, Slice(characters, 0, -1)], ("axis", 1L));
        var stack = network.Language.Stack;
        if (!network.Language.CarriesState)
            throw new NotSupportedException(
                "a model that looks back on a context reads longer texts in windows, which have no form in the format");
        var embedded = graph.Node("Gather", [graph.Weight(network.state_dict()["embedding.weight"]), before]);
        var steps = OnnxRecurrence.Write(graph, Part(network, "recurrent"), stack, new OnnxSequence(embedded, lengths, mask));
        var likelihood = graph.Node(
            "LogSoftmax", [DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "answer"), steps)], ("axis", 2L));
        var own = graph.Node("GatherElements", [likelihood, graph.Unsqueeze(characters, 2)], ("axis", 2L));
        var mean = WeightedSum(new OnnxSequence(own, lengths, mask), Shares(new OnnxSequence(own, lengths, mask)));
        graph.Output(
            output, graph.Node("Div", [mean, graph.Number(-MathF.Log(2))]), OnnxType.Single, OnnxSize.Batch, 1);
    }

    private OnnxSequence Encode(OnnxRows rows, nn.Module encoder, SequenceEncoderArchitecture architecture, SequenceInput column)
    {
        string steps;
        (string? Lengths, string? Mask) read;
        if (architecture.KeyCount > 0)
        {
            var keys = graph.Input(column.Name, OnnxType.UInt32, OnnxSize.Batch, OnnxSize.Time);
            read = Lengths(keys, column.Name);
            var places = graph.Cast(keys, OnnxType.Int64);
            steps = graph.Node("Gather", [graph.Weight(encoder.state_dict()["embedding.weight"]), places]);
        }
        else
        {
            var numbers = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, OnnxSize.Time, architecture.StepSize);
            read = Lengths(numbers, column.Name);
            rows.Judge(numbers, 3);
            steps = OnnxScaling.Write(graph, PartOrNull(encoder, "scaling") as ColumnScaling, numbers);
            if (read.Mask is { } mask)
                steps = graph.Node("Where", [graph.Unsqueeze(mask, 2), steps, graph.Number(0)]);
        }
        var sequence = new OnnxSequence(steps, read.Lengths, read.Mask);
        return sequence with { Steps = OnnxRecurrence.Write(graph, Part(encoder, "recurrent"), architecture.Stack, sequence) };
    }

    private (string? Lengths, string? Mask) Lengths(string steps, string column)
    {
        if (!withLengths)
            return (null, null);
        var given = graph.Input($"{column}.Length", OnnxType.Int64, OnnxSize.Batch);
        var lengths = graph.Node("Max", [given, graph.Whole(1)]);
        var time = graph.Node("Squeeze", [graph.Node("Slice", [graph.Node("Shape", [steps]), graph.Wholes(1), graph.Wholes(2)])]);
        var places = graph.Unsqueeze(graph.Node("Range", [graph.Whole(0), time, graph.Whole(1)]), 0);
        return (lengths, graph.Node("Less", [places, graph.Unsqueeze(lengths, 1)]));
    }

    // (batch, output): what was answered last, of what read backwards its first.
    private string Last(OnnxSequence encoded, RecurrentStackArchitecture stack)
    {
        var last = AtEnd(encoded);
        if (!stack.Bidirectional)
            return last;
        var ahead = graph.Node("Slice", [last, graph.Wholes(0), graph.Wholes(stack.HiddenSize), graph.Wholes(1)]);
        var back = graph.Node(
            "Slice", [At(encoded.Steps, 0), graph.Wholes(stack.HiddenSize), graph.Wholes(2L * stack.HiddenSize), graph.Wholes(1)]);
        return graph.Node("Concat", [ahead, back], ("axis", 1L));
    }

    private string AtEnd(OnnxSequence encoded)
    {
        if (encoded.Lengths is not { } lengths)
            return At(encoded.Steps, -1);
        var places = graph.Unsqueeze(graph.Node("Sub", [lengths, graph.Whole(1)]), 1); // (batch, 1)
        return graph.Node("GatherND", [encoded.Steps, places], ("batch_dims", 1L));
    }

    private string At(string steps, long place) => graph.Node("Gather", [steps, graph.Whole(place)], ("axis", 1L));

    private string Slice(string steps, long from, long to) =>
        graph.Node("Slice", [steps, graph.Wholes(from), graph.Wholes(to), graph.Wholes(1)]);

    // (batch, time, 1): equal shares of the steps within each sequence
    private string Shares(OnnxSequence encoded)
    {
        if (encoded.Mask is not { } mask)
        {
            var one = graph.Node("Add", [graph.Node("Mul", [Column(encoded.Steps), graph.Number(0)]), graph.Number(1)]);
            return graph.Node("Div", [one, graph.Sum(one, 1, keep: true)]);
        }
        var within = graph.Cast(graph.Unsqueeze(mask, 2), OnnxType.Single);
        return graph.Node("Div", [within, graph.Sum(within, 1, keep: true)]);
    }

    private string Column(string steps) => graph.Node("Slice", [steps, graph.Wholes(0), graph.Wholes(1), graph.Wholes(2)]);

    private string Attention(nn.Module network, OnnxSequence encoded)
    {
        var looked = graph.Node(
            "Tanh", [DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "attention"), encoded.Steps)]);
        var energy = DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "importance"), looked); // (batch, time, 1)
        if (encoded.Mask is { } mask)
            energy = graph.Node(
                "Where", [graph.Unsqueeze(mask, 2), energy, graph.Number(float.NegativeInfinity)]);
        return graph.Node("Softmax", [energy], ("axis", 1L));
    }

    private string WeightedSum(OnnxSequence encoded, string weights) =>
        graph.Sum(graph.Node("Mul", [encoded.Steps, weights]), 1, keep: false);
}
