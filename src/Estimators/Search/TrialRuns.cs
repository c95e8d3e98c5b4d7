using System.Diagnostics;
using System.Globalization;
using DeepML.Data;
using DeepML.Trainers;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>Makes the trials of a search that are not made yet, in this process one after the other.</summary>
/// <param name="create">From a trial to its estimator.</param>
/// <param name="space">What varies.</param>
/// <param name="training">The rows to learn from.</param>
/// <param name="validation">The rows to measure on.</param>
/// <param name="metric">What is measured.</param>
/// <param name="options">How to search.</param>
/// <param name="folder">Where trials are kept; null for in memory.</param>
internal sealed class TrialRuns(
    Func<SearchTrial, TrainingOptions, IEstimator<ITransformer>> create,
    IReadOnlyDictionary<string, SearchDimension> space,
    IDataView training,
    IDataView validation,
    Func<ITransformer, IDataView, double> metric,
    HyperparameterSearchOptions options,
    TrialFolder? folder)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100); // while other processes make the last trials

    private readonly List<SearchTrial> _own = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Makes trials until there are as many.</summary>
    public SearchResult Run(int count)
    {
        var token = options.Training.Cancellation;
        var finished = Finished();
        for (; finished.Count < count && !token.IsCancellationRequested && !IsLate(); finished = Finished())
        {
            using var claim = Claim(finished, count, out var number);
            if (number == 0)
                token.WaitHandle.WaitOne(Pause);
            else if (Make(new SearchTrial(number, Values(number, finished)), finished) is { } trial)
                Keep(trial);
        }
        if (finished.Count == 0)
            token.ThrowIfCancellationRequested();
        return new SearchResult(space, finished, options.LowerIsBetter);
    }

    private IReadOnlyList<SearchTrial> Finished() => folder?.Read() ?? _own;

    private bool IsLate() => options.TimeLimit is { } limit && _clock.Elapsed > limit;

    // Takes the first trial that nobody has made or is making; 0 if there is none.
    private IDisposable? Claim(IReadOnlyList<SearchTrial> finished, int count, out int number)
    {
        var done = finished.Select(trial => trial.Id).ToHashSet();
        foreach (var open in Enumerable.Range(1, count).Where(id => !done.Contains(id)))
        {
            number = open;
            if (folder is null)
                return null;
            if (folder.Claim(open) is { } claim)
                return claim;
        }
        number = 0;
        return null;
    }

    private IReadOnlyDictionary<string, object> Values(int number, IReadOnlyList<SearchTrial> finished)
    {
        if (number <= options.Start.Count)
            return options.Start[number - 1];
        SearchTrial[] ranked =
        [
            .. SearchResult.Rank(finished, options.LowerIsBetter),
            .. finished.Where(trial => trial.Metric is null).OrderBy(trial => trial.Id),
        ];
        return options.Method.Next(space, ranked, new Random(Mixing.Seed(options.Seed, number)));
    }

    // Null for a trial that was cancelled: it is as if it had not begun.
    private SearchTrial? Make(SearchTrial trial, IReadOnlyList<SearchTrial> finished)
    {
        var watch = new TrialWatch(options.Halving, finished);
        var how = options.Training with
        {
            CheckpointDirectory = null,
            WhenStopped = StopBehavior.ReturnBest,
            Callbacks = [.. options.Training.Callbacks, watch],
        };
        var clock = Stopwatch.StartNew();
        var (value, fault) = (double.NaN, (string?)null);
        try
        {
            var model = create(trial, how).Fit(training);
            using var owned = model as IDisposable;
            if (!options.Training.Cancellation.IsCancellationRequested)
                value = metric(model, validation);
        }
        catch (InvalidOperationException e)
        {
            fault = e.Message;
        }
        catch (OperationCanceledException) when (options.Training.Cancellation.IsCancellationRequested)
        {
            return null;
        }
        if (options.Training.Cancellation.IsCancellationRequested)
            return null;
        if (fault is null && options.Halving is not null && !watch.HasSeenTraining)
            throw new ArgumentException(
                "Trials are to be stopped early, but no network was trained with the options that create was given: hand them to the "
                    + "estimator as its Training.", nameof(create));
        if (!double.IsFinite(value))
            fault ??= string.Create(CultureInfo.InvariantCulture, $"the metric is {value}");
        return trial with
        {
            Outcome = fault is not null ? SearchOutcome.Failed
                : watch.Stopped is not null ? SearchOutcome.StoppedEarly : SearchOutcome.Measured,
            Metric = fault is null ? value : null,
            Message = fault ?? watch.Stopped,
            Epochs = watch.Epochs,
            Elapsed = clock.Elapsed,
            Losses = watch.Losses,
        };
    }

    private void Keep(SearchTrial trial)
    {
        if (folder is null)
            _own.Add(trial);
        else
            folder.Write(trial);
        options.Progress?.Report(trial);
    }
}
