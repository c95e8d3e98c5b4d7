using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Numbers for every step of a sequence.</summary>
[TestClass]
public sealed class StepRegressorTests
{
    private const float Missing = float.NaN;

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_running_sum_is_predicted_that_no_step_knows_by_itself()
    {
        using var model = _ml.Transforms.PredictSteps("Predicted", "Inputs", "Sums", new StepRegressorOptions
        {
            Encoder = new GruEncoder { HiddenSize = 16 },
            Bidirectional = false,
            Training = Sequences.Quick(30) with { ValidationFraction = 0.2 },
        }).Fit(Load(Sums(300, seed: 1)));
        var test = Sums(60, seed: 2);
        var predicted = model.Transform(Load(test)).GetColumn<float[]>("Predicted").ToArray();
        var errors = predicted.SelectMany((row, i) => row.Zip(test[i].Truth, (a, b) => Math.Pow(a - b, 2))).ToArray();
        Assert.HasCount(test.Sum(row => row.Truth.Length), errors);
        var mean = test.SelectMany(row => row.Truth).Average();
        var spread = test.SelectMany(row => row.Truth).Average(sum => Math.Pow(sum - mean, 2));
        Assert.IsLessThan(0.1 * spread, errors.Average());
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual("a linear model of each step", baseline.Name);
        StringAssert.EndsWith(baseline.Measure, "on rows held out");
        Assert.IsTrue(baseline.IsBeaten, baseline.ToString());
        StringAssert.StartsWith(model.TrainingHistory.Chosen.Single(c => c.Option == "ScaleLabel").Value, "(label - mean)");
    }

    [TestMethod]
    public void What_is_missing_is_not_learned_from()
    {
        // Every other label is missing in one, and elsewhere in the other data; the rest says the same.
        Row[] Rows(bool even) => [.. Enumerable.Range(0, 60).Select(i =>
        {
            var inputs = Enumerable.Range(0, 6).Select(step => (float)((i + step) % 5)).ToArray();
            return new Row
            {
                Inputs = inputs,
                Sums = [.. inputs.Select((x, step) => (step % 2 == 0) == even ? 100 + (20 * x) : Missing)],
            };
        })];
        foreach (var even in new[] { true, false })
        {
            using var model = _ml.Transforms.PredictSteps("Predicted", "Inputs", "Sums", new StepRegressorOptions
            {
                Encoder = new TimeDelayEncoder { HiddenSize = 12, Taps = 1 },
                Bidirectional = false,
                Training = Sequences.Quick(40),
            }).Fit(Load(Rows(even)));
            var predicted = model.Transform(Load([new Row { Inputs = [0, 1, 2, 3, 4] }])).GetColumn<float[]>("Predicted").Single();
            for (var x = 0; x < 5; x++)
                Assert.AreEqual(100 + (20 * x), predicted[x], 5, $"{even}, {x}");
        }
    }

    [TestMethod]
    public void Beside_the_network_stand_a_line_and_the_means_of_keys_as_a_loop_finds_them()
    {
        var rows = Sums(40, seed: 3);
        foreach (var row in rows)
        {
            row.Keys = [.. row.Inputs.Select(x => x > 0 ? 2u : 1u)];
            row.Sums = [.. row.Inputs.Select(x => 7 + (3 * x))];
        }
        using var line = Fit("Inputs", rows);
        Assert.AreEqual("a linear model of each step", line.TrainingHistory.Baseline!.Name);
        Assert.AreEqual(0, line.TrainingHistory.Baseline.Value, 1e-3, "the label is a line");

        using var keys = Fit("Keys", rows);
        var steps = rows.SelectMany(row => row.Keys.Zip(row.Sums)).ToArray();
        var mean = steps.Average(s => s.Second);
        var variance = steps.Average(s => Math.Pow(s.Second - mean, 2));
        var means = steps.GroupBy(s => s.First).ToDictionary(g => g.Key, g => (g.Sum(s => s.Second) + mean) / (g.Count() + 1));
        Assert.AreEqual("the mean of each key", keys.TrainingHistory.Baseline!.Name);
        Assert.AreEqual(
            steps.Average(s => Math.Pow(s.Second - means[s.First], 2)) / variance, keys.TrainingHistory.Baseline.Value, 1e-4);

        StepRegressorTransformer Fit(string column, Row[] data) => _ml.Transforms.PredictSteps("Predicted", column, "Sums",
            new StepRegressorOptions { Encoder = new LstmEncoder { HiddenSize = 2 }, Training = Sequences.Quick(1) }).Fit(Load(data));
    }

    [TestMethod]
    public void A_baseline_leaves_out_what_is_missing_and_counts_sequences_by_their_weight()
    {
        var rows = new Row[] { new() { Inputs = [1, 1], Sums = [4, Missing], Weight = 3 }, new() { Inputs = [1, 1], Sums = [0, 2] } };
        using var model = _ml.Transforms.PredictSteps("Predicted", "Inputs", "Sums", new StepRegressorOptions
        {
            ExampleWeightColumnName = "Weight",
            ScaleLabel = false,
            Encoder = new LstmEncoder { HiddenSize = 2 },
            Training = Sequences.Quick(1),
        }).Fit(Load(rows));
        var mean = ((3 * 4) + 0 + 2) / 5.0; // the inputs say nothing, so a line says the mean too
        Assert.AreEqual(
            ((3 * Math.Pow(4 - mean, 2)) + Math.Pow(mean, 2) + Math.Pow(2 - mean, 2)) / 5, model.TrainingHistory.Baseline!.Value, 1e-5);
    }

    [TestMethod]
    public void Counts_are_predicted_through_an_exponential_and_quantiles_have_no_mean_beside_them()
    {
        var rows = Sums(60, seed: 4);
        foreach (var row in rows)
            row.Sums = [.. row.Inputs.Select(x => MathF.Round(MathF.Exp(1 + x)))];
        using var counts = Fit(new PoissonLoss());
        var predicted = counts.Transform(Load(rows)).GetColumn<float[]>("Predicted").SelectMany(row => row).ToArray();
        Assert.IsTrue(predicted.All(count => count > 0));
        Assert.AreEqual(rows.SelectMany(row => row.Sums).Average(), predicted.Average(), 1);
        using var upper = Fit(new QuantileLoss { Quantile = 0.9 });
        Assert.IsNull(upper.TrainingHistory.Baseline);
        rows[3].Sums[1] = -1;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Fit(new PoissonLoss())).Message,
            "Every step of label column 'Sums' must hold numbers in [0, ");

        StepRegressorTransformer Fit(NumberLoss loss) => _ml.Transforms.PredictSteps("Predicted", "Inputs", "Sums",
            new StepRegressorOptions { Loss = loss, Encoder = new LstmEncoder { HiddenSize = 8 }, Training = Sequences.Quick(15) })
            .Fit(Load(rows));
    }

    [TestMethod]
    public void Bad_options_and_labels_are_named_with_value_and_row()
    {
        var bad = new StepRegressorOptions
        {
            LabelSize = 0,
            StepSize = 0,
            Loss = new HuberLoss { Delta = 0 },
            OutputFunction = (NumberFunction)99,
            Training = new TrainingOptions { InputNoise = 1 },
        };
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.PredictSteps("P", "Inputs", "Sums", bad));
        foreach (var fault in new[] { "LabelSize is 0; it must be at least 1", "StepSize is 0", "Delta is 0", "OutputFunction is 99",
            "Training.InputNoise is 1" })
            StringAssert.Contains(error.Message, fault);
        Says("Column 'Inputs' has 2 steps in row 0, but label column 'Sums' has 1.", new Row { Inputs = [1, 2], Sums = [1] });
        Says("every number of label column 'Sums' is missing, in every row", new Row { Inputs = [1, 2], Sums = [Missing, Missing] });
        Says("Column 'Sums' is Infinity in row 0, slot 1", new Row { Inputs = [1, 2], Sums = [1, float.PositiveInfinity] });

        void Says(string message, params Row[] rows) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.PredictSteps("P", "Inputs", "Sums").Fit(Load(rows)))
                .Message.Replace("\u221E", "Infinity"), message);
    }

    private static Row[] Sums(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var inputs = Enumerable.Range(0, random.Next(3, 9)).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray();
            var sums = inputs.Select((_, i) => 50 + (10 * inputs[..(i + 1)].Sum())).ToArray();
            return new Row
            {
                Inputs = inputs,
                Truth = sums,
                Sums = [.. sums.Select(sum => random.NextDouble() < 0.3 ? Missing : sum)],
            };
        })];
    }

    private IDataView Load(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        public float[] Inputs { get; set; } = [];

        public float[] Sums { get; set; } = [];

        [NoColumn]
        public float[] Truth { get; set; } = [];

        [KeyType(2)]
        public uint[] Keys { get; set; } = [];

        public float Weight { get; set; } = 1;
    }
}
