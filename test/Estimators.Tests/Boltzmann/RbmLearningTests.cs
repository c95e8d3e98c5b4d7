using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Rbm;

[TestClass]
public sealed class RbmLearningTests
{
    private static RbmOptions Persistent(int hidden, int epochs) => new()
    {
        HiddenSize = hidden,
        Persistent = true,
        Chains = 100,
        GibbsSteps = 2,
        Training = RbmOptions.DefaultTraining with { Epochs = epochs, BatchSize = 28, LearningRate = 0.2 },
    };

    [TestMethod]
    public void Bars_and_stripes_are_drawn_far_more_often_than_by_chance()
    {
        var ml = new MLContext(seed: 1);
        var patterns = BitRow.BarsAndStripes(3);
        var data = BitRow.Load(ml, Enumerable.Range(0, 10).SelectMany(_ => patterns));
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "V", Persistent(12, 500)).Fit(data);
        var valid = patterns.Select(p => string.Concat(p)).ToHashSet();
        var share = model.Sample(2000, 200, seed: 1).Count(v => valid.Contains(string.Concat(v))) / 2000.0;
        Assert.IsGreaterThan(0.3, share, "chance is 14 of 512");
        Assert.IsTrue(model.TrainingHistory.Baseline!.IsBeaten, model.TrainingHistory.Baseline.ToString());
        Assert.IsGreaterThan(-9 * Math.Log(2) + 2, model.LogLikelihood(data, 500, seed: 1).Mean, "independent pixels reach -6.24");
    }

    [TestMethod]
    public void The_same_seed_draws_the_same_rows()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "Features", BernoulliRbmWorkout.Small()).Fit(Blobs.Create(ml));
        var (first, second, other) = (model.Sample(5, 3, seed: 4), model.Sample(5, 3, seed: 4), model.Sample(5, 3, seed: 5));
        CollectionAssert.AreEqual(first.SelectMany(v => v).ToArray(), second.SelectMany(v => v).ToArray());
        CollectionAssert.AreNotEqual(first.SelectMany(v => v).ToArray(), other.SelectMany(v => v).ToArray());
        Assert.IsTrue(model.Sample(5, 3, means: true, seed: 4).SelectMany(v => v).All(p => p is > 0 and < 1));
    }

    [TestMethod]
    public void Every_epoch_tells_reconstruction_pseudo_likelihood_and_free_energy_gap()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "Features", BernoulliRbmWorkout.Small())
            .Fit(Blobs.Create(ml), Blobs.Create(ml, 40, seed: 2));
        foreach (var epoch in model.TrainingHistory.Epochs)
        {
            Assert.IsTrue(epoch.TrainingLoss > 0 && epoch.ValidationLoss > 0);
            foreach (var name in new[] { "pseudo-likelihood", "free energy", "validation pseudo-likelihood", "validation free energy",
                "validation free energy gap" })
                Assert.IsTrue(epoch.Metrics.ContainsKey(name) && double.IsFinite(epoch.Metrics[name]), name);
        }
    }

    [TestMethod]
    public void The_free_energy_gap_grows_when_few_rows_are_learned_by_heart()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        float[] Noise() => [.. Enumerable.Range(0, 20).Select(_ => (float)random.Next(2))];
        var training = BitRow.Load(ml, Enumerable.Range(0, 20).Select(_ => Noise()).ToArray());
        var heldOut = BitRow.Load(ml, Enumerable.Range(0, 100).Select(_ => Noise()).ToArray());
        var options = Persistent(40, 150);
        using var model = ml.Transforms.RestrictedBoltzmannMachine(
            "H", "V", options with { Training = options.Training with { BatchSize = 10 } }).Fit(training, heldOut);
        var gaps = model.TrainingHistory.Epochs.Select(e => e.Metrics["validation free energy gap"]).ToArray();
        Assert.IsGreaterThan(gaps[0] + 0.5, gaps[^1]);
    }

    [TestMethod]
    public void Free_energy_tells_rows_of_another_kind()
    {
        var ml = new MLContext(seed: 1);
        var options = BernoulliRbmWorkout.Small() with
        {
            FreeEnergyColumnName = "Energy",
            Training = RbmOptions.DefaultTraining with { Epochs = 60 }
        };
        var data = Blobs.Create(ml);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "Features", options).Fit(data);
        var usual = model.Transform(data).GetColumn<float>("Energy").Average();
        var strange = BitRow.Load(ml, [[1, 1, 1, 1, 1, 1, 1, 1]]);
        var renamed = ml.Transforms.CopyColumns("Features", "V").Fit(strange).Transform(strange);
        Assert.IsGreaterThan(usual + 1, model.Transform(renamed).GetColumn<float>("Energy").Single());
    }

    [TestMethod]
    public void The_partition_function_is_the_same_whatever_rows_are_judged()
    {
        var ml = new MLContext(seed: 1);
        var rows = BitRow.BarsAndStripes(4);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "V", BernoulliRbmWorkout.Small()).Fit(BitRow.Load(ml, rows));
        var all = model.LogLikelihood(BitRow.Load(ml, rows), temperatures: 100, seed: 1);
        var one = model.LogLikelihood(BitRow.Load(ml, rows.Take(1)), temperatures: 100, seed: 1);
        Assert.AreEqual(all.LogPartition, one.LogPartition);
        Assert.AreNotEqual(all.Mean, one.Mean);
        using var file = new MemoryStream();
        ml.Model.Save(model, BitRow.Load(ml, rows).Schema, file);
        file.Position = 0;
        using var reloaded = (RbmTransformer)ml.Model.Load(file, out _);
        Assert.AreEqual(all, reloaded.LogLikelihood(BitRow.Load(ml, rows), temperatures: 100, seed: 1));
    }

    [TestMethod]
    public void Learning_more_goes_on_from_the_weights_that_are_there_and_leaves_them()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.Create(ml);
        var training = RbmOptions.DefaultTraining with { Epochs = 400, BatchSize = 16, LearningRate = 0.1 };
        using var first = ml.Transforms.RestrictedBoltzmannMachine("H", "Features", BernoulliRbmWorkout.Small()).Fit(data);
        var before = first.Weights.SelectMany(w => w).ToArray();
        using var second = first.FitMore(data, training);
        CollectionAssert.AreEqual(before, first.Weights.SelectMany(w => w).ToArray());
        CollectionAssert.AreNotEqual(before, second.Weights.SelectMany(w => w).ToArray());
        Assert.IsGreaterThan(first.PseudoLogLikelihood(data), second.PseudoLogLikelihood(data));
    }

    [TestMethod]
    public void Reconstruction_comes_in_the_scale_of_the_data()
    {
        var ml = new MLContext(seed: 1);
        var random = new Random(1);
        var rows = Enumerable.Range(0, 200)
            .Select(i => i % 2).Select(c => new[] { 100 + (50f * c) + random.NextSingle(), -1f * c, 5 + random.NextSingle() }).ToArray();
        var data = BitRow.Load(ml, rows);
        using var model = ml.Transforms.RestrictedBoltzmannMachine("H", "V", BernoulliRbmWorkout.Small() with
        {
            VisibleUnits = VisibleUnits.Gaussian,
            Training = RbmOptions.DefaultTraining with { Epochs = 100, LearningRate = 0.1 },
        }).Fit(data);
        var rebuilt = model.Reconstruct(data).GetColumn<float[]>("V").ToArray();
        Assert.IsLessThan(10.0, rows.Zip(rebuilt, (a, b) => Math.Abs(a[0] - b[0])).Average(), "the mean alone is off by 25");
    }
}
