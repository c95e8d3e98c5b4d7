using DeepML.Data;
using DeepML.Estimators;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>
/// Trains an autoencoder on rows that are nearly all normal; a row that it cannot reconstruct is an anomaly (Hawkins et al.,
/// DaWaK 2002).
/// </summary>
/// <remarks>Features: a vector of float of known size, or an image. Output: Score (the mean squared error) and PredictedLabel.</remarks>
public sealed class AutoencoderAnomalyTrainer : IEstimator<AutoencoderAnomalyTransformer>
{
    private readonly IHost _host;
    private readonly AutoencoderColumns _columns;
    private readonly AutoencoderAnomalyOptions _options;
    private readonly int _seed;

    internal AutoencoderAnomalyTrainer(IHostEnvironment environment, AutoencoderAnomalyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _host = environment.Register("AutoencoderAnomaly");
        _columns = new AutoencoderColumns("Code", options.FeatureColumnName, null, new AutoencoderOutputs());
        _options = options;
        _seed = _host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [AutoencoderFit.Input(_options.Autoencoder, _columns.Input, "feature")]);
        var annotations = ScoreAnnotations.Shapes().ToArray();
        return SchemaShapes.With(inputSchema,
        [
            SchemaShapes.Column("Score", NumberDataViewType.Single, annotations),
            SchemaShapes.Column("PredictedLabel", BooleanDataViewType.Instance, annotations),
        ]);
    }

    /// <summary>Trains the network; the threshold follows from <see cref="AutoencoderAnomalyOptions.Contamination"/>.</summary>
    /// <param name="input">The training rows, nearly all normal; labels are not read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, a value is not a finite number, or the loss stops being one.</exception>
    public AutoencoderAnomalyTransformer Fit(IDataView input) => Train(input, null);

    /// <summary>Trains the network; the threshold is the one with the best F1 score on labelled rows.</summary>
    /// <param name="input">The training rows, nearly all normal; labels are not read.</param>
    /// <param name="labelled">Rows with features and label, normal ones and anomalies among them; not learned from.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public AutoencoderAnomalyTransformer Fit(IDataView input, IDataView labelled)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        return Train(input, labelled);
    }

    private AutoencoderAnomalyTransformer Train(IDataView input, IDataView? labelled)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (labelled is not null)
            SchemaFaults.Check(labelled.Schema, [AutoencoderFit.Input(_options.Autoencoder, _columns.Input, "feature"), Label(labelled.Schema)]);
        using var fit = new FitSession(_host, _options.Autoencoder.Training, _seed);
        var (network, history, _) = new AutoencoderFit(_host, _options.Autoencoder, _columns).Run(fit, input, null, "feature");
        var model = new AutoencoderAnomalyTransformer(_host, _columns, network, float.MaxValue, fit.Device); // the network is the session's still
        var threshold = labelled is null
            ? AnomalyThreshold.Of(Scores(model, input), _options.Contamination)
            : AnomalyThreshold.Best(Labels(labelled).Zip(Scores(model, labelled)));
        return fit.Finish(new AutoencoderAnomalyTransformer(_host, _columns, network, threshold, fit.Device) { TrainingHistory = history });
    }

    private static float[] Scores(AutoencoderAnomalyTransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return [.. scored.GetColumn<float>(scored.Schema["Score"])];
    }

    private IEnumerable<bool> Labels(IDataView labelled)
    {
        var column = labelled.Schema[_options.LabelColumnName];
        return column.Type is BooleanDataViewType ? labelled.GetColumn<bool>(column) : labelled.GetColumn<float>(column).Select(label => label > 0);
    }

    private ScalarInput Label(DataViewSchema schema) => schema.GetColumnOrNull(_options.LabelColumnName)?.Type is BooleanDataViewType
        ? ScalarInput.Boolean(_options.LabelColumnName, "label")
        : ScalarInput.Number(_options.LabelColumnName, "label");
}
