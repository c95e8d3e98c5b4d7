using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted recurrent tagger: adds a tag for every step of each sequence.</summary>
[ArchiveKind("SequenceTagger", version: 1)]
public sealed class SequenceTaggerTransformer : NetworkTransformer, IArchived<SequenceTaggerTransformer>
{
    private readonly SequenceTaggerDescription _description;
    private readonly RecurrentTaggingNetwork _network;

    internal SequenceTaggerTransformer(IHostEnvironment environment, SequenceTaggerDescription description, RecurrentTaggingNetwork network, Device device)
        : base(environment, network, device)
    {
        _description = description;
        _network = network;
        TrainingHistory = description.History;
        Inputs = [new SequenceInput(description.InputColumn, "input", shape: description.Shape)];
        Outputs = [new KeySequenceOutput(description.OutputColumn, description.Architecture.TagCount, description.Shape.MaximumLength, KeySequences.Annotations(description.TagValues))];
    }

    /// <summary>Steps that are read of a sequence; what lies behind them gets no tag.</summary>
    public int MaximumLength => _description.Shape.MaximumLength;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<OutputColumn> Outputs { get; }

    internal override object Description => _description;

    internal override Tensor?[] Score(Tensor[] inputs, bool[] wanted)
    {
        var lengths = inputs[0].narrow(1, inputs[0].size(1) - 1, 1); // (batch, 1)
        var tags = _network.call(inputs[0]).argmax(2).Plus(1L); // (batch, time): ML.NET keys start at 1
        var unused = _description.Shape.MaximumLength - tags.size(1);
        var padded = cat([tags.to(ScalarType.Float32), zeros(tags.size(0), unused, device: tags.device), lengths], 1); // (batch, maximum length + 1)
        return [padded];
    }

    static SequenceTaggerTransformer IArchived<SequenceTaggerTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<SequenceTaggerDescription>();
        var network = new RecurrentTaggingNetwork(description.Architecture);
        archive.LoadInto(network);
        return new SequenceTaggerTransformer(environment, description, network, CPU);
    }
}

/// <summary>What is saved of a tagger beside its weights.</summary>
internal sealed record SequenceTaggerDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, RecurrentTaggingArchitecture Architecture, KeyValues? TagValues, TrainingHistory History);
