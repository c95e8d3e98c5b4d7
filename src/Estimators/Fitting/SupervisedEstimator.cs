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
public abstract class SupervisedEstimator<TOptions, TTransformer> : NetworkEstimator<TOptions, TTransformer>, ITrainerEstimator<TTransformer, NetworkModel>
    where TOptions : SupervisedOptions
    where TTransformer : PredictionTransformer
{
    private protected SupervisedEstimator(IHostEnvironment environment, string name, PredictionTask task, TOptions options)
        : base(environment, name, options, faults =>
        {
            if (options.Whole is not null)
                TaskLoss.Validate(task, options.Whole, faults);
        }) => Task = task;

    /// <summary>Name of the column with the right answers.</summary>
    public string LabelColumnName => Options.LabelColumnName;

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName => Options.FeatureColumnName;

    /// <summary>
    /// What ML.NET's tools ask of a trainer: features should be normalized unless they are pictures, a cache is not needed (rows that
    /// fit the memory budget are kept already), and validation rows and a warm start are supported.
    /// </summary>
    public TrainerInfo Info => TrainerInfos.Create(NeedsNormalization);

    internal PredictionTask Task { get; }

    private protected sealed override IReadOnlyList<InputColumn> Needed => [Feature, LabelInput.Of(Task, LabelColumnName)];

    /// <summary>Whether features must be of like size to be learned from.</summary>
    private protected virtual bool NeedsNormalization => true;

    /// <summary>The feature column as it must be, before the data are seen.</summary>
    private protected virtual InputColumn Feature => new VectorInput(FeatureColumnName, "feature");

    /// <summary>The feature column of data that passed the check, with its size.</summary>
    private protected virtual InputColumn FeatureIn(DataViewSchema schema) => VectorInput.Of(schema, FeatureColumnName, "feature");

    /// <summary>The feature column of data that passed the check; overridden where its size is known only from the rows.</summary>
    private protected virtual InputColumn FeatureOf(IDataView data) => FeatureIn(data.Schema);

    /// <summary>The label column as it is read.</summary>
    private protected virtual InputColumn Label => LabelInput.Of(Task, LabelColumnName);

    /// <summary>Whether rows without a label are read too; the trainer then looks itself at which rows have one.</summary>
    private protected virtual bool LearnsWithoutLabels => false;

    private protected sealed override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        PredictionColumns.Shapes(Task, input.Last(c => c.Name == LabelColumnName));

    private protected sealed override TTransformer Train(FitSession fit, FitRequest<TTransformer> request)
    {
        var feature = FeatureOf(request.Input);
        var target = Target(request.Input.Schema[LabelColumnName]);
        var rows = fit.Read(request.Input, [feature, Label], request.Validation, LearnsWithoutLabels ? [false, true] : null);
        var (fewest, most) = rows.Training.Range(BatchMember.Targets);
        if (Task != PredictionTask.Regression && !LearnsWithoutLabels && fewest == most)
            throw new InvalidOperationException(
                $"Every row of label column '{LabelColumnName}' holds the same class; at least two are needed to learn to tell them apart.");
        if (Task == PredictionTask.Multiclass && rows.Validation?.Range(BatchMember.Targets).Maximum >= target.ClassCount)
            throw new InvalidOperationException(
                $"Label column '{LabelColumnName}' of the validation rows has key {rows.Validation.Range(BatchMember.Targets).Maximum + 1}; the training rows know {target.ClassCount} keys. "
                + "Map both with the same fitted MapValueToKey.");
        return Train(fit, rows, feature, target, request.Previous);
    }

    /// <summary>Builds the network, trains it and wraps it.</summary>
    /// <param name="fit">The frame of the fit: places the network, trains.</param>
    /// <param name="rows">Features and targets.</param>
    /// <param name="feature">The feature column, with its size.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="previous">The model to start from, for <see cref="FitSession.Place"/>; null for fresh weights.</param>
    private protected abstract TTransformer Train(
        FitSession fit, FitRows rows, InputColumn feature, PredictionTarget target, TTransformer? previous);

    private PredictionTarget Target(DataViewSchema.Column label)
    {
        if (Task != PredictionTask.Multiclass)
            return new PredictionTarget(Task, 1, null);
        var classes = ((KeyDataViewType)label.Type).Count;
        return classes <= int.MaxValue
            ? new PredictionTarget(Task, (int)classes, KeyValues.Of(label))
            : throw new InvalidOperationException(
                $"Label column '{label.Name}' has keys up to {classes}; there can be {int.MaxValue} classes at most. Map its values to keys of their own (MapValueToKey).");
    }
}
