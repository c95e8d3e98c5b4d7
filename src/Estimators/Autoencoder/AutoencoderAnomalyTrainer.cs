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
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a value is not a finite number, or the loss stops being one; or a label is missing, or all are the same.
    /// </exception>
    public AutoencoderAnomalyTransformer Fit(IDataView input, IDataView labelled)
    {
        ArgumentNullException.ThrowIfNull(labelled);
        return Train(input, labelled);
    }

    private AutoencoderAnomalyTransformer Train(IDataView input, IDataView? labelled)
    {
        ArgumentNullException.ThrowIfNull(input);
        var labels = labelled is null ? null : Checked(labelled);
        using var fit = new FitSession(_host, _options.Autoencoder.Training, _seed, _options);
        var (network, history, _) = new AutoencoderFit(_host, _options.Autoencoder, _columns).Run(fit, input, null, "feature");
        var description = new AutoencoderAnomalyDescription(_columns, network.Architecture, float.MaxValue, history);
        var model = new AutoencoderAnomalyTransformer(_host, description, network, fit.Device); // the network is the session's still
        var threshold = labelled is null
            ? AnomalyThreshold.Of(Scores(model, input), _options.Contamination)
            : AnomalyThreshold.Best(labels!.Zip(Scores(model, labelled)));
        return fit.Finish(new AutoencoderAnomalyTransformer(_host, description with { Threshold = threshold }, network, fit.Device));
    }

    private static float[] Scores(AutoencoderAnomalyTransformer model, IDataView data)
    {
        var scored = model.Transform(data);
        return [.. scored.GetColumn<float>(scored.Schema["Score"])];
    }

    // Before the training: what is wrong with the labelled rows must not be heard after it.
    private bool[] Checked(IDataView labelled)
    {
        var label = Label(labelled.Schema);
        SchemaFaults.Check(labelled.Schema, [AutoencoderFit.Input(_options.Autoencoder, _columns.Input, "feature"), label]);
        if (ValueFaults.First(labelled, label, float.IsNaN) is { } missing)
            throw new InvalidOperationException($"Column '{label.Name}' of the labelled rows holds {missing}; filter rows without a label first.");
        var fills = _options.Autoencoder.FillMissingValues;
        if (labelled.Schema[_columns.Input].Type is VectorDataViewType
            && ValueFaults.First(labelled, VectorInput.Of(labelled.Schema, _columns.Input, "feature"), value => fills ? float.IsInfinity(value) : !float.IsFinite(value)) is { } fault)
            throw new InvalidOperationException($"Column '{_columns.Input}' of the labelled rows holds {fault}; filter or fill such rows first.");
        bool[] labels = [.. Labels(labelled)];
        bool[] scored = fills ? [.. labels.Zip(HoldsValue(labelled)).Where(row => row.Second).Select(row => row.First)] : labels;
        var anomalies = scored.Count(isAnomaly => isAnomaly);
        if (anomalies == 0 || anomalies == scored.Length)
            throw new InvalidOperationException(
                $"Column '{label.Name}' calls {anomalies} of {scored.Length} labelled rows{(fills ? " with a value" : "")} anomalies; the threshold needs rows of both kinds.");
        return labels;
    }

    // A row of which everything is missing has no score, so its label says nothing of the threshold.
    private IEnumerable<bool> HoldsValue(IDataView labelled) =>
        labelled.GetColumn<float[]>(labelled.Schema[_columns.Input]).Select(row => !Array.TrueForAll(row, float.IsNaN));

    private IEnumerable<bool> Labels(IDataView labelled)
    {
        var column = labelled.Schema[_options.LabelColumnName];
        return column.Type is BooleanDataViewType ? labelled.GetColumn<bool>(column) : labelled.GetColumn<float>(column).Select(label => label > 0);
    }

    private ScalarInput Label(DataViewSchema schema) => schema.GetColumnOrNull(_options.LabelColumnName)?.Type is BooleanDataViewType
        ? ScalarInput.Boolean(_options.LabelColumnName, "label")
        : ScalarInput.Number(_options.LabelColumnName, "label");
}
