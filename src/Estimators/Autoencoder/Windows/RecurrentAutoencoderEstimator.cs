using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace DeepML;

/// <summary>
/// Trains an autoencoder on windows of sensors that are nearly all normal (Malhotra et al., arXiv:1607.00148); a window that it cannot
/// write again is an anomaly, and the sensor without which the others fit together is to blame.
/// </summary>
/// <remarks>
/// Features: a vector of float of known size, steps × sensors. Output: Score and SensorScores (float, vector of float), PredictedLabel
/// (boolean), Sensor (key). Needs training.
/// </remarks>
public sealed class RecurrentAutoencoderEstimator
    : NetworkEstimator<RecurrentAutoencoderOptions, RecurrentAutoencoderTransformer>,
        ITrainerEstimator<RecurrentAutoencoderTransformer, NetworkModel>
{
    private const int MeasuredRows = 512; // of a batch

    internal RecurrentAutoencoderEstimator(IHostEnvironment environment, RecurrentAutoencoderOptions options)
        : base(environment, "RecurrentAutoencoder", options)
    {
    }

    /// <summary>What ML.NET's tools ask of a trainer.</summary>
    public TrainerInfo Info => TrainerInfos.Create(normalization: Options.InputScaling == NetworkInputScaling.None);

    private protected override IReadOnlyList<InputColumn> Needed => [Feature];

    private VectorColumn Feature => new(Options.FeatureColumnName, "feature");

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        var annotations = ScoreAnnotations.Shapes().ToArray();
        return
        [
            SchemaShapes.Column(ColumnNames.PredictedLabel, BooleanDataViewType.Instance, annotations),
            SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, annotations),
            SchemaShapes.Column(
                RecurrentAutoencoderDescription.SensorScores, new VectorDataViewType(NumberDataViewType.Single, 1),
                Names(AnnotationNames.SlotNames)),
            SchemaShapes.Column(
                RecurrentAutoencoderDescription.Sensor, new KeyDataViewType(typeof(uint), 1),
                Names(AnnotationNames.KeyValues)),
        ];
    }

    private static SchemaShape.Column Names(string kind) =>
        SchemaShapes.Column(kind, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);

    /// <summary>
    /// Trains the network; the threshold is the one with the best F1 score on labelled rows, and not that of the options.
    /// </summary>
    /// <param name="input">The training rows, nearly all normal; labels are not read.</param>
    /// <param name="labelled">Rows with features and label, normal ones and anomalies among them; not learned from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a value is not a finite number, or the loss stops being one; or all labels are the same.
    /// </exception>
    public RecurrentAutoencoderTransformer FitWithLabelled(IDataView input, IDataView labelled)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(labelled);
        var labels = Labels(labelled);
        return Fit(input, null, null, (fit, request) => Train(fit, request, model =>
            AnomalyThreshold.Best(labels.Zip(model.Scores(labelled)))));
    }

    /// <summary>
    /// Sets the detector beside others on labelled rows: a dense autoencoder of the same windows, their principal components, and of the
    /// last step the largest z-score and Mahalanobis' distance. All learn from the same rows.
    /// </summary>
    /// <param name="input">The training rows, nearly all normal.</param>
    /// <param name="labelled">Rows with features and label, normal ones and anomalies among them; not learned from.</param>
    /// <inheritdoc cref="FitWithLabelled" path="/exception"/>
    public WindowDetectorReport Compare(IDataView input, IDataView labelled) => Compare(input, [labelled])[0];

    /// <summary>The same on several sets of labelled rows, such as one for each kind of fault; all detectors are trained once.</summary>
    /// <param name="input">The training rows, nearly all normal.</param>
    /// <param name="labelled">The sets.</param>
    /// <param name="model">The detector, fitted to the training rows; null fits one.</param>
    /// <returns>A report for each.</returns>
    /// <inheritdoc cref="FitWithLabelled" path="/exception"/>
    public IReadOnlyList<WindowDetectorReport> Compare(
        IDataView input, IReadOnlyList<IDataView> labelled, RecurrentAutoencoderTransformer? model = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(labelled);
        var labels = labelled.Select(Labels).ToArray();
        using var fitted = model is null ? Fit(input) : null;
        var detector = model ?? fitted!;
        var detectors = new WindowDetectors(detector.Architecture, Options.FeatureColumnName);
        var others = detectors.Compare(Host, input, labelled).ToArray();
        return [.. labelled.Select((rows, set) => new WindowDetectorReport([
            WindowDetector.Of("recurrent autoencoder", labels[set], detector.Scores(rows)),
            .. others.Select(other => WindowDetector.Of(other.Name, labels[set], other.Scores[set])),
        ]))];
    }

    private protected override RecurrentAutoencoderTransformer Train(
        FitSession fit, FitRequest<RecurrentAutoencoderTransformer> request) =>
        Train(fit, request, model => Options.Threshold.Of(model.Scores(request.Input)));

    private RecurrentAutoencoderTransformer Train(
        FitSession fit, FitRequest<RecurrentAutoencoderTransformer> request, Func<RecurrentAutoencoderTransformer, float> threshold)
    {
        var feature = Feature.SizedBy(request.Input);
        var (steps, names) = WindowShape((VectorDataViewType)request.Input.Schema[feature.Name].Type);
        var rows = fit.Read(request.Input, [feature], request.Validation);
        var scales = request.Previous is null ? fit.ScalesOf(rows, names.Length, Options.InputScaling) : null;
        var network = new WindowAutoencoderNetwork(new WindowAutoencoderArchitecture(
            Options.Encoder, steps, names.Length, CodeSize(steps, names.Length),
            scales?.Form ?? request.Previous?.Architecture.Scaling ?? ScalingForm.None));
        var placed = fit.Place(network, request.Previous);
        if (scales is not null)
            network.Scaling!.Set(scales);
        using var step = new WindowAutoencoderStep(
            network, placed.Update(), names.Length, names.Length > 1 ? Options.HiddenShare : 0);
        var history = fit.Train(step, rows);
        network.eval();
        network.Measure(Batches(rows.Training));
        var description = new RecurrentAutoencoderDescription(
            feature.Name, names, (WindowAutoencoderArchitecture)network.Architecture, float.MaxValue, history);
        using var model = new RecurrentAutoencoderTransformer(Host, description, network, fit.Device); // until the other has its weights
        return new RecurrentAutoencoderTransformer(Host, description with { Threshold = threshold(model) }, network, fit.Device);
    }

    // Before the training: what is wrong with the labelled rows must not be heard after it.
    private bool[] Labels(IDataView labelled)
    {
        var label = AnomalyLabels.Column(labelled.Schema, Options.LabelColumnName);
        SchemaFaults.Check(labelled.Schema, [Feature, label]);
        AnomalyLabels.CheckGiven(labelled, label);
        bool[] labels = [.. AnomalyLabels.Read(labelled, label.Name)];
        AnomalyLabels.CheckBothKinds(label.Name, labels);
        return labels;
    }

    private static IEnumerable<TorchSharp.torch.Tensor> Batches(IBatchSource rows)
    {
        foreach (var batch in rows.Epoch(MeasuredRows, shuffleSeed: null))
            using (batch)
                yield return batch.Features.flatten(1);
    }

    private (int Steps, string[] Names) WindowShape(VectorDataViewType type)
    {
        var sensors = Options.SensorNames?.Count ?? (type.Dimensions.Length > 1 ? type.Dimensions[^1] : 1);
        if (type.Dimensions.Length > 1 && type.Dimensions[^1] != sensors)
            throw new ArgumentException(
                $"Column '{Options.FeatureColumnName}' holds windows of {type.Dimensions[^1]} numbers a step ({type}), but SensorNames has "
                    + $"{sensors}: give {type.Dimensions[^1]} names, or null for numbers in their place.");
        if (type.Size % sensors != 0)
            throw new ArgumentException(
                $"Column '{Options.FeatureColumnName}' holds {type.Size} numbers a row; SensorNames has {sensors}, and windows have a "
                    + "number of each at every step: give a name for each number of a step.");
        return (type.Size / sensors, Options.SensorNames is { } names ? [.. names]
            : [.. Enumerable.Range(0, sensors).Select(sensor => FormattableString.Invariant($"{sensor}"))]);
    }

    private int CodeSize(int steps, int sensors)
    {
        if (Options.CodeSize is not { } size)
            return Math.Max(1, Math.Min(4 * sensors, steps * sensors / 2));
        if (size >= steps * sensors && size > 1)
            throw new ArgumentException(
                $"CodeSize is {size}, but a window of column '{Options.FeatureColumnName}' holds {steps * sensors} numbers: such a code is "
                    + $"a copy. Take at most {(steps * sensors) - 1}.");
        return size;
    }
}
