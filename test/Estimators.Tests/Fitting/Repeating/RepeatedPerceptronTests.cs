using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Fitting.Repeating;

/// <summary>Of few rows several networks learn, each on its own split, and the model is their mean.</summary>
[TestClass]
public sealed class RepeatedPerceptronTests
{
    private const int Width = 3;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void With_nothing_set_five_networks_are_averaged_and_compared_on_every_row()
    {
        using var model = _ml.Regression.Trainers.MultilayerPerceptron().Fit(Rows(60));
        var history = model.TrainingHistory;
        var choice = history.Chosen.Single(chosen => chosen.Option == "Repeats");
        Assert.AreEqual("5", choice.Value);
        StringAssert.StartsWith(choice.Reason, "60 rows are few: ");
        Assert.AreEqual(5 * 128, Hidden(model));
        Assert.IsTrue(history.Comparisons.All(comparison => comparison.Rows == 60), history.ToString());
        StringAssert.Contains(history.Baseline!.ToString(), "held out");
        Assert.IsTrue(history.Epochs.All(epoch => epoch.ValidationLoss is not null));
    }

    [TestMethod]
    public void Many_rows_very_few_rows_epochs_and_rows_to_judge_by_leave_it_at_one_network()
    {
        Assert.AreEqual(5, new MultilayerPerceptronOptions().RepeatsFor(RepeatedSplits.ManyRows - 1));
        Assert.AreEqual(1, new MultilayerPerceptronOptions().RepeatsFor(RepeatedSplits.ManyRows));
        Assert.AreEqual(1, new MultilayerPerceptronOptions().RepeatsFor(null));
        Assert.AreEqual(1, new MultilayerPerceptronOptions { Training = new TrainingOptions { Epochs = 9 } }.RepeatsFor(60));
        Assert.AreEqual(1, new MultilayerPerceptronOptions { Training = new TrainingOptions { ValidationFraction = 0.1 } }.RepeatsFor(60));
        Assert.AreEqual(1, new MultilayerPerceptronOptions { DomainConfusion = new DomainConfusion() }.RepeatsFor(60));
        Assert.AreEqual(1, new MultilayerPerceptronOptions { Repeats = 1 }.RepeatsFor(60));
        Assert.AreEqual(7, new MultilayerPerceptronOptions { Repeats = 7, Training = new TrainingOptions { Epochs = 9 } }.RepeatsFor(60));
        var small = new MultilayerPerceptronOptions { HiddenSizes = [4] };
        using var few = _ml.Regression.Trainers.MultilayerPerceptron(small).Fit(Rows(19));
        Assert.AreEqual(4, Hidden(few));
        using var judged = _ml.Regression.Trainers.MultilayerPerceptron(small).Fit(Rows(60), Rows(30, seed: 2));
        Assert.AreEqual(4, Hidden(judged));
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_mean_and_what_is_saved_scores_alike()
    {
        var data = Rows(40);
        var trainer = _ml.Regression.Trainers.MultilayerPerceptron(Brief(3));
        using var model = trainer.Fit(data);
        using var again = trainer.Fit(data);
        var scores = Scores(model, data);
        CollectionAssert.AreEqual(scores, Scores(again, data));
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var loaded = (MultilayerPerceptronTransformer)_ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(scores, Scores(loaded, data));
        Assert.AreEqual(3, loaded.Networks);
    }

    [TestMethod]
    public void With_rows_to_judge_by_each_network_learns_from_all_others()
    {
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(Brief(2)).Fit(Rows(40), Rows(30, seed: 2));
        Assert.AreEqual(8, Hidden(model));
        Assert.IsTrue(model.TrainingHistory.Comparisons.All(comparison => comparison.Rows == 30), model.TrainingHistory.ToString());
        StringAssert.Contains(Choice(model).Reason, "the rows given");
    }

    [TestMethod]
    public void Classes_and_tables_are_averaged_too()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 60).Select(i => new Thing
        {
            Size = i % 3 == 0 ? float.NaN : (i % 2) + (0.1f * (float)random.NextDouble()),
            Colour = FormattableString.Invariant($"c{i % 20}"),
            Kind = i % 20 < 10 ? "low" : "high",
        }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = "Kind",
            FeatureColumnNames = ["Size", "Colour"],
            Training = new TrainingOptions { Seed = 1 },
        }).Fit(data);
        Assert.AreEqual(5, model.Networks);
        Assert.AreEqual(5 * 9, model.Table!.Categories.Single().Size, "each network has numbers of its own for a colour");
        var scored = model.Transform(data);
        var isFirst = scored.GetColumn<uint>("PredictedLabel").Select(key => key == 1);
        var right = isFirst.Zip(rows, (first, row) => first == (row.Kind == rows[0].Kind)).Count(same => same);
        Assert.IsGreaterThan(54, right);
    }

    [TestMethod]
    public void A_stop_keeps_the_networks_that_are_finished()
    {
        using var source = new CancellationTokenSource();
        var finished = 0;
        var epochs = new Told(progress =>
        {
            finished += progress is { IsEpochEnd: true, Epoch: 3 } ? 1 : 0;
            if (finished == 2 && progress is { IsEpochEnd: true, Epoch: 1 })
                source.Cancel();
        });
        var options = Brief(4);
        options = options with { Training = options.Training with { Cancellation = source.Token, Progress = epochs } };
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(Rows(40));
        Assert.AreEqual((2, 8), (model.Networks, Hidden(model)));
        Assert.AreEqual(StopReason.Cancelled, model.TrainingHistory.StopReason);
        StringAssert.EndsWith(model.TrainingHistory.StopMessage, "with 2 of 4 networks to keep");
        Assert.AreEqual(20, model.TrainingHistory.Comparisons[0].Rows, "those that the two have not learned from");
    }

    [TestMethod]
    public void Networks_whose_loss_stops_being_a_number_are_left_out_and_told()
    {
        // A row so large that its gradient leads every network away that learns from it: only the one that holds it out learns.
        var rows = Enumerable.Range(0, 30).Select(i => (float)i / 30).Append(40).ToArray();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1);
        var data = _ml.Data.LoadFromEnumerable(rows.Select(x => new Row { Features = [x], Label = x }).ToArray(), schema);
        var options = new MultilayerPerceptronOptions
        {
            HiddenSizes = [],
            InputScaling = NetworkInputScaling.None,
            ScaleLabel = false,
            Repeats = 3,
            Training = new TrainingOptions
            {
                Epochs = 60,
                BatchSize = 32,
                LearningRate = 0.1,
                Optimizer = new GradientDescentOptimizer(),
                WhenStopped = StopBehavior.ThrowWithBest,
                Seed = 1,
            },
        };
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(options).Fit(data);
        Assert.AreEqual(1, model.Networks);
        StringAssert.EndsWith(Choice(model).Reason, "; 2 more, whose loss was no number any more, were left out");
        Assert.AreEqual(StopReason.Completed, model.TrainingHistory.StopReason);
        Assert.IsTrue(Scores(model, data).All(float.IsFinite));
    }

    [TestMethod]
    public void A_fit_that_is_taken_up_again_ends_with_the_same_mean()
    {
        var data = Rows(40);
        using var whole = _ml.Regression.Trainers.MultilayerPerceptron(Brief(3)).Fit(data);
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        var ends = 0;
        var stopping = Brief(3);
        stopping = stopping with
        {
            Training = stopping.Training with
            {
                CheckpointDirectory = folder.Path,
                Cancellation = source.Token,
                Progress = new Told(progress =>
                {
                    ends += progress.IsEpochEnd ? 1 : 0;
                    if (ends == 5) // in the second network
                        source.Cancel();
                }),
            },
        };
        using var stopped = _ml.Regression.Trainers.MultilayerPerceptron(stopping).Fit(data);
        Assert.AreEqual(1, stopped.Networks);
        var going = Brief(3);
        going = going with { Training = going.Training with { CheckpointDirectory = folder.Path } };
        using var resumed = _ml.Regression.Trainers.MultilayerPerceptron(going).Fit(data);
        CollectionAssert.AreEqual(Scores(whole, data), Scores(resumed, data));
    }

    [TestMethod]
    public void A_warm_start_goes_on_with_all_networks_as_one()
    {
        var data = Rows(40);
        var trainer = _ml.Regression.Trainers.MultilayerPerceptron(Brief(3));
        using var first = trainer.Fit(data);
        var slow = Brief(null);
        slow = slow with { Training = slow.Training with { Epochs = 1, LearningRate = 1e-12 } };
        using var second = _ml.Regression.Trainers.MultilayerPerceptron(slow).Fit(data, first);
        Assert.AreEqual((3, 12), (second.Networks, Hidden(second)));
        foreach (var (expected, actual) in Scores(first, data).Zip(Scores(second, data)))
            Assert.AreEqual(expected, actual, 1e-4);
    }

    [TestMethod]
    public void Options_that_cannot_go_together_are_refused()
    {
        foreach (var (options, told) in new (MultilayerPerceptronOptions, string)[]
        {
            (new() { Repeats = 0 }, "Repeats is 0; it must be in [1, 100]."),
            (new() { Repeats = 101 }, "Repeats is 101; it must be in [1, 100]."),
            (new() { Repeats = 2, HiddenActivation = Activation.ParametricReLU }, "Repeats is 2; it must be 1 or null with ParametricReLU"),
            (new() { Repeats = 2, DomainConfusion = new DomainConfusion() }, "Repeats is 2; it must be 1 or null with InitializeFrom"),
            (new() { Repeats = 2, Training = new TrainingOptions { ValidationFraction = 0.2 } }, "Training.ValidationFraction is 0.2; it"),
        })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Regression.Trainers.MultilayerPerceptron(options));
            StringAssert.Contains(error.Message, told);
        }
        var few = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions { Repeats = 9 }).Fit(Rows(8)));
        StringAssert.Contains(few.Message, "Repeats is 9, and 8 rows make no 9 parts");
        var streamed = new MultilayerPerceptronOptions
        {
            Repeats = 2,
            HiddenSizes = [2],
            Training = new TrainingOptions { Epochs = 1, MemoryBudget = 1 << 20 },
        };
        var many = Assert.ThrowsExactly<InvalidOperationException>(
            () => _ml.Regression.Trainers.MultilayerPerceptron(streamed).Fit(Rows(70_000)));
        StringAssert.Contains(many.Message, "rows that do not fit Training.MemoryBudget are not split");
    }

    private static MultilayerPerceptronOptions Brief(int? repeats) => new()
    {
        Repeats = repeats,
        HiddenSizes = [4],
        Training = new TrainingOptions { Epochs = 3, BatchSize = 8, LearningRate = 0.01, Seed = 5 },
    };

    private static AutomaticChoice Choice(MultilayerPerceptronTransformer model) =>
        model.TrainingHistory.Chosen.Single(choice => choice.Option == "Repeats");

    private static int Hidden(MultilayerPerceptronTransformer model) =>
        ((MultilayerPerceptronDescription)model.Description).Architecture.HiddenSizes.Single();

    private static float[] Scores(MultilayerPerceptronTransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<float>("Score")];

    private IDataView Rows(int count, int seed = 1)
    {
        var random = new Random(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        return _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, count).Select(_ =>
            {
                float[] x = [.. Enumerable.Range(0, Width).Select(_ => (float)random.NextDouble())];
                return new Row { Features = x, Label = x[0] - (2 * x[1]) };
            }).ToArray(), schema);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("deepml-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    private sealed class Told(Action<EpochProgress> look) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => look(value);
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    private sealed class Thing
    {
        public float Size { get; set; }

        public string Colour { get; set; } = "";

        public string Kind { get; set; } = "";
    }
}
