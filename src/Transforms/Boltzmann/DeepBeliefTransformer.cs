using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted deep belief network: adds the means of its top layer, and can draw and reconstruct rows.</summary>
[ArchiveKind("DeepBeliefNetwork", version: 1)]
public sealed class DeepBeliefTransformer : NetworkTransformer, IArchived<DeepBeliefTransformer>
{
    private readonly DeepBeliefColumns _columns;
    private readonly DeepBeliefNetwork _network;

    internal DeepBeliefTransformer(
        IHostEnvironment environment, DeepBeliefColumns columns, DeepBeliefNetwork network, IReadOnlyList<TrainingHistory> pretraining, Device device)
        : base(environment, network, device)
    {
        _columns = columns;
        _network = network;
        PretrainingHistories = pretraining;
        TrainingHistory = pretraining[^1];
        Inputs = [new VectorInput(columns.Input, "input", network.Architecture.VisibleSize)];
        Outputs = [new VectorOutput(columns.Output, network.Architecture.TopSize)];
    }

    /// <summary>What happened in each layer, from the data upwards; <see cref="NetworkTransformer.TrainingHistory"/> is the last of them.</summary>
    public IReadOnlyList<TrainingHistory> PretrainingHistories { get; }

    /// <summary>Number of hidden units of each layer, from the data upwards.</summary>
    public IReadOnlyList<int> HiddenSizes => [.. _network.Architecture.Machines.Select(machine => machine.HiddenSize)];

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<OutputColumn> Outputs { get; }

    internal override object Description => new DeepBeliefDescription(_columns, _network.Architecture, [.. PretrainingHistories]);

    /// <summary>Draws rows: Gibbs sampling in the top two layers, then one pass downwards.</summary>
    /// <param name="count">Rows to draw; at least 1.</param>
    /// <param name="gibbsSteps">Full steps in the top two layers; at least 1.</param>
    /// <param name="means">Whether to return the visible means (smooth pictures) instead of what is drawn from them.</param>
    /// <param name="seed">Fixes every draw; null draws it from the environment.</param>
    /// <returns>Arrays of as many numbers as the input column has, in its scale.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count or the number of steps is below 1.</exception>
    public IReadOnlyList<float[]> Sample(int count, int gibbsSteps = 1000, bool means = false, int? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(gibbsSteps, 1);
        CheckAlive();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        using var random = new GibbsRandom(seed ?? Environment.Register("Sampling").Rand.Next(), Device);
        return RowArrays.Read(_network.Sample(count, gibbsSteps, means, random)); // (count, visible)
    }

    /// <summary>Passes rows up to the top and down again, by means.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <returns>The data, with the input column replaced by its reconstruction: a vector of the same size and scale.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public IDataView Reconstruct(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        CheckAlive();
        var output = new VectorOutput(_columns.Input, _network.Architecture.VisibleSize);
        return new ScoringView(new Scorer(Inputs, [output], Device, (inputs, _) => [Reconstruct(inputs[0])]), data);
    }

    internal override Tensor?[] Score(Tensor[] inputs, bool[] wanted) => [_network.call(inputs[0])];

    static DeepBeliefTransformer IArchived<DeepBeliefTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<DeepBeliefDescription>();
        if (description.Architecture.Machines.Length == 0 || description.Pretraining.Length != description.Architecture.Machines.Length)
            throw new FormatException("The model's description has no layers, or not a history for each: the file is damaged.");
        var network = new DeepBeliefNetwork(description.Architecture);
        archive.LoadInto(network);
        return new DeepBeliefTransformer(environment, description.Columns, network, description.Pretraining, CPU);
    }

    private Tensor Reconstruct(Tensor input)
    {
        var current = _network.call(input); // (batch, top)
        foreach (var machine in _network.Machines.Reverse())
            current = machine.Restore(machine.VisibleMean(current)); // (batch, visible of this machine)
        return current;
    }
}
