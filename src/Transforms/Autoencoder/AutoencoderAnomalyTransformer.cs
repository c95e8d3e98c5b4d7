using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted autoencoder as detector of anomalies: adds Score, the mean squared error of the reconstruction, and PredictedLabel,
/// whether it exceeds <see cref="Threshold"/>. <c>AnomalyDetection.Evaluate</c> works on both.
/// </summary>
[ArchiveKind("AutoencoderAnomaly", version: 1)]
public sealed class AutoencoderAnomalyTransformer : NetworkTransformer, IArchived<AutoencoderAnomalyTransformer>
{
    private readonly AutoencoderColumns _columns;
    private readonly AutoencoderNetwork _network;

    internal AutoencoderAnomalyTransformer(
        IHostEnvironment environment, AutoencoderColumns columns, AutoencoderNetwork network, float threshold, Device device)
        : base(environment, network, device)
    {
        _columns = columns;
        _network = network;
        Threshold = threshold;
        Inputs = [columns.InputOf(network.Architecture)];
        // ML.NET annotates anomaly scores as those of a binary classifier.
        Outputs =
        [
            new BooleanOutput("PredictedLabel", input => ScoreAnnotations.Create(input, "BinaryClassification", "PredictedLabel")),
            new ScalarOutput("Score", input => ScoreAnnotations.Create(input, "BinaryClassification", "Score")),
        ];
    }

    /// <summary>The score above which a row is called an anomaly: mean squared error, in the squared unit of the features.</summary>
    public float Threshold { get; }

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName => _columns.Input;

    internal override IReadOnlyList<InputColumn> Inputs { get; }

    internal override IReadOnlyList<OutputColumn> Outputs { get; }

    internal override object Description => new AutoencoderAnomalyDescription(_columns, _network.Architecture, Threshold, TrainingHistory);

    /// <summary>The same detector with another threshold; it has its own copy of the network.</summary>
    /// <param name="threshold">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a finite number.</exception>
    public AutoencoderAnomalyTransformer WithThreshold(float threshold)
    {
        if (!float.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be a finite number.");
        CheckAlive();
        var network = new AutoencoderNetwork(_network.Architecture);
        network.to(Device);
        var weights = _network.state_dict();
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in network.state_dict())
            weight.copy_(weights[name]);
        return new AutoencoderAnomalyTransformer(Environment, _columns, network, threshold, Device) { TrainingHistory = TrainingHistory };
    }

    internal override Tensor?[] Score(Tensor[] inputs, bool[] wanted)
    {
        var score = new AutoencoderPass(_network, inputs[0]).Error;
        return [wanted[0] ? score.Minus(Threshold) : null, score];
    }

    static AutoencoderAnomalyTransformer IArchived<AutoencoderAnomalyTransformer>.FromArchive(ModelArchive archive, IHostEnvironment environment)
    {
        var description = archive.Describe<AutoencoderAnomalyDescription>();
        var network = new AutoencoderNetwork(description.Architecture);
        archive.LoadInto(network);
        return new AutoencoderAnomalyTransformer(environment, description.Columns, network, description.Threshold, CPU) { TrainingHistory = description.History };
    }
}

/// <summary>What is saved of a detector beside its weights.</summary>
internal sealed record AutoencoderAnomalyDescription(
    AutoencoderColumns Columns, AutoencoderArchitecture Architecture, float Threshold, TrainingHistory History);
