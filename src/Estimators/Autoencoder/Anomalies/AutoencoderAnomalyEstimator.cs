using DeepML.Data;
using DeepML.Estimators;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace DeepML;

/// <summary>
/// Trains an autoencoder on rows that are nearly all normal; a row that it cannot reconstruct is an anomaly (Hawkins et al.,
/// DaWaK 2002).
/// </summary>
/// <remarks>Features: a vector of float of known size, or an image.
/// Output: Score (see <see cref="AnomalyScore"/>) and PredictedLabel.</remarks>
public sealed class AutoencoderAnomalyEstimator
    : NetworkEstimator<AutoencoderAnomalyOptions, AutoencoderAnomalyTransformer>,
        ITrainerEstimator<AutoencoderAnomalyTransformer, NetworkModel>
{
    private readonly AutoencoderColumns _columns;

    internal AutoencoderAnomalyEstimator(IHostEnvironment environment, AutoencoderAnomalyOptions options)
        : base(environment, "AutoencoderAnomaly", options) =>
        _columns = new AutoencoderColumns("Code", options.FeatureColumnName, null, new AutoencoderOutputs());

    /// <summary>
    /// What ML.NET's tools ask of a trainer: features should be normalized only where options keep the network from scaling them; no cache,
    /// validation rows and a warm start supported.
    /// </summary>
    public TrainerInfo Info => TrainerInfos.Create(normalization: Options.Autoencoder.InputScaling == NetworkInputScaling.None
        || Options.Autoencoder.WhyNotScaled is not (null or nameof(AutoencoderOptions.Convolution)));

    private protected override IReadOnlyList<InputColumn> Needed => [AutoencoderFit.Input(Options.Autoencoder, _columns.Input, "feature")];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        var annotations = ScoreAnnotations.Shapes().ToArray();
        return
        [
            SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, annotations),
            SchemaShapes.Column(ColumnNames.PredictedLabel, BooleanDataViewType.Instance, annotations),
        ];
    }

    /// <summary>
    /// Trains the network; the threshold is the one with the best F1 score on labelled rows. Without such rows, by <c>Fit</c>, it follows
    /// from <see cref="AutoencoderAnomalyOptions.Contamination"/>.
    /// </summary>
    /// <param name="input">The training rows, nearly all normal; labels are not read.</param>
    /// <param name="labelled">Rows with features and label, normal ones and anomalies among them; not learned from.</param>
    /// <param name="validation">Rows for the validation loss; null for those the options hold out.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The previous model has another architecture.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a value is not a finite number, or the loss stops being one; or a label is missing, or all are the same.
    /// </exception>
    public AutoencoderAnomalyTransformer FitWithLabelled(
        IDataView input, IDataView labelled, IDataView? validation = null, AutoencoderAnomalyTransformer? previous = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(labelled);
        return Fit(input, validation, previous, (fit, request) => Train(fit, request, labelled));
    }

    private protected override AutoencoderAnomalyTransformer Train(FitSession fit, FitRequest<AutoencoderAnomalyTransformer> request) =>
        Train(fit, request, null);

    private AutoencoderAnomalyTransformer Train(FitSession fit, FitRequest<AutoencoderAnomalyTransformer> request, IDataView? labelled)
    {
        var labels = labelled is null ? null : Checked(labelled);
        var (network, history) = new AutoencoderFit(Host, Options.Autoencoder, _columns).Run(
            fit, request.Input, request.Validation, "feature", request.Previous, Options);
        var description = new AutoencoderAnomalyDescription(
            _columns, network.Architecture, float.MaxValue, history, Options.WhenUnscorable);
        // lasts until the other one has its weights
        using var model = new AutoencoderAnomalyTransformer(Host, description, network, fit.Device);
        var threshold = labelled is null
            ? AnomalyThreshold.Of(model.Errors(request.Input), Options.Contamination)
            : AnomalyThreshold.Best(labels!.Zip(model.Errors(labelled)));
        return new AutoencoderAnomalyTransformer(Host, description with { Threshold = threshold }, network, fit.Device);
    }

    // Before the training: what is wrong with the labelled rows must not be heard after it.
    private bool[] Checked(IDataView labelled)
    {
        var label = AnomalyLabels.Column(labelled.Schema, Options.LabelColumnName);
        SchemaFaults.Check(labelled.Schema, [AutoencoderFit.Input(Options.Autoencoder, _columns.Input, "feature"), label]);
        AnomalyLabels.CheckGiven(labelled, label);
        var fills = Options.Autoencoder.FillMissingValues;
        if (labelled.Schema[_columns.Input].Type is VectorDataViewType
            && ValueFaults.First(labelled, new VectorColumn(_columns.Input, "feature").SizedBy(labelled),
                value => fills ? float.IsInfinity(value) : !float.IsFinite(value)) is { } fault)
            throw new InvalidOperationException(
                $"Column '{_columns.Input}' of the labelled rows holds {fault}; filter or fill such rows first.");
        bool[] labels = [.. AnomalyLabels.Read(labelled, label.Name)];
        bool[] scored = fills ? [.. labels.Zip(HoldsValue(labelled)).Where(row => row.Second).Select(row => row.First)] : labels;
        AnomalyLabels.CheckBothKinds(label.Name, scored, fills ? " with a value" : "");
        return labels;
    }

    // A row of which everything is missing has no score, so its label says nothing of the threshold.
    private IEnumerable<bool> HoldsValue(IDataView labelled) =>
        labelled.GetColumn<float[]>(labelled.Schema[_columns.Input]).Select(row => !Array.TrueForAll(row, float.IsNaN));
}
