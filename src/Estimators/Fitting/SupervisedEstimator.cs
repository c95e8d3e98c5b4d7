using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace DeepML;

/// <summary>What every supervised trainer does alike: label handling and output columns, as ML.NET's own trainers.</summary>
/// <typeparam name="TOptions">What the user sets.</typeparam>
/// <typeparam name="TTransformer">The fitted network.</typeparam>
public abstract class SupervisedEstimator<TOptions, TTransformer>
    : NetworkEstimator<TOptions, TTransformer>, ITrainerEstimator<TTransformer, NetworkModel>
    where TOptions : SupervisedOptions
    where TTransformer : PredictionTransformer
{
    private protected SupervisedEstimator(IHostEnvironment environment, string name, PredictionTask task, TOptions options)
        : base(environment, name, options, faults =>
        {
            if (options.Whole is not null)
                task.Validate(options.Whole, faults);
            options.Numbers?.Validate(faults, task.PredictsNumbers);
            if (options.Censoring is { } censoring && !task.MayBeCensored)
                faults.Add("CensoredColumnName", $"\"{censoring}\"", "null where no single number is predicted");
        }) => Task = task;

    /// <summary>Name of the column with the right answers.</summary>
    public string LabelColumnName => Options.LabelColumnName;

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName => Options.FeatureColumnName;

    /// <summary>
    /// What ML.NET's tools ask of a trainer: whether features should be normalized before it (not where the network scales them
    /// inside), a cache is not needed (rows that fit the memory budget are kept already), and validation rows and a warm start are
    /// supported.
    /// </summary>
    public TrainerInfo Info => TrainerInfos.Create(NeedsNormalization);

    internal PredictionTask Task { get; }

    private protected sealed override IReadOnlyList<InputColumn> Needed => [Feature, Task.Label(LabelColumnName), .. Further];

    private SizedColumn? WeightColumn => Options.ExampleWeightColumnName is { } name ? ExampleWeights.Column(name) : null;

    private SizedColumn? CensoredColumn => Options.Censoring is { } name ? ScalarInput.Boolean(name, "censoring") : null;

    private SizedColumn? DomainColumn => Options.Confusion is { } confusion ? DomainRows.Column(confusion) : null;

    // What is said of a row beside its features and its label.
    private IEnumerable<SizedColumn> Further => new[] { WeightColumn, CensoredColumn, DomainColumn }.OfType<SizedColumn>();

    private bool TakesUnlabelled => LearnsWithoutLabels || DomainColumn is not null;

    /// <summary>Whether features must be brought to like size before the trainer, because it does not do so itself.</summary>
    private protected virtual bool NeedsNormalization => true;

    /// <summary>The feature column as it must be, before the data are seen.</summary>
    private protected virtual UnsizedColumn Feature => new VectorColumn(FeatureColumnName, "feature");

    /// <summary>The feature column of data that passed the check, with its size.</summary>
    /// <param name="fit">Receives what is chosen for the column.</param>
    /// <param name="request">What the caller gave.</param>
    private protected virtual SizedColumn FeatureOf(FitSession fit, FitRequest<TTransformer> request) => Feature.SizedBy(request.Input);

    /// <summary>Whether numbers to predict are learned in a unit of their own.</summary>
    private protected virtual bool ScalesLabel => Options.ScaleLabel;

    /// <summary>Whether the trainer splits the rows itself, and none are held out when they are read.</summary>
    /// <param name="request">What the caller gave.</param>
    /// <param name="rows">The rows; null if they are not counted.</param>
    private protected virtual bool SplitsLater(FitRequest<TTransformer> request, long? rows) => false;

    /// <summary>Whether rows without a label are read too; the trainer then looks itself at which rows have one.</summary>
    private protected virtual bool LearnsWithoutLabels => false;

    private protected sealed override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        Task.Promised(input.Last(c => c.Name == LabelColumnName)).Concat(AddedBesides);

    /// <summary>What is added behind the predictions.</summary>
    private protected virtual IEnumerable<SchemaShape.Column> AddedBesides => [];

    private protected sealed override TTransformer Train(FitSession fit, FitRequest<TTransformer> request)
    {
        var feature = FeatureOf(fit, request);
        var label = Task.LabelIn(request.Input, LabelColumnName, TakesUnlabelled, request.Previous?.Head);
        var target = Task.TargetOf(request.Input.Schema[LabelColumnName], label);
        if (Options.Numbers is { } numbers)
            target = target.LearnedBy(numbers.Rule);
        var rows = Read(fit, request, feature, label);
        if (!LearnsWithoutLabels)
            target.CheckTraining(
                rows.Labelled.Training, $"Every {(rows.Domains is null ? "" : "labelled ")}row of label column '{LabelColumnName}'");
        if (rows.Labelled.Validation is { } heldOut)
            target.CheckValidation(heldOut, LabelColumnName);
        if (ScalesLabel)
            target = target.ScaledBy(rows.Labelled.Training, request.Previous?.Head, fit.Chosen);
        return Train(fit, rows, feature, target, request.Previous);
    }

    private FitRows Read(FitSession fit, FitRequest<TTransformer> request, SizedColumn feature, SizedColumn label)
    {
        var takesHoles = TakesUnlabelled || label.AllowsMissing;
        var rows = fit.Read(
            request.Input, [feature, label, .. Further], request.Validation,
            [feature.AllowsMissing, takesHoles, .. Further.Select(_ => false)], count => SplitsLater(request, count));
        if (CensoredColumn is { } censored && rows.Training.Range(BatchMember.Censored).Minimum > 0)
            throw new InvalidOperationException(
                $"Censored column '{censored.Name}' is true in every training row; at least one label must be known.");
        if (WeightColumn is { } weights)
        {
            ExampleWeights.Check(rows, weights);
            rows = rows with { AreWeighted = true };
        }
        return Options.Confusion is { } confusion
            ? rows with { Domains = DomainRows.Of(fit, rows, confusion, LabelColumnName) }
            : rows;
    }

    /// <summary>Builds the network, trains it and wraps it.</summary>
    /// <param name="fit">The frame of the fit: places the network, trains.</param>
    /// <param name="rows">Features and targets.</param>
    /// <param name="feature">The feature column, with its size.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="previous">The model to start from, for <see cref="FitSession.Place"/>; null for fresh weights.</param>
    private protected abstract TTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, TTransformer? previous);
}
