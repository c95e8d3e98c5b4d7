using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Perceptron;

/// <summary>The rule of each output by itself, with a threshold, against a loop.</summary>
[TestClass]
public sealed class PerceptronPerOutputTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.2)]
    [DataRow(2.0)]
    public void Weights_are_those_of_the_loop_and_training_ends_with_the_first_epoch_that_moves_nothing(double threshold)
    {
        var rows = Rows(3, 40);
        using var model = _ml.MulticlassClassification.Trainers.Perceptron(new PerceptronOptions
        {
            Rule = PerceptronRule.PerOutput,
            Threshold = threshold,
            Training = Plain(seed: 5),
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        var (weights, epochs) = Loop(rows, ["c0", "c1", "c2"], threshold, seed: 5);
        Assert.AreEqual(StopReason.NothingLeftToLearn, model.TrainingHistory.StopReason);
        Assert.HasCount(epochs, model.TrainingHistory.Epochs);
        Assert.AreEqual(0, model.TrainingHistory.Epochs[^1].TrainingLoss);
        Same(weights, model);
        foreach (var row in rows)
            for (var output = 0; output < 3; output++)
                Assert.IsGreaterThan(
                    threshold, (row.Label == $"c{output}" ? 1 : -1) * Net(weights[output], row.Features), "no row lies nearer than θ");
    }

    [TestMethod]
    public void Yes_and_no_are_one_output()
    {
        var rows = Rows(2, 30);
        using var model = _ml.BinaryClassification.Trainers.Perceptron(new PerceptronOptions
        {
            LabelColumnName = "IsFirst",
            Rule = PerceptronRule.PerOutput,
            Threshold = 0.5,
            Training = Plain(seed: 6),
        }).Fit(_ml.Data.LoadFromEnumerable(rows));
        var (weights, epochs) = Loop(rows, ["c0"], 0.5, seed: 6);
        Assert.HasCount(epochs, model.TrainingHistory.Epochs);
        Same(weights, model);
    }

    [TestMethod]
    public void A_threshold_belongs_to_the_rule_of_each_output()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.MulticlassClassification.Trainers.Perceptron(new PerceptronOptions { Threshold = 0.1 }));
        StringAssert.Contains(error.Message, "Threshold is 0.1; it must be 0 for the rule of the winner");
        error = Assert.ThrowsExactly<ArgumentException>(() => _ml.MulticlassClassification.Trainers.Perceptron(
            new PerceptronOptions { Rule = (PerceptronRule)7, Threshold = -1 }));
        StringAssert.Contains(error.Message, "Rule is 7");
        StringAssert.Contains(error.Message, "Threshold is -1");
    }

    private static TrainingOptions Plain(int seed) => new()
    {
        Epochs = 500,
        BatchSize = 1,
        LearningRate = 0.5,
        Optimizer = new GradientDescentOptimizer(),
        Seed = seed,
    };

    // net = b + Σ w x; y = 1 above θ, 0 within, -1 below; where it is not t: w += α t x, b += α t.
    private static (double[][] Weights, int Epochs) Loop(Row[] rows, string[] outputs, double threshold, int seed)
    {
        using var random = new Trainers.TrainingRandom(seed);
        var weights = outputs.Select(_ => new double[3]).ToArray();
        for (var epoch = 1; ; epoch++)
        {
            var order = Enumerable.Range(0, rows.Length).ToArray();
            new Random(random.ShuffleSeed(epoch)).Shuffle(order);
            var moved = false;
            foreach (var row in order.Select(at => rows[at]))
                for (var output = 0; output < outputs.Length; output++)
                {
                    var net = Net(weights[output], row.Features);
                    var answer = net > threshold ? 1 : net < -threshold ? -1 : 0;
                    var wanted = row.Label == outputs[output] ? 1 : -1;
                    if (answer == wanted)
                        continue;
                    moved = true;
                    for (var i = 0; i < 2; i++)
                        weights[output][i] += 0.5 * wanted * row.Features[i];
                    weights[output][2] += 0.5 * wanted;
                }
            if (!moved)
                return (weights, epoch);
        }
    }

    private static double Net(double[] weights, float[] features) => weights[2] + (weights[0] * features[0]) + (weights[1] * features[1]);

    private static void Same(double[][] expected, MultilayerPerceptronTransformer model)
    {
        var weights = model.NamedWeights["layers.linear1.weight"].data<float>().ToArray();
        var biases = model.NamedWeights["layers.linear1.bias"].data<float>().ToArray();
        for (var output = 0; output < expected.Length; output++)
        {
            Assert.AreEqual(expected[output][0], weights[2 * output], 1e-4);
            Assert.AreEqual(expected[output][1], weights[(2 * output) + 1], 1e-4);
            Assert.AreEqual(expected[output][2], biases[output], 1e-4);
        }
    }

    // Each class in a corner of its own, so that a plane parts it from all others.
    private static Row[] Rows(int classes, int count)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var angle = 2 * Math.PI * (i % classes) / classes;
            return new Row
            {
                Features =
                [
                    (float)((3 * Math.Cos(angle)) + random.NextDouble() - 0.5), (float)((3 * Math.Sin(angle)) + random.NextDouble() - 0.5),
                ],
                Label = $"c{i % classes}",
                IsFirst = i % classes == 0,
            };
        })];
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";

        public bool IsFirst { get; set; }
    }
}
