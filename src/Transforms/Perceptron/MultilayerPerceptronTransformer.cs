using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted multilayer perceptron.</summary>
[ArchiveKind("MultilayerPerceptron", version: 1)]
public sealed class MultilayerPerceptronTransformer
    : PredictionTransformer, IArchived<MultilayerPerceptronTransformer, MultilayerPerceptronDescription, MultilayerPerceptronNetwork>
{
    private readonly Lazy<DensePass?> _rowPass;

    internal MultilayerPerceptronTransformer(
        IHostEnvironment environment, MultilayerPerceptronDescription description, MultilayerPerceptronNetwork network, Device device)
        : base(
            environment, description, network, device, description.Head,
            Feature(description), network.call) =>
        _rowPass = new Lazy<DensePass?>(() => DensePass.Of(description.Architecture, network));

    internal bool ReadsSparse => ((MultilayerPerceptronDescription)Description).Architecture.ReadsSparse;

    internal ScalingForm Scaling => ((MultilayerPerceptronDescription)Description).Architecture.Scaling;

    internal override Func<ScoreRow>? CreateRowPass => _rowPass.Value is { } pass ? () => PredictionRow.Create(pass, Predictions) : null;

    private static SizedColumn Feature(MultilayerPerceptronDescription description)
    {
        var (name, width) = (description.FeatureColumn, description.Architecture.InputSize);
        return description.Architecture.ReadsSparse ? new SparseVectorInput(name, "feature", width) : new VectorInput(name, "feature", width);
    }

    private protected override PredictionTransformer With(PredictionHead head) =>
        new MultilayerPerceptronTransformer(Environment, (MultilayerPerceptronDescription)Description with { Head = head }, (MultilayerPerceptronNetwork)Network, Device);

    static MultilayerPerceptronTransformer IArchived<MultilayerPerceptronTransformer, MultilayerPerceptronDescription, MultilayerPerceptronNetwork>.From(
        MultilayerPerceptronDescription description, MultilayerPerceptronNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a multilayer perceptron beside its weights.</summary>
internal sealed record MultilayerPerceptronDescription(
    string FeatureColumn, MultilayerPerceptronArchitecture Architecture, PredictionHead Head, TrainingHistory History)
    : IModelDescription<MultilayerPerceptronNetwork>
{
    /// <inheritdoc/>
    public void Check()
    {
        Sound.Size(Architecture.InputSize, nameof(Architecture.InputSize));
        Sound.That(!Architecture.ReadsSparse || Architecture.Scaling != ScalingForm.Curved, "sparse rows have no curved scale");
        ArchitectureChecks.Dense(Architecture.HiddenSizes, Architecture.Dropout, nameof(Architecture.HiddenSizes));
        Head.Check(Architecture.OutputSize);
    }

    /// <inheritdoc/>
    public MultilayerPerceptronNetwork CreateNetwork() => new(Architecture);
}
