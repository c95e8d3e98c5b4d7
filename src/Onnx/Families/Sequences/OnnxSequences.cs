using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
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
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="network">The network.</param>
    /// <param name="column">The column of sequences.</param>
    /// <param name="layer">Its layer that is asked for: 0 for the mean of the steps, 1 for the summary, 2 for the answer.</param>
    public string Write(OnnxRows rows, RecurrentSequenceNetwork network, SequenceInput column, int layer = 2)
    {
        var architecture = (RecurrentSequenceArchitecture)network.Architecture;
        var encoded = Encode(rows, Part(network, "encoder"), architecture.Encoder, column);
        if (layer == 0)
            return Mean(encoded);
        var summary = architecture.Pooling == SequencePooling.Last
            ? Last(encoded, architecture.Encoder.Stack)
            : architecture.Pooling == SequencePooling.Mean ? Mean(encoded) : Weighted(encoded, Energies(network, encoded));
        return layer == 1 ? summary : OnnxLayers.Write(graph, Part(network, "answer"), summary);
    }

    /// <summary>Writes a tagger: its tags from 1, and -1 behind the end.</summary>
    public void WriteTags(OnnxRows rows, RecurrentTaggingNetwork network, SequenceInput column, string output)
    {
        var (encoded, answers) = Answers(rows, network, column);
        var tags = graph.Node("Add", [graph.Node("ArgMax", [answers], ("axis", 2L), ("keepdims", 0L)), graph.Whole(1)]);
        if (encoded.Own is { } own)
            tags = graph.Node("Where", [own, tags, graph.Whole(-1)]);
        graph.Output(output, rows.Or(tags, graph.Whole(-1)), OnnxType.Int64, OnnxSize.Batch, OnnxSize.Time);
    }

    /// <summary>Writes numbers for every step: NaN behind the end.</summary>
    public void WriteNumbers(
        OnnxRows rows, RecurrentTaggingNetwork network, SequenceInput column, VectorRegressionHead numbers, string output)
    {
        var (encoded, answers) = Answers(rows, network, column);
        WriteSteps(rows, encoded with { Steps = OnnxHeads.InUnits(graph, numbers, answers) }, numbers.AnswerSize, output);
    }

    /// <summary>Writes what a network that finds masked keys gives of a sequence.</summary>
    public void WriteFeatures(OnnxRows rows, MaskedTokenNetwork network, SequenceInput column, TokenFeatures features, string output)
    {
        var architecture = ((MaskedTokenArchitecture)network.Architecture).Encoder;
        var encoded = Encode(rows, Part(network, "encoder"), architecture, column);
        var size = architecture.Stack.OutputSize;
        if (features == TokenFeatures.PerToken)
            WriteSteps(rows, encoded, size, output);
        else
            rows.Numbers(output, features == TokenFeatures.First ? At(encoded.Steps, 0) : Mean(encoded), size);
    }

    /// <summary>The sequences of a column, how long each is, and which steps it has.</summary>
    /// <param name="steps">(batch, time, …).</param>
    /// <param name="column">The column.</param>
    /// <param name="most">Steps that there are at most; null for any number.</param>
    public OnnxSequence Measured(string steps, string column, int? most = null)
    {
        if (!withLengths)
            return new OnnxSequence(steps);
        var given = graph.Input($"{column}.Length", OnnxType.Int64, OnnxSize.Batch);
        if (most is { } limit)
            given = graph.Node("Min", [given, graph.Whole(limit)]);
        var lengths = graph.Node("Max", [given, graph.Whole(1)]); // an empty sequence is one of a missing step
        var places = graph.Unsqueeze(graph.Node("Range", [graph.Whole(0), Time(steps), graph.Whole(1)]), 0);
        string Before(string ends) => graph.Node("Less", [places, graph.Unsqueeze(ends, 1)]);
        return new OnnxSequence(steps, lengths, Before(lengths), Before(given));
    }

    /// <summary>What is within sequences; elsewhere something else.</summary>
    /// <param name="steps">(batch, time), or (batch, time, numbers).</param>
    /// <param name="sequence">Which steps are.</param>
    /// <param name="elsewhere">Stands behind the ends.</param>
    /// <param name="rank">Dimensions of the steps.</param>
    public string Within(string steps, OnnxSequence sequence, string elsewhere, int rank) => sequence.Own is not { } own
        ? steps
        : graph.Node("Where", [rank == 2 ? own : graph.Unsqueeze(own, 2), steps, elsewhere]);

    /// <summary>The number of steps, of no dimension.</summary>
    public string Time(string steps) =>
        graph.Node("Squeeze", [graph.Node("Slice", [graph.Node("Shape", [steps]), graph.Wholes(1), graph.Wholes(2)])]);

    /// <summary>The mean over the steps of each sequence, (batch, numbers).</summary>
    public string Mean(OnnxSequence encoded) => WeightedSum(encoded, Shares(encoded));

    /// <summary>The mean over the steps of each sequence with the weights softmax(energy).</summary>
    /// <param name="encoded">(batch, time, numbers).</param>
    /// <param name="energy">(batch, time, 1).</param>
    /// <returns>(batch, numbers).</returns>
    public string Weighted(OnnxSequence encoded, string energy) => WeightedSum(encoded, Softmax(encoded, energy));

    /// <summary>The answer at one place of each sequence, (batch, numbers); -1 is the last of those that all fill the time.</summary>
    public string At(string steps, long place) => graph.Node("Gather", [steps, graph.Whole(place)], ("axis", 1L));

    /// <summary>Reads a column of sequences.</summary>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="encoder">What reads them.</param>
    /// <param name="architecture">Its sizes.</param>
    /// <param name="column">The column.</param>
    /// <returns>(batch, time, output).</returns>
    public OnnxSequence Encode(OnnxRows rows, nn.Module encoder, SequenceEncoderArchitecture architecture, SequenceInput column) =>
        Encode(encoder, architecture, Read(rows, encoder, architecture, column));

    /// <summary>Writes the layers of an encoder.</summary>
    /// <param name="encoder">What reads sequences.</param>
    /// <param name="architecture">Its sizes.</param>
    /// <param name="sequence">Of <see cref="Read"/>.</param>
    /// <returns>(batch, time, output).</returns>
    public OnnxSequence Encode(nn.Module encoder, SequenceEncoderArchitecture architecture, OnnxSequence sequence) =>
        sequence with { Steps = OnnxRecurrence.Write(graph, Part(encoder, "recurrent"), architecture.Stack, sequence) };

    /// <summary>A column of keys, (batch, time), int64: as many steps as are read at most.</summary>
    public string Keys(SequenceInput column)
    {
        var keys = graph.Input(column.Name, OnnxType.UInt32, OnnxSize.Batch, OnnxSize.Time);
        return Cut(graph.Cast(keys, OnnxType.Int64), column.Shape.MaximumLength);
    }

    /// <summary>A column of sequences as the layers of an encoder read it.</summary>
    /// <inheritdoc cref="Encode(OnnxRows, nn.Module, SequenceEncoderArchitecture, SequenceInput)" path="/param"/>
    /// <returns>(batch, time, numbers).</returns>
    public OnnxSequence Read(OnnxRows rows, nn.Module encoder, SequenceEncoderArchitecture architecture, SequenceInput column)
    {
        var most = column.Shape.MaximumLength;
        OnnxSequence sequence;
        if (architecture.KeyCount > 0)
        {
            var keys = Keys(column);
            sequence = Measured(keys, column.Name, most);
            var places = Within(keys, sequence, graph.Whole(0), 2);
            sequence = sequence with { Steps = graph.Node("Gather", [graph.Weight(encoder.state_dict()["embedding.weight"]), places]) };
        }
        else
        {
            var given = Cut(
                graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, OnnxSize.Time, architecture.StepSize), most);
            sequence = Measured(given, column.Name, most);
            var numbers = Within(given, sequence, graph.Number(0), 3);
            rows.Judge(numbers, 3);
            if (PartOrNull(encoder, "scaling") is ColumnScaling scaling)
                numbers = Within(OnnxScaling.Write(graph, scaling, numbers), sequence, graph.Number(0), 3);
            if (architecture.Front is { } pictures)
                numbers = Within(
                    OnnxFront.Features(graph, Part<PictureFront>(encoder, "front"), pictures, numbers), sequence, graph.Number(0), 3);
            sequence = sequence with { Steps = numbers };
        }
        return sequence;
    }

    /// <summary>What was answered last, of what was read backwards its first: (batch, output).</summary>
    public string Last(OnnxSequence encoded, RecurrentStackArchitecture stack)
    {
        var last = AtEnd(encoded);
        if (!stack.Bidirectional)
            return last;
        var ahead = graph.Node("Slice", [last, graph.Wholes(0), graph.Wholes(stack.HiddenSize), graph.Wholes(1)]);
        var back = graph.Node(
            "Slice", [At(encoded.Steps, 0), graph.Wholes(stack.HiddenSize), graph.Wholes(2L * stack.HiddenSize), graph.Wholes(1)]);
        return graph.Node("Concat", [ahead, back], ("axis", 1L));
    }

    /// <summary>Writes the mean of the steps of a network that answers for each.</summary>
    /// <returns>(batch, numbers).</returns>
    public string WriteMean(OnnxRows rows, RecurrentTaggingNetwork network, SequenceInput column) =>
        Mean(Encode(rows, Part(network, "encoder"), ((RecurrentTaggingArchitecture)network.Architecture).Encoder, column));

    /// <summary>Writes a network that answers for each step.</summary>
    /// <returns>What was read, and (batch, time, answers).</returns>
    public (OnnxSequence Encoded, string Answers) Answers(OnnxRows rows, RecurrentTaggingNetwork network, SequenceInput column)
    {
        var encoded = Encode(rows, Part(network, "encoder"), ((RecurrentTaggingArchitecture)network.Architecture).Encoder, column);
        return (encoded, DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "answer"), encoded.Steps));
    }

    /// <summary>Adds an output of numbers for every step: NaN behind the end.</summary>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="steps">(batch, time, size).</param>
    /// <param name="size">Numbers of a step.</param>
    /// <param name="output">Its name.</param>
    public void WriteSteps(OnnxRows rows, OnnxSequence steps, int size, string output) => graph.Output(
        output, rows.Or(Within(steps.Steps, steps, graph.Number(float.NaN), 3), graph.Number(float.NaN), rank: 3),
        OnnxType.Single, OnnxSize.Batch, OnnxSize.Time, size);

    private string Cut(string steps, int most) =>
        graph.Node("Slice", [steps, graph.Wholes(0), graph.Wholes(most), graph.Wholes(1)]);

    private string AtEnd(OnnxSequence encoded)
    {
        if (encoded.Lengths is not { } lengths)
            return At(encoded.Steps, -1);
        var places = graph.Unsqueeze(graph.Node("Sub", [lengths, graph.Whole(1)]), 1); // (batch, 1)
        return graph.Node("GatherND", [encoded.Steps, places], ("batch_dims", 1L));
    }

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

    private string Energies(nn.Module network, OnnxSequence encoded)
    {
        var looked = graph.Node(
            "Tanh", [DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "attention"), encoded.Steps)]);
        return DensePerStep(graph, Part<TorchSharp.Modules.Linear>(network, "importance"), looked); // (batch, time, 1)
    }

    // (batch, time, 1): shares by their energies of the steps within each sequence
    private string Softmax(OnnxSequence encoded, string energy)
    {
        if (encoded.Mask is { } mask)
            energy = graph.Node(
                "Where", [graph.Unsqueeze(mask, 2), energy, graph.Number(float.NegativeInfinity)]);
        return graph.Node("Softmax", [energy], ("axis", 1L));
    }

    private string WeightedSum(OnnxSequence encoded, string weights) =>
        graph.Sum(graph.Node("Mul", [encoded.Steps, weights]), 1, keep: false);
}
