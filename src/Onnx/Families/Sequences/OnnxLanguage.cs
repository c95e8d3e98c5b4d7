using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using TorchSharp;
using TorchSharp.Modules;

namespace DeepML.Onnx;

/// <summary>Writes language models: how surprising a sequence is, and what may follow it.</summary>
/// <param name="graph">The graph.</param>
/// <param name="sequences">Writes sequences into it.</param>
internal sealed class OnnxLanguage(OnnxGraph graph, OnnxSequences sequences)
{
    /// <summary>What stands behind the name of the column in the name of the logarithms of what may follow.</summary>
    public const string Next = ".Next";

    /// <summary>Writes a model of characters, which are given by their numbers.</summary>
    public void Write(TokenLanguageNetwork network, CharacterLanguageDescription description)
    {
        var characters = graph.Input($"{description.InputColumn}.Characters", OnnxType.Int64, OnnxSize.Batch, OnnxSize.Time);
        Write(network, sequences.Measured(characters, description.InputColumn), description.OutputColumn, description.ContextLength);
    }

    /// <summary>Writes a model of keys.</summary>
    public void Write(TokenLanguageNetwork network, SequenceLanguageDescription description)
    {
        var keys = graph.Cast(
            graph.Input(description.InputColumn, OnnxType.UInt32, OnnxSize.Batch, OnnxSize.Time), OnnxType.Int64);
        var missing = graph.Whole(TokenTexts.Missing(description.Shape.KeyCount));
        var tokens = graph.Node("Where", [graph.Node("Equal", [keys, graph.Whole(0)]), missing, keys]);
        Write(network, sequences.Measured(tokens, description.InputColumn), description.OutputColumn, description.ContextLength);
    }

    // A model without a state of one size reads longer sequences in windows: those have no answer here.
    private void Write(TokenLanguageNetwork network, OnnxSequence sequence, string output, int context)
    {
        int? most = network.Language.CarriesState ? null : context;
        var tokens = sequences.Within(sequence.Steps, sequence, graph.Whole(0), 2);
        var first = graph.Node("Mul", [Steps(tokens, graph.Wholes(0), graph.Wholes(1)), graph.Whole(0)]); // the end of another sequence
        var read = graph.Node("Concat", [first, tokens], ("axis", 1L)); // (batch, time + 1)
        var likelihood = graph.Node("LogSoftmax", [Logits(network, Cut(read, most))], ("axis", 2L)); // (batch, …, tokens)
        var time = graph.Unsqueeze(sequences.Time(sequence.Steps), 0); // (1)
        WriteBits(sequence, tokens, Steps(likelihood, graph.Wholes(0), time), Length(sequence, time), output, most);
        WriteNext(sequence, likelihood, Length(sequence, time), output, most, network.Language.TokenCount);
    }

    private void WriteBits(OnnxSequence sequence, string tokens, string likelihood, string length, string output, int? most)
    {
        var own = graph.Node("GatherElements", [likelihood, graph.Unsqueeze(Cut(tokens, most), 2)], ("axis", 2L)); // (batch, time, 1)
        var known = sequence.Own is { } mask
            ? graph.Node("Where", [graph.Unsqueeze(Cut(mask, most), 2), own, graph.Number(0)])
            : own;
        var nats = graph.Node("Div", [graph.Sum(known, 1, keep: false), graph.Cast(length, OnnxType.Single)]); // (batch, 1)
        var bits = graph.Node("Div", [nats, graph.Number(-MathF.Log(2))]);
        graph.Output(output, Unless(Past(length, most), bits), OnnxType.Single, OnnxSize.Batch, 1);
    }

    private void WriteNext(OnnxSequence sequence, string likelihood, string length, string output, int? most, int tokens)
    {
        var at = most is { } context ? graph.Node("Min", [length, graph.Whole(context - 1)]) : length;
        var next = sequence.Lengths is null
            ? sequences.At(likelihood, -1)
            : graph.Node("GatherND", [likelihood, at], ("batch_dims", 1L));
        graph.Output(output + Next, Unless(Past(length, most - 1), next), OnnxType.Single, OnnxSize.Batch, tokens);
    }

    private string Logits(TokenLanguageNetwork network, string tokens)
    {
        var weights = network.state_dict();
        var steps = new OnnxSequence(graph.Node("Gather", [graph.Weight(weights["embedding.weight"]), tokens])); // nothing looks ahead
        var left = OnnxRecurrence.Write(graph, OnnxLayers.Part(network, "recurrent"), network.Language.Stack, steps);
        if (OnnxLayers.PartOrNull(network, "answer") is Linear answer)
            return OnnxLayers.DensePerStep(graph, answer, left);
        if (OnnxLayers.PartOrNull(network, "between") is Linear between)
            left = OnnxLayers.DensePerStep(graph, between, left);
        using var turned = weights["embedding.weight"].detach().t();
        return graph.Node("Add", [graph.Node("MatMul", [left, graph.Weight(turned)]), graph.Weight(weights["bias"])]);
    }

    // (batch, 1), or (1) where all fill the time: the tokens of each sequence
    private string Length(OnnxSequence sequence, string time)
    {
        if (sequence.Own is not { } own)
            return time;
        return graph.Sum(graph.Cast(own, OnnxType.Int64), 1, keep: true);
    }

    private string? Past(string length, int? most) => most is { } limit ? graph.Node("Greater", [length, graph.Whole(limit)]) : null;

    private string Unless(string? isPast, string value) =>
        isPast is null ? value : graph.Node("Where", [isPast, graph.Number(float.NaN), value]);

    private string Cut(string steps, int? most) => most is { } limit ? Steps(steps, graph.Wholes(0), graph.Wholes(limit)) : steps;

    private string Steps(string steps, string from, string to) => graph.Node("Slice", [steps, from, to, graph.Wholes(1)]);
}
