using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Search;

[TestClass]
public sealed class HyperparameterSearchTests
{
    private static readonly Dictionary<string, SearchDimension> Space = new()
    {
        ["rate"] = new NumberDimension(1e-7, 0.1) { IsLogarithmic = true },
        ["units"] = new WholeDimension(2, 16),
        ["function"] = new ChoiceDimension("ReLU", "Tanh"),
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_best_trial_has_a_rate_that_learns_and_is_made_again_by_its_values()
    {
        var result = HyperparameterSearch.Run(Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, trials: 12, Brief);
        Assert.HasCount(12, result.Trials);
        Assert.IsGreaterThan(1e-4, result.Best.Number("rate"));
        Assert.AreEqual(1, result.Best.Metric!.Value, 0.01);
        Assert.IsLessThan(0.9, result.Trials.Min(trial => trial.Metric!.Value), "lowest rates learn nothing");
        Assert.IsTrue(result.Trials.All(
            trial => trial is { Outcome: SearchOutcome.Measured, Epochs: 12 } && trial.Elapsed > TimeSpan.Zero));
        using var model = (IDisposable)Perceptron(result.Best, Brief.Training).Fit(Blobs.WithKeys(_ml));
        var again = HyperparameterSearch.Run(Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, trials: 12, Brief);
        CollectionAssert.AreEqual(
            result.Trials.Select(trial => trial.Metric).ToArray(), again.Trials.Select(trial => trial.Metric).ToArray());
    }

    [TestMethod]
    public void Values_given_first_are_tried_first_and_rows_given_are_measured_on()
    {
        var known = new Dictionary<string, object> { ["rate"] = 0.01, ["units"] = 4, ["function"] = "Tanh" };
        var validation = Blobs.WithKeys(_ml, rows: 9, seed: 3);
        var seen = 0L;
        var told = new List<int>();
        var result = HyperparameterSearch.Run(
            Perceptron, Space, Blobs.WithKeys(_ml), (model, rows) =>
            {
                seen = rows.GetRowCount() ?? -1;
                return -Accuracy(model, rows);
            },
            trials: 2, Brief with
            {
                Start = [known],
                ValidationData = validation,
                LowerIsBetter = true,
                Progress = new Reporter(trial => told.Add(trial.Id)),
            });
        CollectionAssert.AreEquivalent(known, result.Trials[0].Values.ToDictionary(pair => pair.Key, pair => pair.Value));
        Assert.AreEqual(validation.GetRowCount(), seen);
        Assert.AreEqual(result.Trials.Min(trial => trial.Metric), result.Best.Metric);
        CollectionAssert.AreEqual(new[] { 1, 2 }, told);
    }

    [TestMethod]
    public void Trials_that_fall_behind_are_stopped_and_measured_as_they_are()
    {
        var options = Brief with { Halving = new SuccessiveHalving { FirstEpochs = 2, Factor = 2 } };
        var result = HyperparameterSearch.Run(Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, trials: 10, options);
        var stopped = result.Trials.Where(trial => trial.Outcome == SearchOutcome.StoppedEarly).ToArray();
        Assert.IsGreaterThan(2, stopped.Length);
        Assert.IsTrue(stopped.All(trial => trial.Epochs is 2 or 4 or 8 && trial.Metric is not null));
        StringAssert.StartsWith(stopped[0].Message, $"stopped after epoch {stopped[0].Epochs}: ");
        Assert.AreEqual(12, result.Trials[0].Epochs, "the first has nobody to fall behind");
        Assert.IsTrue(result.Trials.Where(trial => trial.Outcome == SearchOutcome.Measured).All(trial => trial.Epochs == 12));
        Assert.AreEqual(SearchOutcome.Measured, result.Best.Outcome);
    }

    [TestMethod]
    public void A_search_that_was_cancelled_is_taken_up_and_ends_like_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        var whole = HyperparameterSearch.Run(Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, trials: 12, Brief);
        using var cancel = new CancellationTokenSource();
        var part = HyperparameterSearch.Run(Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, trials: 12, Brief with
        {
            Folder = folder.Path,
            Training = Brief.Training with { Cancellation = cancel.Token },
            Progress = new Reporter(trial =>
            {
                if (trial.Id == 11)
                    cancel.Cancel();
            }),
        });
        Assert.HasCount(11, part.Trials);
        var made = 0;
        var rest = HyperparameterSearch.Run(
            (trial, training) =>
            {
                made++;
                return Perceptron(trial, training);
            }, Space, Blobs.WithKeys(_ml), Accuracy, trials: 12, Brief with { Folder = folder.Path });
        Assert.AreEqual(1, made);
        CollectionAssert.AreEqual(
            whole.Trials.Select(trial => trial.Metric).ToArray(), rest.Trials.Select(trial => trial.Metric).ToArray());
        CollectionAssert.AreEqual(
            whole.Trials.Select(trial => trial.Number("rate")).ToArray(), rest.Trials.Select(trial => trial.Number("rate")).ToArray());
        var none = HyperparameterSearch.Run(
            (_, _) => throw new NotSupportedException(), Space, Blobs.WithKeys(_ml), Accuracy, trials: 12,
            Brief with { Folder = folder.Path });
        Assert.AreEqual(whole.Best.Id, none.Best.Id);
        Assert.IsEmpty(Directory.GetFiles(folder.Path, "*.lock"));
    }

    [TestMethod]
    public void Two_searches_with_one_folder_share_the_trials()
    {
        using var folder = new TemporaryFolder();
        var made = new System.Collections.Concurrent.ConcurrentBag<int>();
        using var bothAtWork = new Barrier(2);
        SearchResult One()
        {
            var isFirst = true;
            return HyperparameterSearch.Run(
                (trial, _) =>
                {
                    made.Add(trial.Id);
                    if (isFirst && trial.Id <= 2)
                        bothAtWork.SignalAndWait(TimeSpan.FromSeconds(30));
                    isFirst = false;
                    return _ml.Transforms.CopyColumns("Copy", "Features");
                },
                Space, Blobs.Create(_ml), (_, _) => 1, trials: 8, Brief with { Folder = folder.Path });
        }
        var searches = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(One, TaskCreationOptions.LongRunning)).ToArray();
        Task.WaitAll(searches);
        CollectionAssert.AreEqual(Enumerable.Range(1, 8).ToArray(), made.Order().ToArray(), "each trial once");
        Assert.IsTrue(searches.All(search => search.Result.Trials.Count == 8));
    }

    [TestMethod]
    public void A_trial_that_fails_is_told_and_the_search_goes_on()
    {
        var result = HyperparameterSearch.Run(
            (trial, training) => trial.Id == 2 ? throw new InvalidOperationException("out of luck") : Perceptron(trial, training),
            Space, Blobs.WithKeys(_ml), Accuracy, trials: 3, Brief);
        Assert.AreEqual(SearchOutcome.Failed, result.Trials[1].Outcome);
        Assert.AreEqual("out of luck", result.Trials[1].Message);
        Assert.IsNull(result.Trials[1].Metric);
        Assert.HasCount(2, result.Ranked);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => HyperparameterSearch.Run(
            Perceptron, Space, Blobs.WithKeys(_ml), (_, _) => double.NaN, trials: 1, Brief));
        StringAssert.Contains(error.Message, "failed: the metric is NaN");
    }

    [TestMethod]
    public void Networks_without_labels_and_chains_are_searched_alike()
    {
        var space = new Dictionary<string, SearchDimension> { ["size"] = new WholeDimension(1, 4) };
        var result = HyperparameterSearch.Run(
            (trial, training) => _ml.Transforms.NormalizeMeanVariance("Features").Append(_ml.Transforms.Autoencoder(
                "Code", "Features", new AutoencoderOptions { CodeSize = trial.Whole("size"), Training = training })),
            space, Blobs.Create(_ml), (model, rows) => model.Transform(rows).GetColumn<float[]>("Code").First().Length, trials: 5,
            Brief with { Halving = new SuccessiveHalving() });
        Assert.AreEqual(result.Trials.Max(trial => trial.Whole("size")), result.Best.Whole("size"));
    }

    [TestMethod]
    public void A_folder_of_another_search_and_damaged_trials_are_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        SearchResult Search(HyperparameterSearchOptions options, int rows = 75) => HyperparameterSearch.Run(
            (_, _) => _ml.Transforms.CopyColumns("Copy", "Features"), Space, Blobs.Create(_ml, rows), (_, _) => 1, trials: 2,
            options with { Folder = folder.Path });
        Search(Brief);
        var other = Assert.ThrowsExactly<InvalidOperationException>(() => Search(Brief with { Seed = 2 }, rows: 60));
        StringAssert.Contains(other.Message, "holds another search: Rows is 75 of Features");
        StringAssert.Contains(other.Message, "Seed is 1 there and 2 here");
        var file = Path.Combine(folder.Path, "trial-0002.json");
        var text = File.ReadAllText(file);
        foreach (var (damaged, word) in new[]
            {
                (text[..20], "trial-0002.json' is no trial of this search"), (text.Replace("\"units\"", "\"unit\""), "no trial"),
                (text.Replace("Measured", "Made"), "Made"), ("[]", "no object"),
                (System.Text.RegularExpressions.Regex.Replace(text, "\"units\": [0-9]+", "\"units\": 99"), "units is 99"),
            })
        {
            File.WriteAllText(file, damaged);
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(() => Search(Brief)).Message, word);
        }
        File.Delete(file);
        Assert.HasCount(2, Search(Brief).Trials);
        var taken = Path.Combine(folder.Path, "search.json");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => HyperparameterSearch.Run(
                Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, 1, Brief with { Folder = taken })).Message, "cannot be used");
    }

    [TestMethod]
    public void What_is_asked_wrongly_is_named_at_once()
    {
        var space = new Dictionary<string, SearchDimension>
        {
            ["rate"] = new NumberDimension(1, 0),
            ["none"] = null!,
            ["units"] = new WholeDimension(1, 4),
        };
        var error = Assert.ThrowsExactly<ArgumentException>(() => HyperparameterSearch.Run(
            Perceptron, space, Blobs.WithKeys(_ml), Accuracy, trials: 0, new HyperparameterSearchOptions
            {
                Method = null!,
                Halving = new SuccessiveHalving { Factor = 1 },
                ValidationFraction = 1,
                TimeLimit = TimeSpan.Zero,
                Folder = " ",
                Training = null!,
                Start = [new Dictionary<string, object> { ["units"] = 9, ["other"] = 1 }],
            }));
        foreach (var part in new[]
            {
                "trials is 0; it must be at least 1", "space[\"rate\"]: From is 1 and To is 0", "space[\"none\"] is null", "Method is null",
                "Halving.Factor is 1", "ValidationFraction is 1; it must be in (0, 1)", "TimeLimit is 00:00:00", "Folder is \" \"",
                "Training is null", "Start[0][\"units\"] is 9; it must be one of WholeDimension { From = 1, To = 4",
                "Start[0][\"other\"] is 1; it must be left out", "Start[0][\"rate\"] is missing",
            })
            StringAssert.Contains(error.Message, part);
        var empty = Assert.ThrowsExactly<ArgumentException>(() => HyperparameterSearch.Run(
            Perceptron, new Dictionary<string, SearchDimension>(), Blobs.WithKeys(_ml), Accuracy));
        StringAssert.Contains(empty.Message, "space is empty");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => HyperparameterSearch.Run(
                (trial, training) => Perceptron(trial, training with { Callbacks = [] }), Space, Blobs.WithKeys(_ml), Accuracy, 1,
                Brief with { Halving = new SuccessiveHalving() })).Message,
            "hand them to the estimator as its Training");
        Assert.ThrowsExactly<InvalidOperationException>(() => HyperparameterSearch.Run(
            Perceptron, Space, _ml.Data.SkipRows(Blobs.WithKeys(_ml), 1000), Accuracy, 1, Brief));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsExactly<OperationCanceledException>(() => HyperparameterSearch.Run(
            Perceptron, Space, Blobs.WithKeys(_ml), Accuracy, 1,
            Brief with { Training = Brief.Training with { Cancellation = cancelled.Token } }));
    }

    [TestMethod]
    public void No_trial_begins_after_the_time()
    {
        var result = HyperparameterSearch.Run(
            (_, _) => _ml.Transforms.CopyColumns("Copy", "Features"), Space, Blobs.Create(_ml), (_, _) =>
            {
                Thread.Sleep(60);
                return 1;
            },
            trials: 1000, Brief with { TimeLimit = TimeSpan.FromMilliseconds(50) });
        Assert.HasCount(1, result.Trials);
    }

    private static HyperparameterSearchOptions Brief => new()
    {
        Training = new TrainingOptions { Epochs = 12, BatchSize = 8, Seed = 1 },
        ValidationFraction = 0.3,
    };

    private IEstimator<ITransformer> Perceptron(SearchTrial trial, TrainingOptions training) =>
        _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [trial.Whole("units")],
            HiddenActivation = Enum.Parse<Activation>(trial.Choice("function")),
            Training = training with { LearningRate = trial.Number("rate") },
        });

    private double Accuracy(ITransformer model, IDataView rows) =>
        _ml.MulticlassClassification.Evaluate(model.Transform(rows)).MicroAccuracy;

    private sealed class Reporter(Action<SearchTrial> report) : IProgress<SearchTrial>
    {
        public void Report(SearchTrial value) => report(value);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("deepml-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
