using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>The last part of an ensemble: adds Score, PredictedLabel and Probability from those of its members.</summary>
[ArchiveKind("EnsembleAverage", version: 1)]
public sealed class EnsembleAverageTransformer
    : ScoringTransformer, IArchived<EnsembleAverageTransformer, EnsembleDescription, AverageNetwork>
{
    internal EnsembleAverageTransformer(
        IHostEnvironment environment, EnsembleDescription description, AverageNetwork network, Device device)
        : base(
            environment, description, network, device, description.Inputs(),
            ScoredOutputs.Of(members => network.call(Stacked(members)), description.Outputs()))
    {
    }

    /// <summary>Models whose answers are averaged.</summary>
    public int MemberCount => ((EnsembleDescription)Description).Architecture.Members;

    static EnsembleAverageTransformer IArchived<EnsembleAverageTransformer, EnsembleDescription, AverageNetwork>.From(
        EnsembleDescription description, AverageNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    // (batch, size) or (batch) of each → (batch, members, size)
    private static Tensor Stacked(Tensor[] members) => stack([.. members.Select(m => m.dim() == 1 ? m.unsqueeze(1) : m)], 1);
}

/// <summary>What is saved of an average.</summary>
/// <param name="Columns">What each member has said, one column for each.</param>
/// <param name="Head">What the average answers with.</param>
/// <param name="Architecture">The average.</param>
internal sealed record EnsembleDescription(string[] Columns, PredictionHead Head, AverageArchitecture Architecture)
    : IModelDescription<AverageNetwork>
{
    // The members have histories of their own.
    TrainingHistory IModelDescription.History { get; } = new();

    /// <summary>The columns that are read.</summary>
    public IReadOnlyList<SizedColumn> Inputs() => [.. Columns.Select(SizedColumn (name) => Architecture.Size == 1
        ? ScalarInput.Number(name, "input") : new VectorInput(name, "input", Architecture.Size))];

    /// <summary>The columns that are added.</summary>
    public IReadOnlyList<ScoredOutput<Tensor>> Outputs() =>
        [.. Head.Outputs().Select(output => new ScoredOutput<Tensor>(output.Column, output.Of))];

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.Size, nameof(Architecture.Size));
        Sound.InRange(Architecture.Members, 1, Sound.MostNumbers, nameof(Architecture.Members));
        Sound.Same(Columns.Length, Architecture.Members, "the numbers of members and of their columns");
        Sound.That(Enum.IsDefined(Architecture.Form), "Form is none that is known");
        Head.Check(Architecture.Size);
    }

    /// <inheritdoc/>
    public AverageNetwork CreateNetwork() => new(Architecture);
}
