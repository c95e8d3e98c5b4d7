using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted sequence-to-sequence network: writes an output sequence for each input sequence.</summary>
[ArchiveKind("SequenceToSequence", version: 1)]
public sealed class SequenceToSequenceTransformer : NetworkTransformer, IArchived<SequenceToSequenceTransformer>
{
    private readonly SequenceToSequenceDescription _description;
    private readonly SequenceToSequenceNetwork _network;

    internal SequenceToSequenceTransformer(IHostEnvironment environment, SequenceToSequenceDescription description, SequenceToSequenceNetwork network, Device device)
        : base(environment, network, device)
    {
        _description = description;
        _network = network;
        TrainingHistory = description.History;
        Inputs = [new SequenceInput(description.InputColumn, "input", shape: description.Shape)];
        Outputs = [new KeySequenceOutput(description.OutputColumn, description.Architecture.TargetCount, description.MaximumLength, KeySequences.Annotations(description.TargetValues))];
    }

    /// <summary>Sequences kept while decoding; 1 takes the likeliest key at each step.</summary>
    public int BeamWidth => _description.BeamWidth;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<OutputColumn> Outputs { get; }

    internal override object Description => _description;

    /// <summary>The same network with another width of the beam. It shares the weights: dispose only one of the two.</summary>
    /// <param name="beamWidth">At least 1, at most the number of output keys and one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is out of range.</exception>
    public SequenceToSequenceTransformer WithBeam(int beamWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(beamWidth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(beamWidth, _description.Architecture.TargetCount + 1);
        return new SequenceToSequenceTransformer(Environment, _description with { BeamWidth = beamWidth }, _network, Device);
    }

    internal override Tensor?[] Score(Tensor[] inputs, bool[] wanted) =>
        [SequenceDecoder.Decode(_network, inputs[0], _description.BeamWidth, _description.MaximumLength)];

    static SequenceToSequenceTransformer IArchived<SequenceToSequenceTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<SequenceToSequenceDescription>();
        var network = new SequenceToSequenceNetwork(description.Architecture);
        archive.LoadInto(network);
        return new SequenceToSequenceTransformer(environment, description, network, CPU);
    }
}

/// <summary>What is saved of a sequence-to-sequence network beside its weights.</summary>
internal sealed record SequenceToSequenceDescription(
    string OutputColumn, string InputColumn, SequenceShape Shape, SequenceToSequenceArchitecture Architecture, int MaximumLength, int BeamWidth,
    KeyValues? TargetValues, TrainingHistory History);
