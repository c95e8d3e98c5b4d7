using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A memory of patterns of -1 and 1: adds the pattern that a damaged one reminds it of.</summary>
[ArchiveKind("HopfieldMemory", version: 1)]
public sealed class HopfieldMemoryTransformer
    : ScoringTransformer, IArchived<HopfieldMemoryTransformer, HopfieldDescription, HopfieldNetwork>
{
    private readonly HopfieldNetwork _network;

    internal HopfieldMemoryTransformer(
        IHostEnvironment environment, HopfieldDescription description, HopfieldNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new VectorInput(description.Columns.Input, "input", description.Architecture.Units)],
            ScoredOutputs.Of(
                rows => network.Recall(rows[0]), description.Columns.Outputs(description.Architecture.Units, network.Energy))) =>
        _network = network;

    /// <summary>Bits of a pattern.</summary>
    public int UnitCount => _network.Architecture.Units;

    /// <summary>Patterns that were stored, equal ones counted once.</summary>
    public int PatternCount => ((HopfieldDescription)Description).Patterns;

    /// <summary>Patterns per unit: Hebb's rule holds up to about 0.138 of random ones, and recalls few errors below 0.1.</summary>
    public double PatternsPerUnit => (double)PatternCount / UnitCount;

    /// <summary>The weights of each unit, one array of <see cref="UnitCount"/> numbers per unit; symmetric, 0 for itself.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<float[]> Weights
    {
        get
        {
            using var use = Use();
            return RowArrays.Read(_network.Weight);
        }
    }

    static HopfieldMemoryTransformer IArchived<HopfieldMemoryTransformer, HopfieldDescription, HopfieldNetwork>.From(
        HopfieldDescription description, HopfieldNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a memory beside its weights.</summary>
internal sealed record HopfieldDescription(SettledColumns Columns, HopfieldArchitecture Architecture, int Patterns)
    : IModelDescription<HopfieldNetwork>
{
    // Patterns are stored at once: there are no epochs.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.Units, nameof(Architecture.Units));
        Sound.InRange(Architecture.MaximumSweeps, 1, SettledColumns.MostSteps, nameof(Architecture.MaximumSweeps));
        Sound.InRange(Patterns, 1, int.MaxValue, nameof(Patterns));
    }

    /// <inheritdoc/>
    public HopfieldNetwork CreateNetwork() => new(Architecture);
}
