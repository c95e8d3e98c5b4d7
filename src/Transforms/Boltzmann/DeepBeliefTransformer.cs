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
public sealed class DeepBeliefTransformer : ScoringTransformer, IArchived<DeepBeliefTransformer, DeepBeliefDescription, DeepBeliefNetwork>
{
    private readonly DeepBeliefDescription _description;
    private readonly DeepBeliefNetwork _network;

    internal DeepBeliefTransformer(
        IHostEnvironment environment, DeepBeliefDescription description, DeepBeliefNetwork network, Device device)
        : base(
            environment, description, network, device,
            [description.InputAs(null)],
            ScoredOutputs.Of(new VectorOutput(description.Columns.Output, description.Architecture.TopSize), rows => network.call(rows[0])))
    {
        _description = description;
        _network = network;
    }

    /// <summary>
    /// What happened in each layer, from the data upwards; <see cref="NetworkTransformer.TrainingHistory"/> is the last of them.
    /// </summary>
    public IReadOnlyList<TrainingHistory> PretrainingHistories => _description.Pretraining;

    /// <summary>Number of hidden units of each layer, from the data upwards.</summary>
    public IReadOnlyList<int> HiddenSizes => [.. _network.Architecture.Machines.Select(machine => machine.HiddenSize)];

    internal DeepBeliefArchitecture Architecture => _network.Architecture;

    internal override TransferWeights Transferable()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var functions = Architecture.Machines.Select(machine => machine.HiddenUnits == HiddenUnits.Bernoulli
            ? Activation.Sigmoid : Activation.ReLU).Distinct().ToArray();
        return TransferWeights.CopyOf(_network.Unrolled()) with { HiddenFunction = string.Join(" and ", functions) };
    }

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
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        using var random = new GibbsRandom(seed ?? Environment.Register("Sampling").Rand.Next(), Device);
        return RowArrays.Read(_network.Sample(count, gibbsSteps, means, random)); // (count, visible)
    }

    /// <summary>Passes rows up to the top and down again, by means.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <returns>The data, with the input column replaced by its reconstruction: a vector of the same size and scale.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public IDataView Reconstruct(IDataView data) => View(
        data, Inputs, rows => Reconstruct(rows[0]),
        new(VectorOutput.LikeSlotsOf(_description.Columns.Input, _description.Architecture.VisibleSize, _description.Columns.Input),
            restored => restored));

    static DeepBeliefTransformer IArchived<DeepBeliefTransformer, DeepBeliefDescription, DeepBeliefNetwork>.From(
        DeepBeliefDescription description, DeepBeliefNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    private Tensor Reconstruct(Tensor input)
    {
        var current = _network.call(input); // (batch, top)
        foreach (var machine in _network.Machines.Reverse())
            current = machine.Restore(machine.VisibleMean(current)); // (batch, visible of this machine)
        return current;
    }
}
