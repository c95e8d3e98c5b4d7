using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted autoencoder as detector of anomalies: adds Score, the mean squared error of the reconstruction or how far off the row is beside
/// the median of the training rows (1 is ordinary), and PredictedLabel, whether it exceeds <see cref="Threshold"/>.
/// <c>AnomalyDetection.Evaluate</c> works on both.
/// </summary>
/// <remarks>
/// A score is never NaN. A row that cannot be scored, because of NaN or infinity in it or because its error overflows, has the score +∞ and
/// is an anomaly; by the option <c>WhenUnscorable</c> NaN and infinity are an error instead. A detector that fills
/// missing values scores the values that are there, and a row without any is one that cannot be scored.
/// </remarks>
[ArchiveKind("AutoencoderAnomaly", version: 1)]
public sealed class AutoencoderAnomalyTransformer
    : ScoringTransformer, ISingleFeaturePredictionTransformer<NetworkModel>, IArchived<AutoencoderAnomalyTransformer, AutoencoderAnomalyDescription, AutoencoderNetwork>
{
    private readonly AutoencoderAnomalyDescription _description;

    internal AutoencoderAnomalyTransformer(
        IHostEnvironment environment, AutoencoderAnomalyDescription description, AutoencoderNetwork network, Device device)
        : base(
            environment, description, network, device, [description.Columns.InputOf(description.Architecture)],
            ScoredOutputs.Of(rows => new AutoencoderPass(network, rows[0]).Oddness, description.Outputs()))
    {
        _description = description;
        Model = ModelOf(this);
    }

    /// <summary>The score above which a row is called an anomaly, in the unit of <see cref="Score"/>.</summary>
    public float Threshold => _description.Threshold;

    /// <summary>What the score is: never <see cref="AnomalyScore.Automatic"/>.</summary>
    public AnomalyScore Score => _description.Architecture.Neighbours is null ? AnomalyScore.ReconstructionError : AnomalyScore.Combined;

    /// <summary>What is done with rows that hold NaN or infinity.</summary>
    public UnscorableRows WhenUnscorable => _description.WhenUnscorable;

    internal override ScorableRows Scorable => new(
        _description.Architecture.FillsMissing, NeedsValue: true, Refuses: WhenUnscorable == UnscorableRows.Error);

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName => _description.Columns.Input;

    /// <summary>The type of the feature column: its items, and their number.</summary>
    public DataViewType FeatureColumnType => Inputs[0].Type;

    /// <summary>What there is to see of the network.</summary>
    public NetworkModel Model { get; }

    /// <summary>The same detector with another threshold. Both have the same weights, which last until both are disposed.</summary>
    /// <param name="threshold">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a finite number.</exception>
    public AutoencoderAnomalyTransformer WithThreshold(float threshold)
    {
        if (!float.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be a finite number.");
        using var use = Use();
        return new AutoencoderAnomalyTransformer(Environment, _description with { Threshold = threshold }, (AutoencoderNetwork)Network, Device);
    }

    /// <summary>Rows that are known belong to the fit that saw them: another one begins with the weights alone.</summary>
    internal override IReadOnlyDictionary<string, Tensor> StartingWeights =>
        NamedWeights.Where(weight => !weight.Key.StartsWith("neighbours.", StringComparison.Ordinal)).ToDictionary();

    /// <summary>The scores of rows as they are: NaN where there is none.</summary>
    internal float[] Errors(IDataView data) => [.. View(
        data, Inputs, rows => new AutoencoderPass((AutoencoderNetwork)Network, rows[0]).Oddness,
        new ScoredOutput<Tensor>(new ScalarOutput(ColumnNames.Score), oddness => oddness)).GetColumn<float>(ColumnNames.Score)];

    static AutoencoderAnomalyTransformer IArchived<AutoencoderAnomalyTransformer, AutoencoderAnomalyDescription, AutoencoderNetwork>.From(
        AutoencoderAnomalyDescription description, AutoencoderNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of a detector beside its weights.</summary>
internal sealed record AutoencoderAnomalyDescription(
    AutoencoderColumns Columns, AutoencoderArchitecture Architecture, float Threshold, TrainingHistory History, UnscorableRows WhenUnscorable = UnscorableRows.Flag)
    : IModelDescription<AutoencoderNetwork>
{
    private const float Unscorable = float.PositiveInfinity;

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture);
        Columns.Check(Architecture);
        Sound.That(float.IsFinite(Threshold), $"Threshold is {Threshold}; it must be a finite number");
        Sound.That(Enum.IsDefined(WhenUnscorable), $"WhenUnscorable is {WhenUnscorable}, which is none of its values");
    }

    /// <inheritdoc/>
    public AutoencoderNetwork CreateNetwork() => new(Architecture);

    /// <summary>The columns added, from the error of each row. ML.NET annotates anomaly scores as those of a binary classifier.</summary>
    public IReadOnlyList<ScoredOutput<Tensor>> Outputs() =>
    [
        new(
            new BooleanOutput(
                ColumnNames.PredictedLabel, input => ScoreAnnotations.Create(input, AnnotationNames.Binary, ColumnNames.PredictedLabel), Unscorable),
            error => Known(error).Minus(Threshold)),
        new(
            new ScalarOutput(ColumnNames.Score, input => ScoreAnnotations.Create(input, AnnotationNames.Binary, ColumnNames.Score), Unscorable),
            Known),
    ];

    // Numbers near the ends of the range overflow within the network: infinity less infinity is NaN.
    private static Tensor Known(Tensor error) => error.nan_to_num(Unscorable, Unscorable, float.NegativeInfinity);
}
