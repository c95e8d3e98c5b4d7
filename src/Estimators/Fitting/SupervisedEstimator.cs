using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>What every supervised trainer does alike: schema checks, label handling, output columns, the frame of a fit.</summary>
/// <typeparam name="TTransformer">The fitted network.</typeparam>
public abstract class SupervisedEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : PredictionTransformer
{
    private readonly TrainingOptions _training;
    private readonly int _seed;

    private protected SupervisedEstimator(
        IHostEnvironment environment, string name, PredictionTask task, string labelColumnName, string featureColumnName, TrainingOptions training)
    {
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(featureColumnName);
        Host = environment.Register(name);
        Task = task;
        LabelColumnName = labelColumnName;
        FeatureColumnName = featureColumnName;
        var faults = new OptionFaults();
        TaskLoss.Validate(task, training, faults);
        faults.ThrowIfAny("options");
        _training = training;
        _seed = Host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <summary>Name of the column with the right answers.</summary>
    public string LabelColumnName { get; }

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName { get; }

    private protected IHost Host { get; }

    private protected PredictionTask Task { get; }

    /// <summary>The options of the architecture.</summary>
    private protected abstract object Settings { get; }

    /// <summary>The feature column as it must be, before the data are seen.</summary>
    private protected virtual InputColumn Feature => new VectorInput(FeatureColumnName, "feature");

    /// <summary>The feature column of data that passed the check, with its size.</summary>
    private protected virtual InputColumn FeatureIn(DataViewSchema schema) => VectorInput.Of(schema, FeatureColumnName, "feature");

    /// <summary>The feature column of data that passed the check; overridden where its size is known only from the rows.</summary>
    private protected virtual InputColumn FeatureOf(IDataView data) => FeatureIn(data.Schema);

    /// <summary>The label column.</summary>
    private protected virtual InputColumn Label => LabelInput.Of(Task, LabelColumnName);

    /// <summary>Whether rows without a label are read too; the trainer then looks itself at which rows have one.</summary>
    private protected virtual bool LearnsWithoutLabels => false;

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [Feature, LabelInput.Of(Task, LabelColumnName)]);
        return SchemaShapes.With(inputSchema, PredictionColumns.Shapes(Task, inputSchema.Last(c => c.Name == LabelColumnName)));
    }

    /// <summary>Reads features and labels and trains the network.</summary>
    /// <param name="input">The training rows; rows whose label is missing are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type; every fault is named.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows or only one class, a value is not a finite number, or the loss stops being one in the first epoch.
    /// </exception>
    /// <exception cref="TrainingStoppedException">Training was stopped, and <see cref="TrainingOptions.WhenStopped"/> asks for an error.</exception>
    public TTransformer Fit(IDataView input) => Fit(input, null, null);

    /// <summary>Trains with rows of their own for the validation loss.</summary>
    /// <param name="input">The training rows; rows whose label is missing are left out.</param>
    /// <param name="validation">Rows that are measured after each epoch and never learned from, with the same columns.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, IDataView validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return Fit(input, validation, null);
    }

    /// <summary>Goes on training from a fitted model: a warm start.</summary>
    /// <param name="input">The training rows; rows whose label is missing are left out.</param>
    /// <param name="previous">The model whose weights are the first; it stays as it is.</param>
    /// <exception cref="ArgumentException">The model has another architecture; every difference is named.</exception>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, TTransformer previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        return Fit(input, null, previous);
    }

    /// <summary>Trains with a validation set, a warm start, both or neither.</summary>
    /// <param name="input">The training rows; rows whose label is missing are left out.</param>
    /// <param name="validation">Rows that are measured after each epoch and never learned from; null for none.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, IDataView? validation, TTransformer? previous)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = Label;
        SchemaFaults.Check(input.Schema, [Feature, label]);
        var feature = FeatureOf(input);
        var target = Target(input.Schema[LabelColumnName]);
        using var fit = new FitSession(Host, _training, _seed, Settings);
        var rows = fit.Read(input, [feature, label], validation, LearnsWithoutLabels ? [false, true] : null);
        var (fewest, most) = rows.Range(BatchMember.Targets);
        if (Task != PredictionTask.Regression && !LearnsWithoutLabels && fewest == most)
            throw new InvalidOperationException(
                $"Every row of label column '{LabelColumnName}' holds the same class; at least two are needed to learn to tell them apart.");
        if (Task == PredictionTask.Multiclass && fit.Validation?.Range(BatchMember.Targets).Maximum >= target.ClassCount)
            throw new InvalidOperationException(
                $"Label column '{LabelColumnName}' of the validation rows has key {fit.Validation.Range(BatchMember.Targets).Maximum + 1}; the training rows know {target.ClassCount} keys. "
                + "Map both with the same fitted MapValueToKey.");
        return fit.Finish(Train(fit, rows, feature, target, previous));
    }

    /// <summary>Builds the network, trains it and wraps it.</summary>
    /// <param name="fit">The frame of the fit: places the network, trains.</param>
    /// <param name="rows">Features and targets.</param>
    /// <param name="feature">The feature column, with its size.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="previous">The model to start from, for <see cref="FitSession.Place"/>; null for fresh weights.</param>
    private protected abstract TTransformer Train(
        FitSession fit, IBatchSource rows, InputColumn feature, PredictionTarget target, TTransformer? previous);

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
