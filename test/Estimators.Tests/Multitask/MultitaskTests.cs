using DeepML.Estimators.Tests.Heads;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Multitask;

/// <summary>Several tasks learned by one network.</summary>
[TestClass]
public sealed class MultitaskTests
{
    private static readonly MultitaskOptions Longer = new()
    {
        HiddenSizes = [16],
        Training = new TrainingOptions { Epochs = 40, BatchSize = 16, LearningRate = 0.01, ValidationFraction = 0.25, Seed = 1 },
    };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(null, false)]
    [DataRow(1e-3, false)]
    [DataRow(null, true)]
    public void Tasks_of_every_kind_are_learned_together(double? sharing, bool weighs)
    {
        TaskHead[] heads =
        [
            new("Flags", TaskHeadKind.Multilabel), new("Sizes", TaskHeadKind.VectorRegression),
            new("Sign", TaskHeadKind.Multiclass) { LabelColumnName = "Word" }, new("First", TaskHeadKind.Regression),
        ];
        var options = Longer with { SoftSharing = sharing, LearnTaskWeights = weighs };
        using var model = _ml.Transforms.MultitaskNetwork("Features", heads, options).Fit(Rows(300, 1));
        var scored = model.Transform(Rows(150, 2));
        CollectionAssert.AreEqual(new[] { "Flags", "Sizes", "Sign", "First" }, model.Tasks.ToArray());
        var flags = _ml.MultilabelClassification().Evaluate(scored, "Flags", "Flags.PredictedLabel");
        Assert.IsTrue(flags.MicroF1 > 0.85, flags.ToString());
        var sizes = _ml.VectorRegression().Evaluate(scored, "Sizes", "Sizes.Score");
        Assert.IsTrue(sizes.PerNumberRSquared.All(r => r > 0.8), sizes.ToString());
        var regression = _ml.Regression.Evaluate(scored, "First", "First.Score");
        Assert.IsGreaterThan(0.8, regression.RSquared);
        Assert.IsGreaterThan(0.85, ShareOfWords(scored, "Sign.PredictedLabel"));
        var history = model.TrainingHistory;
        Assert.IsTrue(history.Baseline!.IsBeaten && history.Baseline.Value == 1, history.Baseline.ToString());
        CollectionAssert.IsSubsetOf(
            new[] { "validation Flags hamming loss", "validation Sizes mean absolute error", "validation Sign accuracy",
                "validation First loss" }, history.Epochs[^1].Metrics.Keys.ToArray());
        CollectionAssert.IsSubsetOf(
            new[] { "Flags.Borders", "Flags beside", "Sign beside", "First beside" }, history.Chosen.Select(c => c.Option).ToArray());
        Assert.AreEqual(weighs ? 4 : null, model.TaskDeviations?.Count);
    }

    [TestMethod]
    public void A_row_whose_label_of_a_task_is_missing_teaches_the_others_only()
    {
        var rows = Draw(300, 1);
        for (var i = 0; i < rows.Length; i++)
            if (i % 2 == 0)
                rows[i].First = float.NaN;
            else
                rows[i].Word = "";
        var data = Load(rows);
        var keyed = _ml.Transforms.Conversion.MapValueToKey(
            "Key", "Word", keyData: _ml.Data.LoadFromEnumerable(new[] { new Known { Word = "up" }, new Known { Word = "down" } }))
            .Fit(data).Transform(data);
        using var model = _ml.Transforms.MultitaskNetwork(
            "Features", [new("Key", TaskHeadKind.Multiclass), new("First", TaskHeadKind.Regression)], Longer).Fit(keyed);
        var scored = model.Transform(Rows(150, 2));
        Assert.IsGreaterThan(0.85, ShareOfWords(scored, "Key.PredictedLabel"));
        Assert.IsGreaterThan(0.8, _ml.Regression.Evaluate(scored, "First", "First.Score").RSquared);
    }

    [TestMethod]
    public void A_task_of_which_every_label_is_missing_is_named()
    {
        var rows = Draw(40, 1);
        foreach (var row in rows)
            row.First = float.NaN;
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.MultitaskNetwork(
            "Features", [new("Sizes", TaskHeadKind.VectorRegression), new("Age", TaskHeadKind.Regression) { LabelColumnName = "First" }],
            MultitaskWorkout.Small).Fit(Load(rows)));
        StringAssert.Contains(error.Message, "Label column 'First' of task 'Age' is missing in every training row");
    }

    [TestMethod]
    public void Training_goes_on_from_a_model_and_bad_tasks_and_options_are_named()
    {
        TaskHead[] heads = [new("First", TaskHeadKind.Regression), new("Flags", TaskHeadKind.Multilabel)];
        using var model = _ml.Transforms.MultitaskNetwork("Features", heads, MultitaskWorkout.Small).Fit(Rows(60, 1));
        using var more = _ml.Transforms.MultitaskNetwork("Features", heads, MultitaskWorkout.Small).Fit(Rows(60, 1), model);
        CollectionAssert.AreNotEqual(
            model.Transform(Rows(9, 2)).GetColumn<float>("First.Score").ToArray(),
            more.Transform(Rows(9, 2)).GetColumn<float>("First.Score").ToArray());
        var message = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MultitaskNetwork(
            "Features", [new("A", TaskHeadKind.Binary) { Weight = 0 }, new("A", (TaskHeadKind)9) { LabelColumnName = "" }, new("", 0)],
            new MultitaskOptions
            {
                HiddenSizes = [],
                HeadSizes = [0],
                Dropout = 1,
                SoftSharing = -1,
                Training = new TrainingOptions { LabelNoise = 0.1, LabelSmoothing = 0.1, ClassWeights = [1, 2] },
            })).Message;
        foreach (var fault in new[]
        {
            "heads[0].Weight is 0", "heads[1].Kind is 9", "heads[1].LabelColumnName is \"\"", "heads[2].Name is \"\"",
            "two or more called 'A'", "HiddenSizes is empty", "HeadSizes[0] is 0", "Dropout is 1", "SoftSharing is -1",
            "Training.LabelNoise is 0.1", "Training.LabelSmoothing is 0.1", "Training.ClassWeights is a list of 2",
        })
            StringAssert.Contains(message, fault);
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MultitaskNetwork("Features", []));
    }

    private double ShareOfWords(IDataView scored, string predicted)
    {
        var words = _ml.Transforms.Conversion.MapKeyToValue("Told", predicted).Fit(scored).Transform(scored);
        return words.GetColumn<string>("Told").Zip(words.GetColumn<string>("Word")).Average(row => row.First == row.Second ? 1.0 : 0);
    }

    private IDataView Rows(int count, int seed) => Load(Draw(count, seed));

    private IDataView Load(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private static Row[] Draw(int count, int seed) => [.. SeveralRows.Draw(count, seed).Select(row => new Row
    {
        Features = row.Features, Flags = row.Flags, Sizes = row.Sizes, Word = row.Features[0] + row.Features[3] > 0 ? "up" : "down",
        First = 10 * row.Features[1],
    })];

    private sealed class Known
    {
        public string Word { get; set; } = "";
    }

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];

        [VectorType(3)]
        public bool[] Flags { get; set; } = [];

        [VectorType(2)]
        public float[] Sizes { get; set; } = [];

        public string Word { get; set; } = "";

        public float First { get; set; }
    }
}
