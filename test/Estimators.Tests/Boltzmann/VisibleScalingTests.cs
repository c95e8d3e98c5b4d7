using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Rbm;

/// <summary><see cref="NetworkInputScaling"/> of machines and deep belief networks over real numbers.</summary>
[TestClass]
public sealed class VisibleScalingTests
{
    private const int Rows = 400;

    private static RbmOptions Machine(NetworkInputScaling scaling = NetworkInputScaling.Automatic) => new()
    {
        HiddenSize = 8,
        InputScaling = scaling,
        FreeEnergyColumnName = "Energy",
        Training = RbmOptions.DefaultTraining with { Epochs = 100, BatchSize = 20, LearningRate = 0.02 },
    };

    // Two kinds of rows: amounts around 0.1 and 10,000, with two readings that say the same.
    private static Row[] Kinds(float factor = 1)
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return [.. Enumerable.Range(0, Rows).Select(i => new Row
        {
            V = [
                (float)Math.Pow(10, (i % 2 * 5) - 1 + (0.7 * Normal())),
                (float)(((i % 2 * 3) + Normal()) * factor),
                (float)(7 - (i % 2 * 3) + Normal()),
            ],
            Is = i % 2 == 1,
        })];
    }

    private static float[] Reconstructed(RbmTransformer model, IDataView data, bool of) => [.. model.Reconstruct(data)
        .GetColumn<float[]>("V").Where((_, i) => i % 2 == 1 == of).Select(row => row[0]).Order()];

    [TestMethod]
    public void Amounts_over_many_magnitudes_keep_their_small_ones()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Kinds());
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine()).Fit(data);
        var choice = model.TrainingHistory.Chosen.Single(c => c.Option == "InputScaling");
        StringAssert.Contains(choice.Reason, "2 standard, 1 by its logarithm");
        var (low, high) = (Reconstructed(model, data, false)[Rows / 4], Reconstructed(model, data, true)[Rows / 4]);
        Assert.IsTrue(low is > 0 and < 10, $"median {low} of amounts around 0.1");
        Assert.IsTrue(high is > 500 and < 100_000, $"median {high} of amounts around 10,000");
        Assert.IsTrue(model.Sample(50, 50, seed: 1).All(row => row[0] > 0 && float.IsFinite(row[0])), "amounts are drawn as amounts");
        using var standard = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine(NetworkInputScaling.Standard)).Fit(data);
        Assert.IsFalse(standard.TrainingHistory.Chosen.Any(c => c.Option == "InputScaling"), "only what is chosen by itself is told");
        Assert.IsGreaterThan(100f, MathF.Abs(Reconstructed(standard, data, false)[Rows / 4]), "without the curve they are lost");
    }

    [TestMethod]
    public void A_column_times_ten_thousand_changes_nothing()
    {
        var ml = new MLContext(seed: 1);
        float[][] Features(float factor, NetworkInputScaling scaling)
        {
            var data = ml.Data.LoadFromEnumerable(Kinds(factor));
            using var model = new MLContext(seed: 1).Transforms.RestrictedBoltzmannMachine("H", "V", Machine(scaling)).Fit(data);
            return [.. model.Transform(data).GetColumn<float[]>("H")];
        }
        static double Apart(float[][] a, float[][] b) => a.Zip(b, (x, y) => x.Zip(y, (p, q) => Math.Abs(p - q)).Max()).Average();
        foreach (var scaling in new[]
            { NetworkInputScaling.Automatic, NetworkInputScaling.Standard, NetworkInputScaling.MinMax, NetworkInputScaling.Robust })
            Assert.IsLessThan(0.01, Apart(Features(1, scaling), Features(10_000, scaling)), $"{scaling}");
    }

    [TestMethod]
    public void Without_scaling_numbers_reach_the_hidden_units_as_they_are()
    {
        var ml = new MLContext(seed: 1);
        var rows = Kinds();
        foreach (var row in rows)
            row.V[0] = row.V[1] - 1;
        var data = ml.Data.LoadFromEnumerable(rows);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine(NetworkInputScaling.None)).Fit(data);
        Row[] asked = [new Row { V = [3, -2, 50] }, new Row { V = [0, 0, 0] }];
        var hidden = model.Transform(ml.Data.LoadFromEnumerable(asked)).GetColumn<float[]>("H").ToArray();
        for (var r = 0; r < asked.Length; r++)
            for (var h = 0; h < model.HiddenSize; h++)
            {
                var sum = model.HiddenBiases[h] + model.Weights[h].Zip(asked[r].V, (w, v) => (double)w * v).Sum();
                Assert.AreEqual(1 / (1 + Math.Exp(-sum)), hidden[r][h], 1e-5, "no mean, no deviation, no bound");
            }
        Assert.IsFalse(model.TrainingHistory.Chosen.Any(c => c.Option == "InputScaling"));
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, $"{model.TrainingHistory.Baseline}");
    }

    [TestMethod]
    public void A_saved_machine_scales_as_before_and_learns_on_with_the_same_scales()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Kinds());
        foreach (var scaling in Enum.GetValues<NetworkInputScaling>().Where(s => s != NetworkInputScaling.None))
        {
            using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine(scaling)).Fit(data);
            using var loaded = Reloaded(ml, model, data);
            foreach (var column in new[] { "H", "V" })
                CollectionAssert.AreEqual(Numbers(model, data, column), Numbers(loaded, data, column), $"{scaling} {column}");
            CollectionAssert.AreEqual(Reconstructed(model, data, true), Reconstructed(loaded, data, true), $"{scaling}");
            CollectionAssert.AreEqual(model.Sample(3, 5, seed: 1).SelectMany(v => v).ToArray(),
                loaded.Sample(3, 5, seed: 1).SelectMany(v => v).ToArray());
            using var later = loaded.FitMore(data, new TrainingOptions { Epochs = 1, LearningRate = 1e-9, BatchSize = 50 });
            var apart = Numbers(later, data, "H").Zip(Numbers(model, data, "H"), (a, b) => Math.Abs(a - b)).Max();
            Assert.IsLessThan(1e-3f, apart, $"{scaling}: the same scales");
        }
    }

    [TestMethod]
    public void Densities_are_those_of_the_data_whatever_the_scaling()
    {
        // ln p of a column's logarithm differs from that of the column by the slope of the curve.
        var ml = new MLContext(seed: 1);
        var rows = Kinds();
        var amounts = ml.Data.LoadFromEnumerable(rows);
        var logarithms = ml.Data.LoadFromEnumerable(
            rows.Select(row => new Row { V = [MathF.Log(row.V[0]), row.V[1], row.V[2]] }).ToArray());
        using var ofAmounts = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine()).Fit(amounts);
        using var ofLogarithms = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine()).Fit(logarithms);
        var slope = -rows.Average(row => Math.Log(row.V[0]));
        var (found, wanted) = (
            ofAmounts.LogLikelihood(amounts, 300, seed: 1).Mean, ofLogarithms.LogLikelihood(logarithms, 300, seed: 1).Mean);
        Assert.AreEqual(wanted + slope, found, 0.15);
    }

    [TestMethod]
    public void Bits_are_not_scaled_and_say_so()
    {
        var ml = new MLContext(seed: 1);
        var data = BitRow.Load(ml, BitRow.BarsAndStripes(3));
        using var bits = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine()).Fit(data);
        StringAssert.Contains(bits.TrainingHistory.Chosen.Single(c => c.Option == "InputScaling").Reason, "bits");
        var error = Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.RestrictedBoltzmannMachine(
            "H", "V", Machine(NetworkInputScaling.Standard) with { VisibleUnits = VisibleUnits.Bernoulli }));
        StringAssert.Contains(
            error.Message, "InputScaling is Standard; it must be Automatic or None while VisibleUnits is Bernoulli: bits are not scaled.");
        using var asked = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine(NetworkInputScaling.MinMax)).Fit(data);
        Assert.AreEqual(VisibleUnits.Gaussian, asked.VisibleUnits, "a scaling is one of numbers");
        Assert.AreEqual("InputScaling is MinMax", asked.TrainingHistory.Chosen.Single(c => c.Option == "VisibleUnits").Reason);
        Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.RestrictedBoltzmannMachine("H", "V", Machine((NetworkInputScaling)9)));
        foreach (var create in new Action[]
        {
            () => ml.Transforms.DeepBeliefNetwork("H", "V", new DeepBeliefOptions
                { VisibleUnits = VisibleUnits.Bernoulli, InputScaling = NetworkInputScaling.Robust }),
            () => ml.BinaryClassification.Trainers.DeepBeliefNetwork(new DeepBeliefPredictionOptions
                { VisibleUnits = VisibleUnits.Bernoulli, InputScaling = NetworkInputScaling.Robust }),
        })
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(create).Message, "InputScaling is Robust");
    }

    [TestMethod]
    public void A_deep_belief_network_tells_small_amounts_apart()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, Rows).Select(i => new Row
        {
            V = [(float)Math.Pow(10, (i % 12) - 2 + (i % 7 * 0.1)), i % 5, i % 3],
            Is = i % 12 is >= 2 and < 8,
        }).ToArray();
        var data = ml.Data.LoadFromEnumerable(rows);
        DeepBeliefPredictionOptions Options(NetworkInputScaling scaling) => new()
        {
            LabelColumnName = "Is",
            FeatureColumnName = "V",
            InputScaling = scaling,
            Layers = [new() { HiddenSize = 24 }, new() { HiddenSize = 12 }],
            Pretraining = RbmOptions.DefaultTraining with { Epochs = 20, BatchSize = 20 },
            Training = new TrainingOptions { Epochs = 60, BatchSize = 20, LearningRate = 0.02 },
        };
        double Accuracy(DeepBeliefPredictionTransformer model) => ml.BinaryClassification.Evaluate(model.Transform(data), "Is").Accuracy;
        var estimator = ml.BinaryClassification.Trainers.DeepBeliefNetwork(Options(NetworkInputScaling.Automatic));
        using var model = estimator.Fit(data);
        using var standard = ml.BinaryClassification.Trainers.DeepBeliefNetwork(Options(NetworkInputScaling.Standard)).Fit(data);
        Assert.IsGreaterThan(0.9, Accuracy(model));
        Assert.IsLessThan(0.8, Accuracy(standard), "without the curve amounts up to millions are one");
        Assert.IsTrue(model.TrainingHistory.Chosen.Any(c => c.Option == "InputScaling"));
        Assert.IsTrue(model.PretrainingHistories[0].Chosen.Any(c => c.Option == "InputScaling"));
        using var loaded = Reloaded(ml, model, data);
        CollectionAssert.AreEqual(Scores(model), Scores(loaded));
        using var later = estimator.Fit(data, model);
        Assert.IsGreaterThan(0.9, Accuracy(later), "a warm start keeps the scales");

        float[] Scores(DeepBeliefPredictionTransformer of) => [.. of.Transform(data).GetColumn<float>("Score")];
    }

    [TestMethod]
    public void Rows_that_a_deep_belief_network_restores_and_draws_are_in_the_units_of_the_data()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Kinds());
        using var model = ml.Transforms.DeepBeliefNetwork("H", "V", new DeepBeliefOptions
        {
            Layers = [new() { HiddenSize = 12 }, new() { HiddenSize = 8 }],
            Training = RbmOptions.DefaultTraining with { Epochs = 100, BatchSize = 20, LearningRate = 0.02 },
        }).Fit(data);
        var restored = model.Reconstruct(data).GetColumn<float[]>("V").Select(row => row[0]).ToArray();
        Assert.IsTrue(restored.All(amount => amount > 0 && float.IsFinite(amount)));
        var (low, high) = (restored.Where((_, i) => i % 2 == 0).Order().ElementAt(Rows / 4),
            restored.Where((_, i) => i % 2 == 1).Order().ElementAt(Rows / 4));
        Assert.IsGreaterThan(10 * low, high);
        Assert.IsTrue(model.Sample(20, 20, seed: 1).All(row => row[0] > 0 && float.IsFinite(row[0])));
        using var loaded = Reloaded(ml, model, data);
        CollectionAssert.AreEqual(Numbers(model, data, "H"), Numbers(loaded, data, "H"));
        CollectionAssert.AreEqual(restored, loaded.Reconstruct(data).GetColumn<float[]>("V").Select(row => row[0]).ToArray());
    }

    private static float[] Numbers(ITransformer model, IDataView data, string column) =>
        [.. model.Transform(data).GetColumn<float[]>(column).SelectMany(row => row)];

    private static TModel Reloaded<TModel>(MLContext ml, TModel model, IDataView data)
        where TModel : ITransformer
    {
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        return (TModel)ml.Model.Load(file, out _);
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] V { get; set; } = [];

        public bool Is { get; set; }
    }
}
