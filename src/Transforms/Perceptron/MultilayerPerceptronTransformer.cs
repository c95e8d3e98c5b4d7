using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted multilayer perceptron.</summary>
[ArchiveKind("MultilayerPerceptron", version: 1)]
public sealed class MultilayerPerceptronTransformer : PredictionTransformer, IArchived<MultilayerPerceptronTransformer>
{
    private readonly MultilayerPerceptronArchitecture _architecture;
    private readonly MultilayerPerceptronNetwork _network;
    private readonly Lazy<DensePass?> _rowPass;

    internal MultilayerPerceptronTransformer(
        IHostEnvironment environment, string featureColumnName, MultilayerPerceptronArchitecture architecture, PredictionTarget target,
        MultilayerPerceptronNetwork network, Device device)
        : base(environment, network, device, target, new VectorInput(featureColumnName, "feature", architecture.InputSize))
    {
        _architecture = architecture;
        _network = network;
        _rowPass = new Lazy<DensePass?>(() => DensePass.Of(architecture, network));
    }

    internal override object Description => new MultilayerPerceptronDescription(FeatureColumnName, _architecture, Target, TrainingHistory);

    internal override Func<ScoreRow>? CreateRowPass => _rowPass.Value is { } pass ? () => PredictionRow.Create(pass, Target) : null;

    internal override Tensor Answer(Tensor[] inputs) => _network.call(inputs[0]);

    static MultilayerPerceptronTransformer IArchived<MultilayerPerceptronTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<MultilayerPerceptronDescription>();
        var network = new MultilayerPerceptronNetwork(description.Architecture);
        archive.LoadInto(network);
        return new MultilayerPerceptronTransformer(environment, description.FeatureColumn, description.Architecture, description.Target, network, CPU)
        {
            TrainingHistory = description.History,
        };
    }
}

/// <summary>What is saved of a multilayer perceptron beside its weights.</summary>
internal sealed record MultilayerPerceptronDescription(
    string FeatureColumn, MultilayerPerceptronArchitecture Architecture, PredictionTarget Target, TrainingHistory History);
