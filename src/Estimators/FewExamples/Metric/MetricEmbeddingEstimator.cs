using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>
/// Trains an embedding by pairs or triplets of rows: a vector of each, such that rows of one class lie near each other and others apart.
/// </summary>
/// <remarks>
/// Input: a vector of float of known size, pictures with a <see cref="ConvolutionalBody"/>, or sequences with a
/// <see cref="SequenceBody"/>. Label: a key, a text or a boolean, in training only. Output: a vector of float. It serves
/// searches (<c>ml.Transforms.NearestCases</c>), groups, and classifiers of few rows.
/// </remarks>
public sealed class MetricEmbeddingEstimator : NetworkEstimator<MetricEmbeddingOptions, MetricEmbeddingTransformer>
{
    private const int MostClasses = 16;

    private readonly (string Output, string Input, string Label) _names;
    private readonly MulticlassTask _task = new();

    internal MetricEmbeddingEstimator(
        IHostEnvironment environment, string output, string input, string label, MetricEmbeddingOptions options)
        : base(environment, "MetricEmbedding", options) => _names = (output, input, label);

    private protected override IReadOnlyList<InputColumn> Needed =>
        [Options.Body.Column(_names.Input, "input"), _task.Label(_names.Label)];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        [SchemaShapes.Column(_names.Output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false)];

    private protected override MetricEmbeddingTransformer Train(FitSession fit, FitRequest<MetricEmbeddingTransformer> request)
    {
        var (input, validation, previous) = request;
        var column = Options.Body.Column(_names.Input, "input").SizedBy(input);
        var label = _task.LabelIn(input, _names.Label, keepMissing: false, previous: null);
        var rows = fit.Read(input, [column, label], validation);
        var before = (previous?.Description as MetricEmbeddingDescription)?.Architecture;
        var plan = EmbeddingFit.Of(Options.Body, Options.UnitLength, fit, rows, column, before);
        var turns = Options.Body.TurnsPictures;
        using var batches = new ClassEpisodes(
            EmbeddingFit.Drawn(rows.Training), ShapeOf(fit, rows.Training, turns), Options.BatchesPerEpoch, turns);
        using var heldOut = EpisodePlan.HeldOut(batches.Shape, rows.Validation, Options.BatchesPerEpoch, turns);
        var placed = fit.Place(new EmbeddingNetwork(plan.Architecture));
        plan.Begin(placed.Network, previous, fit);
        using var step = new MetricStep(placed.Network, placed.Update(), Options.Loss, Options.Body.Changes);
        var history = fit.Train(step, batches, heldOut, fit.Options with { BatchSize = batches.Shape.Rows });
        history = history with { Baseline = Measured(rows, column, placed.Network) };
        var description = new MetricEmbeddingDescription(
            _names.Output, _names.Input, (column as ImageInput)?.Format, plan.Architecture, history,
            (column as SequenceInput)?.Shape);
        return new MetricEmbeddingTransformer(Host, description, placed.Network, fit.Device);
    }

    // Beside the rows themselves; sequences of keys of very many kinds have no simple view, and none is set beside them.
    private static Baseline? Measured(FitRows rows, SizedColumn column, EmbeddingNetwork network)
    {
        if (RowViews.Of(column) is not { } view)
            return null;
        var where = rows.Validation is null ? "training rows" : "rows held out";
        return new Baseline(
            "rows as they are", $"share of rows whose nearest other is of another class, on {where}",
            NearestSample.ShareApart(rows.Measured, view),
            NearestSample.ShareApart(rows.Measured, batch => network.Embed(batch.Features, batch.LengthsIfAny)));
    }

    private EpisodeShape ShapeOf(FitSession fit, IBatchSource rows, bool turns)
    {
        var enough = ClassEpisodes.PlacesOf(EmbeddingFit.Drawn(rows)).Values.Count(places => places.Length >= Options.RowsPerClass);
        var classes = enough * ClassEpisodes.Copies(turns);
        if (classes < 2)
            throw new InvalidOperationException(
                $"{enough} classes of label column '{_names.Label}' have {Options.RowsPerClass} training rows or more (RowsPerClass); at "
                + "least two are needed to learn to tell them apart.");
        if (Options.ClassesPerBatch > classes)
            throw new ArgumentException(
                $"ClassesPerBatch is {Options.ClassesPerBatch}; it must be in [2, {classes}]: so many classes have {Options.RowsPerClass} "
                + "training rows or more.", nameof(rows));
        if (Options.ClassesPerBatch is null)
            fit.Chosen.Add(new AutomaticChoice(
                nameof(Options.ClassesPerBatch), FormattableString.Invariant($"{Math.Min(MostClasses, classes)}"), $"{classes} classes"));
        return new EpisodeShape(Options.ClassesPerBatch ?? Math.Min(MostClasses, classes), Options.RowsPerClass, 0);
    }
}
