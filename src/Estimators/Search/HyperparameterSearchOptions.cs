using DeepML.Trainers;
using Microsoft.ML;

namespace DeepML;

/// <summary>How a <see cref="HyperparameterSearch"/> goes about it.</summary>
public sealed record HyperparameterSearchOptions
{
    /// <summary>How the next trial follows from those so far.</summary>
    /// <value>The default is <see cref="TreeParzenSearch"/>; <see cref="RandomSearch"/> looks at none.</value>
    public SearchMethod Method { get; init; } = new TreeParzenSearch();

    /// <summary>Stops trials that fall behind, by their losses in training.</summary>
    /// <value>Null (the default) trains all to their end.</value>
    public SuccessiveHalving? Halving { get; init; }

    /// <summary>Whether the lowest metric is the best, as of errors.</summary>
    /// <value>The default is false: the highest is, as of accuracies.</value>
    public bool LowerIsBetter { get; init; }

    /// <summary>Values that are tried first, such as those used so far: each has all dimensions.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<IReadOnlyDictionary<string, object>> Start { get; init; } = [];

    /// <summary>Share of the rows that no trial learns from and all are measured on, drawn by <see cref="Seed"/>.</summary>
    /// <value>In (0, 1); the default is 0.2. Without effect where <see cref="ValidationData"/> is given.</value>
    public double ValidationFraction { get; init; } = 0.2;

    /// <summary>The rows that all trials are measured on, in place of a share drawn by chance: for series, those that come last.</summary>
    /// <value>Null by default.</value>
    public IDataView? ValidationData { get; init; }

    /// <summary>
    /// How trials are trained, which the estimator of each trial is to take over and may change. A token in
    /// <see cref="TrainingOptions.Cancellation"/> ends the search too, and the trial that is under way does not count.
    /// </summary>
    /// <value>The default are those of <see cref="TrainingOptions"/>; trials write no checkpoints.</value>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Folder with a JSON file for each trial: a search that was ended takes them up, and several processes that name the same folder share
    /// the trials among them.
    /// </summary>
    /// <value>Null (the default) keeps trials in memory.</value>
    public string? Folder { get; init; }

    /// <summary>Fixes the values of trials and the rows that are held out.</summary>
    /// <value>The default is 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>After this time no further trial begins.</summary>
    /// <value>Above zero; null (the default) sets no limit.</value>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Receives every trial of this process when it has ended.</summary>
    /// <value>Null by default.</value>
    public IProgress<SearchTrial>? Progress { get; init; }

    internal void Validate(IReadOnlyDictionary<string, SearchDimension> space, int trials)
    {
        var faults = new OptionFaults();
        faults.AtLeast(trials, 1, nameof(trials));
        if (space.Count == 0)
            faults.Add(nameof(space), "empty", "a dictionary with at least one dimension");
        foreach (var (name, dimension) in space)
            if (faults.Given(dimension, $"{nameof(space)}[\"{name}\"]"))
                faults.Add($"{nameof(space)}[\"{name}\"]", dimension.Faults());
        if (faults.Given(Method, nameof(Method)))
            Method.Validate(faults, nameof(Method));
        Halving?.Validate(faults, nameof(Halving));
        if (!(ValidationFraction is > 0 and < 1))
            faults.Add(nameof(ValidationFraction), ValidationFraction, "in (0, 1)");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero)
            faults.Add(nameof(TimeLimit), limit, "above 0");
        if (Folder is { } folder && string.IsNullOrWhiteSpace(folder))
            faults.Add(nameof(Folder), $"\"{folder}\"", "a folder's path, or null");
        faults.Training(Training);
        if (faults.Given(Start, nameof(Start)))
            for (var i = 0; i < Start.Count; i++)
                ValidateStart(faults, space, Start[i], $"{nameof(Start)}[{i}]");
        faults.ThrowIfAny("options");
    }

    private static void ValidateStart(
        OptionFaults faults, IReadOnlyDictionary<string, SearchDimension> space, IReadOnlyDictionary<string, object> values, string name)
    {
        if (!faults.Given(values, name))
            return;
        foreach (var key in space.Keys.Concat(values.Keys).Distinct())
            if (!space.TryGetValue(key, out var dimension))
                faults.Add($"{name}[\"{key}\"]", values[key], "left out: the space has no such dimension");
            else if (!values.TryGetValue(key, out var value))
                faults.Add($"{name}[\"{key}\"]", "missing", $"given, as {dimension}");
            else if (dimension is not null && !dimension.Faults().Any() && !dimension.Holds(value))
                faults.Add($"{name}[\"{key}\"]", value, $"one of {dimension}");
    }
}
