using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Rbm;

/// <summary>Machines of counted words find topics, and those that learn variances find the noise.</summary>
[TestClass]
public sealed class RbmUnitsLearningTests
{
    private const int Words = 12;
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Topics_have_words_of_their_own_on_top_and_texts_of_any_length_are_told_apart()
    {
        var rows = Texts(new Random(1), 300);
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = Fit(data);
        // The shares of words, reconstructed of each text, speak for its own topic, whatever its length.
        var restored = model.Reconstruct(data).GetColumn<float[]>("Counts").ToArray();
        var right = restored.Zip(
            rows, (mean, row) => mean.Select((count, word) => (count, word)).MaxBy(w => w.count).word / 4 == row.Topic);
        Assert.IsGreaterThan(0.95, right.Average(hit => hit ? 1.0 : 0));
        Assert.IsTrue(restored.Zip(rows, (mean, row) => Math.Abs(mean.Sum() - row.Counts.Sum())).Max() < 1e-2);
        var tops = model.TopSlots(data.Schema, 3);
        Assert.HasCount(model.HiddenSize, tops);
        Assert.IsTrue(tops.Any(unit => unit.Select(word => word.Slot / 4).Distinct().Count() == 1), "a unit is for one topic");
        foreach (var unit in tops)
            Assert.IsTrue(unit.Zip(unit.Skip(1)).All(pair => pair.First.Weight >= pair.Second.Weight));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten);
        var drawn = model.Sample(20, gibbsSteps: 20, seed: 1);
        var length = Math.Round(rows.Average(row => row.Counts.Sum()));
        Assert.IsTrue(drawn.All(row => row.All(count => count >= 0 && count == MathF.Round(count)) && row.Sum() == length));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.LogLikelihood(data)).Message, "rows of one length");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.PseudoLogLikelihood(data)).Message, "visible units are Counts");
    }

    [TestMethod]
    public void Names_of_words_stand_beside_their_weights()
    {
        var texts = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 20).Select(i => new Sentence { Text = i % 2 == 0 ? "ball goal ball" : "pan oven" }));
        var bags = _ml.Transforms.Text.ProduceWordBags("Counts", "Text", ngramLength: 1).Fit(texts).Transform(texts);
        using var model = Fit(bags);
        CollectionAssert.AreEquivalent(
            new[] { "ball", "goal", "pan", "oven" }, model.TopSlots(bags.Schema, 4)[0].Select(word => word.Name).ToArray());
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.TopSlots(bags.Schema, 5)).Message, "count");
    }

    [TestMethod]
    public void What_counts_cannot_be_is_refused()
    {
        var rows = Texts(new Random(1), 5);
        rows[3].Counts[2] = -1;
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Fit(_ml.Data.LoadFromEnumerable(rows))).Message,
            "VisibleUnits is Counts, but column 'Counts' holds -1 in row 3, slot 2");
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.RestrictedBoltzmannMachine("H", "V", new RbmOptions
        {
            VisibleUnits = VisibleUnits.Counts,
            HiddenUnits = HiddenUnits.NoisyReLU,
            Persistent = true,
            LearnVariances = true,
            Training = RbmOptions.DefaultTraining with { InputNoise = 0.1 },
        }));
        foreach (var part in new[]
        {
            "Persistent is True", "HiddenUnits is NoisyReLU", "LearnVariances is True", "Training.InputNoise is 0.1",
        })
            StringAssert.Contains(error.Message, part);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(
                () => _ml.Transforms.DeepBeliefNetwork("H", "V", new DeepBeliefOptions { VisibleUnits = VisibleUnits.Counts })).Message,
            "a machine of counts stands alone");
    }

    [TestMethod]
    public void With_nothing_set_numbers_that_are_scaled_each_by_itself_learn_their_noise()
    {
        var random = new Random(2);
        var rows = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Numbers
        {
            Values = [.. Enumerable.Range(0, 4).Select(column => (float)((i % 2 * 50) + (10 * random.NextDouble())))],
        }).ToArray());
        var brief = new RbmOptions { HiddenSize = 3, Training = RbmOptions.DefaultTraining with { Epochs = 2 } };
        using var model = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Values", brief).Fit(rows);
        Assert.IsTrue(model.Machine.Architecture.LearnsVariances);
        Assert.AreEqual("true", model.TrainingHistory.Chosen.Single(choice => choice.Option == "LearnVariances").Value);
        using var more = model.FitMore(rows, brief.Training);
        Assert.IsTrue(more.Machine.Architecture.LearnsVariances);
        using var stack = _ml.Transforms.DeepBeliefNetwork("Hidden", "Values", new DeepBeliefOptions
        {
            VisibleUnits = VisibleUnits.Gaussian,
            LearnVariances = true,
            Layers = [new() { HiddenSize = 3 }, new() { HiddenSize = 2 }],
            Training = brief.Training,
        }).Fit(rows);
        Assert.IsTrue(stack.Architecture.Machines[0].LearnsVariances);
        foreach (var other in new[]
        {
            brief with { LearnVariances = false }, brief with { InputScaling = NetworkInputScaling.Robust },
            brief with { HiddenUnits = HiddenUnits.NoisyReLU },
        })
        {
            using var one = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Values", other).Fit(rows);
            Assert.IsFalse(one.Machine.Architecture.LearnsVariances, other.ToString());
        }
    }

    [TestMethod]
    public void Learned_deviations_come_near_the_noise_where_a_column_is_said_and_stay_where_it_is_not()
    {
        var random = new Random(2);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var rows = Enumerable.Range(0, 600).Select(i => new Numbers
        {
            // Three columns of one cause with little noise, and one of noise alone.
            Values = [.. Enumerable.Range(0, 3).Select(_ => (float)((i % 2 == 0 ? 1 : -1) + (0.2 * Normal()))), (float)Normal()],
        }).ToArray();
        var options = new RbmOptions
        {
            HiddenSize = 4,
            VisibleUnits = VisibleUnits.Gaussian,
            LearnVariances = true,
            Training = new TrainingOptions
            {
                Epochs = 60,
                BatchSize = 30,
                LearningRate = 0.02,
                Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
            },
        };
        using var model = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Values", options).Fit(_ml.Data.LoadFromEnumerable(rows));
        var deviations = model.VisibleDeviations!;
        for (var i = 0; i < 3; i++)
            Assert.IsTrue(deviations[i] is > 0.1f and < 0.6f, $"column {i}: {deviations[i]}");
        Assert.IsTrue(deviations[3] is > 0.7f and < 1.3f, $"noise: {deviations[3]}");
        using var fixedModel = _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Values", options with { LearnVariances = false })
            .Fit(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(1.02, fixedModel.VisibleDeviations![0], 0.05);
        Assert.IsGreaterThan(
            fixedModel.LogLikelihood(_ml.Data.LoadFromEnumerable(rows), 500, 50, seed: 1).Mean + 0.5,
            model.LogLikelihood(_ml.Data.LoadFromEnumerable(rows), 500, 50, seed: 1).Mean, "nats a row");
    }

    private RbmTransformer Fit(IDataView data) => _ml.Transforms.RestrictedBoltzmannMachine("Hidden", "Counts", new RbmOptions
    {
        HiddenSize = 6,
        VisibleUnits = VisibleUnits.Counts,
        Training = new TrainingOptions
        {
            Epochs = 40,
            BatchSize = 30,
            LearningRate = 0.1,
            Optimizer = new GradientDescentOptimizer { Momentum = 0.5 },
        },
    }).Fit(data);

    // Three topics of four words each, and one word in five from anywhere.
    private static Text[] Texts(Random random, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var text = new Text { Topic = i % 3 };
        for (var word = random.Next(8, 40); word > 0; word--)
            text.Counts[random.Next(5) == 0 ? random.Next(Words) : (text.Topic * 4) + random.Next(4)]++;
        return text;
    })];

    private sealed class Text
    {
        public int Topic { get; set; }

        [VectorType(Words)]
        public float[] Counts { get; set; } = new float[Words];
    }

    private sealed class Sentence
    {
        public string Text { get; set; } = "";
    }

    private sealed class Numbers
    {
        [VectorType(4)]
        public float[] Values { get; set; } = [];
    }
}
