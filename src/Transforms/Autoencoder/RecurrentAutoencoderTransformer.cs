using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted autoencoder of windows as detector of anomalies: adds Score (1 is usual), PredictedLabel, whether it exceeds
/// <see cref="Threshold"/>, SensorScores, and Sensor, the key of the one that is most to blame.
/// </summary>
/// <remarks>
/// A window that holds NaN or infinity has the score +∞ and is an anomaly, of no known sensor. <c>AnomalyDetection.Evaluate</c> works on
/// Score and PredictedLabel.
/// </remarks>
[ArchiveKind("RecurrentAutoencoder", version: 1)]
public sealed class RecurrentAutoencoderTransformer
    : ScoringTransformer, ISingleFeaturePredictionTransformer<NetworkModel>,
        IArchived<RecurrentAutoencoderTransformer, RecurrentAutoencoderDescription, WindowAutoencoderNetwork>
{
    private readonly RecurrentAutoencoderDescription _description;

    internal RecurrentAutoencoderTransformer(
        IHostEnvironment environment, RecurrentAutoencoderDescription description, WindowAutoencoderNetwork network, Device device)
        : base(
            environment, description, network, device, [description.Input],
            ScoredOutputs.Of(rows => new WindowPass(network, rows[0], description.Architecture.Sensors), description.Outputs()))
    {
        _description = description;
        Model = ModelOf(this);
    }

    /// <summary>The score above which a window is called an anomaly.</summary>
    public float Threshold => _description.Threshold;

    /// <summary>Names of the sensors, in the order of a step.</summary>
    public IReadOnlyList<string> SensorNames => _description.SensorNames;

    /// <summary>Steps of a window.</summary>
    public int WindowSize => _description.Architecture.Steps;

    /// <summary>Name of the column of windows.</summary>
    public string FeatureColumnName => _description.FeatureColumn;

    /// <summary>The type of that column: its items, and their number.</summary>
    public DataViewType FeatureColumnType => Inputs[0].Type;

    /// <summary>What there is to see of the network.</summary>
    public NetworkModel Model { get; }

    internal WindowAutoencoderArchitecture Architecture => _description.Architecture;

    /// <summary>The same detector with another threshold. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="threshold">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a finite number.</exception>
    public RecurrentAutoencoderTransformer WithThreshold(float threshold)
    {
        if (!float.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be a finite number.");
        using var use = Use();
        return new RecurrentAutoencoderTransformer(
            Environment, _description with { Threshold = threshold }, (WindowAutoencoderNetwork)Network, Device);
    }

    /// <summary>What is usual was measured by the fit that is over: another one begins with the weights alone.</summary>
    internal override IReadOnlyDictionary<string, Tensor> StartingWeights =>
        NamedWeights.Where(weight => weight.Key != "usual").ToDictionary();

    /// <summary>The scores of rows.</summary>
    internal float[] Scores(IDataView data) => [.. View(
        data, Inputs, rows => new WindowPass((WindowAutoencoderNetwork)Network, rows[0], Architecture.Sensors).Score,
        new ScoredOutput<Tensor>(new ScalarOutput(ColumnNames.Score, none: float.PositiveInfinity), score => score))
        .GetColumn<float>(ColumnNames.Score)];

    static RecurrentAutoencoderTransformer IArchived<RecurrentAutoencoderTransformer, RecurrentAutoencoderDescription,
        WindowAutoencoderNetwork>.From(
        RecurrentAutoencoderDescription description, WindowAutoencoderNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a detector beside its weights.</summary>
internal sealed record RecurrentAutoencoderDescription(
    string FeatureColumn, string[] SensorNames, WindowAutoencoderArchitecture Architecture, float Threshold, TrainingHistory History)
    : IModelDescription<WindowAutoencoderNetwork>
{
    /// <summary>Name of the column with a score per sensor.</summary>
    public const string SensorScores = "SensorScores";

    /// <summary>Name of the column with the sensor that is most to blame.</summary>
    public const string Sensor = "Sensor";

    /// <summary>The column that is read.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public VectorInput Input => new(FeatureColumn, "feature", Architecture.Steps * Architecture.Sensors);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(new RecurrentStackArchitecture(Architecture.Encoder, 1), "Encoder");
        Sound.Product("The numbers of a window", Architecture.Steps, Architecture.Sensors);
        Sound.Size(Architecture.CodeSize, nameof(Architecture.CodeSize));
        Sound.Same(SensorNames.Length, Architecture.Sensors, "the numbers of sensors and of their names");
        Sound.That(float.IsFinite(Threshold), $"Threshold is {Threshold}; it must be a finite number");
    }

    /// <inheritdoc/>
    public WindowAutoencoderNetwork CreateNetwork() => new(Architecture);

    /// <summary>The columns added. ML.NET annotates anomaly scores as those of a binary classifier.</summary>
    public IReadOnlyList<ScoredOutput<WindowPass>> Outputs() =>
    [
        new(
            new BooleanOutput(
                ColumnNames.PredictedLabel, input => ScoreAnnotations.Create(input, AnnotationNames.Binary, ColumnNames.PredictedLabel),
                float.PositiveInfinity),
            pass => pass.Score.Minus(Threshold)),
        new(
            new ScalarOutput(
                ColumnNames.Score, input => ScoreAnnotations.Create(input, AnnotationNames.Binary, ColumnNames.Score),
                float.PositiveInfinity),
            pass => pass.Score),
        new(new VectorOutput(SensorScores, Architecture.Sensors, _ => Named(AnnotationNames.SlotNames)), pass => pass.SensorScores),
        new(new KeyOutput(Sensor, Architecture.Sensors, _ => Named(AnnotationNames.KeyValues)), pass => pass.Sensor),
    ];

    private DataViewSchema.Annotations Named(string kind)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        new KeyValues(TextDataViewType.Instance.ToString(), SensorNames).AddTo(builder, kind);
        return builder.ToAnnotations();
    }
}
