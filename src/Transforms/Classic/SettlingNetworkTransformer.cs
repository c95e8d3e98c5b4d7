using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A recurrent network with given weights: adds the state that it settles in when it begins at the input.</summary>
[ArchiveKind("SettlingNetwork", version: 1)]
public sealed class SettlingNetworkTransformer
    : ScoringTransformer, IArchived<SettlingNetworkTransformer, SettlingDescription, SettlingNetwork>
{
    internal SettlingNetworkTransformer(
        IHostEnvironment environment, SettlingDescription description, SettlingNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new VectorInput(description.Columns.Input, "input", description.Architecture.Units)],
            ScoredOutputs.Of(
                rows => network.Settle(rows[0]), description.Columns.Outputs(description.Architecture.Units, network.Energy)))
    {
    }

    /// <summary>Number of units: numbers of the input column, and of the output column.</summary>
    public int UnitCount => ((SettlingDescription)Description).Architecture.Units;

    static SettlingNetworkTransformer IArchived<SettlingNetworkTransformer, SettlingDescription, SettlingNetwork>.From(
        SettlingDescription description, SettlingNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a settling network beside its weights.</summary>
internal sealed record SettlingDescription(SettledColumns Columns, SettlingArchitecture Architecture) : IModelDescription<SettlingNetwork>
{
    // Nothing was trained: the weights were given.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.Units, nameof(Architecture.Units));
        Sound.InRange(Architecture.MaximumSteps, 1, SettledColumns.MostSteps, nameof(Architecture.MaximumSteps));
        Sound.That(Enum.IsDefined(Architecture.Function), "Function is none that is known");
        Sound.That(Architecture.Tolerance >= 0 && double.IsFinite(Architecture.Tolerance), "Tolerance is not at least 0");
    }

    /// <inheritdoc/>
    public SettlingNetwork CreateNetwork() => new(Architecture);
}
