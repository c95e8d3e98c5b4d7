using System.Text.Json.Nodes;
using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using Microsoft.ML;

namespace DeepML;

/// <summary>
/// Tries hyperparameters of any estimator, also of a whole chain, and measures each on rows held out: evenly drawn, or by what the trials
/// before have shown; trials that fall behind may be stopped early, and a search that was ended is taken up.
/// </summary>
public static class HyperparameterSearch
{
    /// <summary>Makes the trials.</summary>
    /// <param name="create">
    /// From the values of a trial, and how to train, to the estimator, or the chain with it. The options are those of its <c>Training</c>;
    /// it may change them by <c>with</c>.
    /// </param>
    /// <param name="space">What varies, by name.</param>
    /// <param name="data">The rows to learn from; a share of them is held out, unless the options name other rows.</param>
    /// <param name="metric">From a fitted model and the rows held out to what is to be as high, or as low, as can be.</param>
    /// <param name="trials">Trials in all; those in the folder count.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <returns>The trials; to train with the best values, give <c>Best</c> to <paramref name="create"/>.</returns>
    /// <exception cref="ArgumentException">
    /// Options are out of range; an estimator refuses the values of a trial; or trials are to be stopped early, and the estimator does
    /// not train by the options that it was given.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// No trial could be measured, or the folder belongs to another search, cannot be used or holds a damaged trial.
    /// </exception>
    /// <remarks>
    /// A fit that ends with an <see cref="InvalidOperationException"/>, such as one whose loss is no number any more, makes a trial that
    /// has failed, and the search goes on. In one process trials come one after the other: networks train one at a time.
    /// </remarks>
    public static SearchResult Run(
        Func<SearchTrial, TrainingOptions, IEstimator<ITransformer>> create,
        IReadOnlyDictionary<string, SearchDimension> space,
        IDataView data,
        Func<ITransformer, IDataView, double> metric,
        int trials = 30,
        HyperparameterSearchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        options ??= new HyperparameterSearchOptions();
        options.Validate(space, trials);
        var (training, validation) = (data, options.ValidationData);
        if (validation is null)
        {
            var split = new MLContext(options.Seed).Data.TrainTestSplit(data, options.ValidationFraction, seed: options.Seed);
            (training, validation) = (split.TrainSet, split.TestSet);
        }
        if (RowCounts.Of(training) == 0 || RowCounts.Of(validation) == 0)
            throw new InvalidOperationException(
                "There are no rows to learn from or none to measure on: give more rows, another ValidationFraction or ValidationData.");
        var folder = options.Folder is null ? null : new TrialFolder(options.Folder, Identity(space, data, options), space);
        return new TrialRuns(create, space, training, validation, metric, options, folder).Run(trials);
    }

    // What decides which values trials have and what their metrics mean, as far as it can be told: functions cannot.
    private static JsonObject Identity(
        IReadOnlyDictionary<string, SearchDimension> space, IDataView data, HyperparameterSearchOptions options) => new()
        {
            ["Space"] = new JsonObject(space.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)$"{pair.Value.GetType().Name} {Settings.Describe(pair.Value)}"))),
            [nameof(options.Method)] = $"{options.Method.GetType().Name} {Settings.Describe(options.Method)}",
            [nameof(options.Halving)] = Settings.Describe(options.Halving),
            [nameof(options.LowerIsBetter)] = options.LowerIsBetter,
            [nameof(options.Start)] = new JsonArray([.. options.Start.Select(values => Settings.Describe(
                values.ToDictionary(pair => pair.Key, pair => pair.Value)))]),
            [nameof(options.Training)] = Settings.Describe(options.Training, TrainingIdentity.Apart),
            [nameof(options.Seed)] = options.Seed,
            ["Rows"] = Rows(data),
            [nameof(options.ValidationData)] = options.ValidationData is { } given
                ? Rows(given)
                : FormattableString.Invariant($"{options.ValidationFraction} of the rows"),
        };

    private static string Rows(IDataView data)
    {
        var columns = string.Join(", ", data.Schema.Select(column => $"{column.Name}: {column.Type}"));
        return FormattableString.Invariant($"{RowCounts.Of(data)} of {columns}");
    }
}
