using DeepML.CommandLine.Tables;
using Microsoft.ML;

namespace DeepML.CommandLine.Training;

/// <summary>A trainer that a configuration can name.</summary>
/// <param name="name">Its name.</param>
/// <param name="tasks">What it can learn.</param>
internal abstract class TrainerKind(string name, params string[] tasks)
{
    /// <summary>Column of the numbers that vectors are made of.</summary>
    protected const string FeatureColumn = "Features";

    private const string FromFeatures = "name the columns in \"features\"", FromLabel = "name the column in \"label\"";

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>What it can learn.</summary>
    public IReadOnlyList<string> Tasks => tasks;

    /// <summary>The record of its options.</summary>
    public abstract Type Options { get; }

    /// <summary>Options that the configuration says elsewhere, each with the place.</summary>
    public virtual IReadOnlyDictionary<string, string> Reserved { get; } = new Dictionary<string, string>
    {
        [nameof(SupervisedOptions.LabelColumnName)] = FromLabel,
        [nameof(SupervisedOptions.FeatureColumnName)] = FromFeatures,
        [nameof(MultilayerPerceptronOptions.FeatureColumnNames)] = FromFeatures,
    };

    /// <summary>Whether it reads features beside its own columns.</summary>
    public virtual bool ReadsFeatures => true;

    /// <summary>Columns that its options name, beside label and features.</summary>
    public virtual IEnumerable<(string Name, CellKind Kind)> OwnColumns(object options) =>
        options is SupervisedOptions { ExampleWeightColumnName: { } weight } ? [(weight, CellKind.Number)] : [];

    /// <summary>What is wrong with the columns; null if nothing is.</summary>
    public virtual string? Fault(object options, TrainingColumns columns) => null;

    /// <summary>Trains.</summary>
    /// <returns>A chain from the columns of the file to answers.</returns>
    public abstract ITransformer Fit(TrainingRequest request);

    /// <summary>
    /// Makes one vector of numbers of all features: holes are filled with the mean, texts become one number for each value.
    /// </summary>
    protected static IEstimator<ITransformer> Vector(TrainingRequest request)
    {
        var (ml, numbers, categories) = (request.Ml, request.Columns.Numbers, request.Columns.Categories);
        var steps = new List<IEstimator<ITransformer>>();
        string[] indicated = [.. categories.Select(category => $"{category}.Indicator")];
        if (categories.Length > 0)
            steps.Add(ml.Transforms.Categorical.OneHotEncoding(
                [.. categories.Zip(indicated, (category, its) => new InputOutputColumnPair(its, category))]));
        if (numbers.Length > 0)
        {
            steps.Add(ml.Transforms.Concatenate(FeatureColumn, numbers));
            steps.Add(ml.Transforms.ReplaceMissingValues(
                FeatureColumn, replacementMode: Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean));
        }
        if (categories.Length > 0)
            steps.Add(ml.Transforms.Concatenate(FeatureColumn, numbers.Length > 0 ? [FeatureColumn, .. indicated] : indicated));
        return steps.Aggregate((chain, step) => chain.Append(step));
    }

    /// <summary>Writes classes by their names; null where there are none.</summary>
    protected static IEstimator<ITransformer>? Names(TrainingRequest request) =>
        request.Task == TaskNames.Multiclass ? request.Ml.Transforms.Conversion.MapKeyToValue("PredictedLabel") : null;
}
