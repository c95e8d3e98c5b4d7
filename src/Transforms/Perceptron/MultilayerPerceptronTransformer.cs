using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted multilayer perceptron.</summary>
[ArchiveKind(KindName, version: 1)]
public sealed class MultilayerPerceptronTransformer
    : PredictionTransformer, IArchived<MultilayerPerceptronTransformer, MultilayerPerceptronDescription, MultilayerPerceptronNetwork>
{
    private const string KindName = "MultilayerPerceptron";

    private readonly Lazy<DensePass?> _rowPass;

    internal MultilayerPerceptronTransformer(
        IHostEnvironment environment, MultilayerPerceptronDescription description, MultilayerPerceptronNetwork network, Device device)
        : base(
            environment, description, network, device, description.Head,
            description.InputAs(null), network.call) =>
        _rowPass = new Lazy<DensePass?>(() => DensePass.Of(description.Architecture, network));

    private MultilayerPerceptronTransformer(
        IHostEnvironment environment, MultilayerPerceptronDescription description, HeldNetwork network, StoredPerceptron stored)
        : base(
            environment, description, network, new Device(DeviceType.CPU), description.Head, // torch.CPU would load torch
            description.InputAs(null), rows => ((MultilayerPerceptronNetwork)network.Network).call(rows)) =>
        _rowPass = new Lazy<DensePass?>(stored.Pass);

    internal bool ReadsSparse => ((MultilayerPerceptronDescription)Description).Architecture.ReadsSparse;

    /// <summary>Networks that lie side by side in this one: its hidden layers are so many times as wide as the options said.</summary>
    internal int Networks => ((MultilayerPerceptronDescription)Description).Networks;

    internal TableArchitecture? Table => ((MultilayerPerceptronDescription)Description).Architecture.Table;

    /// <summary>The column or columns that it reads.</summary>
    internal SizedColumn Feature => Inputs[0];

    internal ScalingForm Scaling => ((MultilayerPerceptronDescription)Description).Architecture.Scaling;

    internal override Func<ScoreRow>? CreateRowPass => _rowPass.Value is { } pass ? () => PredictionRow.Create(pass, Predictions) : null;

    internal override TransferWeights Transferable()
    {
        var architecture = ((MultilayerPerceptronDescription)Description).Architecture;
        return base.Transferable() with
        {
            HiddenFunction = TransferWeights.FunctionOf(architecture.HiddenActivation, architecture.ActivationSlope),
        };
    }

    private protected override PredictionTransformer With(PredictionHead head) =>
        new MultilayerPerceptronTransformer(
            Environment, (MultilayerPerceptronDescription)Description with { Head = head }, (MultilayerPerceptronNetwork)Network, Device);

    static MultilayerPerceptronTransformer IArchived<MultilayerPerceptronTransformer, MultilayerPerceptronDescription,
        MultilayerPerceptronNetwork>.From(
        MultilayerPerceptronDescription description, MultilayerPerceptronNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    static bool IArchived<MultilayerPerceptronTransformer, MultilayerPerceptronDescription,
        MultilayerPerceptronNetwork>.AnswersWithoutTorch => true;

    static MultilayerPerceptronTransformer? IArchived<MultilayerPerceptronTransformer, MultilayerPerceptronDescription,
        MultilayerPerceptronNetwork>.WithoutTorch(
        MultilayerPerceptronDescription description, ArchivedWeights weights, IHostEnvironment environment) =>
        StoredPerceptron.Of(description.Architecture, weights) is { } stored
            ? new(environment, description, new HeldNetwork(stored.Network, stored.Seen(KindName)), stored) : null;
}

/// <summary>What is saved of a multilayer perceptron beside its weights.</summary>
internal sealed record MultilayerPerceptronDescription(
    string FeatureColumn, MultilayerPerceptronArchitecture Architecture, PredictionHead Head, TrainingHistory History,
    TableFeature[]? Features = null, bool AllowsMissing = false, int Networks = 1)
    : IModelDescription<MultilayerPerceptronNetwork>, ILayeredDescription
{
    /// <inheritdoc/>
    public SizedColumn InputAs(string? name)
    {
        if (Features is { } features)
            return name is null
                ? new TableInput(features, "feature", AllowsMissing)
                : throw new ArgumentException(
                    $"The network reads the columns {string.Join(", ", features.Select(feature => $"'{feature.Name}'"))} by their names; "
                        + $"there is no '{name}' in place of them.", nameof(name));
        return Architecture.ReadsSparse
            ? new SparseVectorInput(name ?? FeatureColumn, "feature", Architecture.InputSize)
            : new VectorInput(name ?? FeatureColumn, "feature", Architecture.InputSize);
    }

    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.InputSize, nameof(Architecture.InputSize));
        Sound.That(!Architecture.ReadsSparse || Architecture.Scaling != ScalingForm.Curved, "sparse rows have no curved scale");
        ArchitectureChecks.Dense(Architecture.HiddenSizes, Architecture.Dropout, nameof(Architecture.HiddenSizes));
        Sound.InRange(Networks, 1, Sound.MostNumbers, nameof(Networks));
        Sound.That(
            Array.TrueForAll(Architecture.HiddenSizes, size => size % Networks == 0), "a layer is not shared evenly by all networks");
        CheckTable();
        Head.Check(Architecture.OutputSize);
    }

    private void CheckTable()
    {
        Sound.That((Features is null) == (Architecture.Table is null), "of columns and what becomes of them only one is there");
        if (Features is null || Architecture.Table is not { } table)
            return;
        Sound.That(Features.Length > 0, "there are no columns");
        foreach (var feature in Features)
        {
            Sound.InRange(feature.Width, 1, feature.Kind == FeatureKind.Vector ? Sound.MostNumbers : 1, "the width of a column");
            Sound.That(double.IsFinite(feature.Origin), "the origin of a column is no number");
            Sound.That(feature.Categories.Distinct().Count() == feature.Categories.Length, $"column '{feature.Name}' has a category twice");
        }
        var input = new TableInput(Features, "feature", AllowsMissing);
        Sound.Same(input.Numbers, table.Numbers, "the numbers of the columns and of a row");
        Sound.Same(input.Width, Architecture.InputSize, "the numbers of the columns and of a row");
        Sound.Same(table.InputSize, Architecture.InputSize, "the numbers of a row");
        Sound.That(Array.TrueForAll(table.Indicated, i => i >= 0 && i < table.Numbers), "a number that is none is indicated");
        foreach (var (feature, category) in input.Features.Where(feature => feature.IsCategory).Zip(table.Categories))
            Sound.Same(Math.Max(1, feature.Categories.Length), category.Count, $"the categories of column '{feature.Name}'");
    }

    /// <inheritdoc/>
    public MultilayerPerceptronNetwork CreateNetwork() => new(Architecture);
}
