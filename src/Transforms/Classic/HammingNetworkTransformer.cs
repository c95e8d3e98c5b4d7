using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A Hamming network: adds Score and PredictedLabel, the class of the stored row that wins.</summary>
/// <remarks>
/// Score is the softmax of what is left of each class when the competition is over: nearly alike if nearly all agree alike.
/// </remarks>
[ArchiveKind("HammingNetwork", version: 1)]
public sealed class HammingNetworkTransformer
    : PredictionTransformer, IArchived<HammingNetworkTransformer, HammingDescription, HammingNetwork>
{
    private readonly HammingNetwork _network;

    internal HammingNetworkTransformer(
        IHostEnvironment environment, HammingDescription description, HammingNetwork network, Device device)
        : base(
            environment, description, network, device, description.Head,
            new VectorInput(description.FeatureColumn, "feature", description.Architecture.Inputs), network.call) => _network = network;

    /// <summary>The rows that are stored, equal ones of a class once.</summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<float[]> Prototypes
    {
        get
        {
            using var use = Use();
            return RowArrays.Read(_network.Prototypes);
        }
    }

    /// <summary>How long the stored rows compete.</summary>
    /// <param name="data">Data with the feature column.</param>
    /// <param name="outputColumnName">Name of the column that is added: a float, the steps until one was left.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type or size.</exception>
    public IDataView StepsToSettle(IDataView data, string outputColumnName = "Steps") =>
        View(data, Inputs, rows => _network.Compete(rows[0]).Steps, new(new ScalarOutput(outputColumnName), steps => steps));

    private protected override PredictionTransformer With(PredictionHead head) =>
        new HammingNetworkTransformer(Environment, (HammingDescription)Description with { Head = head }, _network, Device);

    static HammingNetworkTransformer IArchived<HammingNetworkTransformer, HammingDescription, HammingNetwork>.From(
        HammingDescription description, HammingNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a Hamming network beside its prototypes.</summary>
internal sealed record HammingDescription(string FeatureColumn, HammingArchitecture Architecture, PredictionHead Head)
    : IModelDescription<HammingNetwork>
{
    // Rows are stored at once: there are no epochs.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.Inputs, nameof(Architecture.Inputs));
        Sound.Size(Architecture.Prototypes, nameof(Architecture.Prototypes));
        Sound.InRange(Architecture.Inhibition, 0, 1, nameof(Architecture.Inhibition));
        Sound.InRange(Architecture.MaximumSteps, 1, SettledColumns.MostSteps, nameof(Architecture.MaximumSteps));
        Head.Check(Architecture.Classes);
    }

    /// <inheritdoc/>
    public HammingNetwork CreateNetwork() => new(Architecture);
}
