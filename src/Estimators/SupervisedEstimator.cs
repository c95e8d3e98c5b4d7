using DeepML.Data;
using DeepML.Estimators;
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
        _training = training;
        _seed = Host.Rand.Next(); // drawn once: fitting the same estimator twice gives the same weights
    }

    /// <summary>Name of the column with the right answers.</summary>
    public string LabelColumnName { get; }

    /// <summary>Name of the column the network reads.</summary>
    public string FeatureColumnName { get; }

    private protected IHost Host { get; }

    private protected PredictionTask Task { get; }

    /// <summary>The feature column as it must be, before the data are seen.</summary>
    private protected virtual InputColumn Feature => new VectorInput(FeatureColumnName, "feature");

    /// <summary>The feature column of data that passed the check, with its size.</summary>
    private protected virtual InputColumn FeatureIn(DataViewSchema schema) => VectorInput.Of(schema, FeatureColumnName, "feature");

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
    /// There are no rows or only one class, a value is not a finite number, or the loss stops being one.
    /// </exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var label = LabelInput.Of(Task, LabelColumnName);
        SchemaFaults.Check(input.Schema, [Feature, label]);
        var feature = FeatureIn(input.Schema);
        using var fit = new FitSession(Host, _training, _seed);
        using var rows = DataViewBatches.ReadAll(input, [feature, label], fit.Device);
        var (fewest, most) = rows.Range(1);
        if (Task != PredictionTask.Regression && fewest == most)
            throw new InvalidOperationException(
                $"Every row of label column '{LabelColumnName}' holds the same class; at least two are needed to learn to tell them apart.");
        return Train(fit, rows, feature, Target(input.Schema[LabelColumnName]));
    }

    /// <summary>Builds the network, trains it and wraps it.</summary>
    private protected abstract TTransformer Train(FitSession fit, IBatchSource rows, InputColumn feature, PredictionTarget target);

    private PredictionTarget Target(DataViewSchema.Column label) => Task == PredictionTask.Multiclass
        ? new PredictionTarget(Task, checked((int)((KeyDataViewType)label.Type).Count), KeyValues.Of(label))
        : new PredictionTarget(Task, 1, null);
}
