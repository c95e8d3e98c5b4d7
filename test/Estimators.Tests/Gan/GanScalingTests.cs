using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary><see cref="NetworkInputScaling"/> of augmenters of vectors.</summary>
[TestClass]
public sealed class GanScalingTests
{
    private static readonly GanAugmenterOptions Brief = GanTestRows.Tiny with
    {
        GeneratorSizes = [32],
        DiscriminatorSizes = [32],
        Training = GanTestRows.Tiny.Training with { Epochs = 40, BatchSize = 32 },
    };

    // An amount over twelve powers of ten, a reading with a few far ones, and a plain one.
    private static IDataView Amounts(MLContext ml, float factor = 1)
    {
        var random = new Random(1);
        return ml.Data.LoadFromEnumerable(Enumerable.Range(0, 480).Select(i => new Row
        {
            Features = [
                (float)Math.Pow(10, (i % 12) - 2 + random.NextDouble()),
                i % 120 == 7 ? 1e5f : (float)(random.NextDouble() + random.NextDouble()),
                (float)(factor * (random.NextDouble() - (0.1 * (i % 12)))),
            ],
        }).ToArray());
    }

    [TestMethod]
    public void Amounts_over_many_magnitudes_keep_their_small_ones()
    {
        var ml = new MLContext(seed: 1);
        var data = Amounts(ml);
        var real = data.GetColumn<float[]>("Features").ToArray();
        using var model = ml.Transforms.AugmentWithGan("Features", null, Brief).Fit(data);
        var made = model.Generate(1000, seed: 1);
        double Share(IEnumerable<float[]> rows) => rows.Average(row => row[0] < 300 ? 1.0 : 0);
        Assert.AreEqual(Share(real), Share(made), 0.2);
        Assert.IsGreaterThan(0.8, made.Average(row => row[1] < 10 ? 1.0 : 0), "far readings leave room for the others");
        for (var slot = 0; slot < 3; slot++)
        {
            var (least, most) = (real.Min(row => row[slot]), real.Max(row => row[slot]));
            var slack = 1e-5f * Math.Max(Math.Abs(least), Math.Abs(most));
            Assert.IsTrue(made.All(row => row[slot] >= least - slack && row[slot] <= most + slack), $"number {slot} stays in its range");
        }
        var choice = model.TrainingHistory.Chosen.Single(c => c.Option == "InputScaling");
        StringAssert.Contains(choice.Reason, "1 without a curve, 1 by its logarithm");
        StringAssert.Contains(choice.Reason, "1 robust");
        using var plain = ml.Transforms.AugmentWithGan(
            "Features", null, Brief with { InputScaling = NetworkInputScaling.MinMax }).Fit(data);
        Assert.IsLessThan(0.05, Share(plain.Generate(1000, seed: 1)), "without the curve they are lost");
    }

    [TestMethod]
    public void A_number_times_ten_thousand_is_generated_times_ten_thousand()
    {
        var ml = new MLContext(seed: 1);
        foreach (var scaling in Enum.GetValues<NetworkInputScaling>().Where(s => s != NetworkInputScaling.None))
        {
            float[] Made(float factor)
            {
                var options = GanTestRows.Tiny with { InputScaling = scaling };
                using var model = new MLContext(seed: 1).Transforms.AugmentWithGan("Features", null, options).Fit(Amounts(ml, factor));
                return [.. model.Generate(200, seed: 1).Select(row => row[2])];
            }
            var apart = Made(1).Zip(Made(10_000), (a, b) => Math.Abs((10_000 * a) - b)).Average();
            Assert.IsLessThan(100, apart, $"{scaling}: of a range of 20,000");
        }
    }

    [TestMethod]
    public void Without_scaling_the_players_see_numbers_as_they_are()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(i => new Row { Features = [i, -i, 1000 + i] }).ToArray());
        using var model = ml.Transforms.AugmentWithGan(
            "Features", null, GanTestRows.Tiny with { InputScaling = NetworkInputScaling.None }).Fit(data);
        var description = (GanDescription)model.Description;
        CollectionAssert.AreEqual(new float[] { 0, 0, 0 }, description.Table[0].Offsets);
        CollectionAssert.AreEqual(new float[] { 1, 1, 1 }, description.Table[0].Scales);
        Assert.IsFalse(description.IsBounded, "numbers may be of any size");
        Assert.IsFalse(model.TrainingHistory.Chosen.Any(c => c.Option == "InputScaling"), "nothing is chosen");
    }

    [TestMethod]
    public void A_saved_augmenter_makes_the_same_rows_and_learns_on_with_its_scales()
    {
        var ml = new MLContext(seed: 1);
        var data = Amounts(ml);
        foreach (var scaling in Enum.GetValues<NetworkInputScaling>())
        {
            var estimator = ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny with { InputScaling = scaling });
            using var model = estimator.Fit(data);
            using var file = new MemoryStream();
            ml.Model.Save(model, data.Schema, file);
            file.Position = 0;
            using var loaded = (GanAugmenterTransformer)ml.Model.Load(file, out _);
            CollectionAssert.AreEqual(Flat(model.Generate(20, seed: 1)), Flat(loaded.Generate(20, seed: 1)), $"{scaling}");
            float[][] latents = [model.DrawLatent(1), model.DrawLatent(2)];
            CollectionAssert.AreEqual(Flat(model.Decode(latents)), Flat(loaded.Decode(latents)), $"{scaling}");
            using var later = estimator.Fit(data, loaded);
            var (before, after) = (((GanDescription)loaded.Description).Table[0], ((GanDescription)later.Description).Table[0]);
            CollectionAssert.AreEqual(before.Offsets, after.Offsets);
            Assert.AreEqual(before.Curves is null, after.Curves is null, $"{scaling}");
        }
    }

    [TestMethod]
    public void A_model_is_gone_on_from_under_its_own_scaling_only()
    {
        var ml = new MLContext(seed: 1);
        var data = Amounts(ml);
        using var free = ml.Transforms.AugmentWithGan(
            "Features", null, GanTestRows.Tiny with { InputScaling = NetworkInputScaling.Standard }).Fit(data);
        using var later = ml.Transforms.AugmentWithGan("Features", null, GanTestRows.Tiny).Fit(data, free);
        Assert.IsFalse(((GanDescription)later.Description).IsBounded, "automatic: as it was");
        var error = Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentWithGan(
            "Features", null, GanTestRows.Tiny with { InputScaling = NetworkInputScaling.MinMax }).Fit(data, free));
        StringAssert.Contains(error.Message, "InputScaling is MinMax, but the previous model was trained with another one");
    }

    [TestMethod]
    public void A_scaling_that_cannot_be_is_refused()
    {
        var ml = new MLContext(seed: 1);
        void Refuses(GanAugmenterOptions options, string message) => StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => ml.Transforms.AugmentWithGan("Features", null, options)).Message, message);
        var picture = GanTestRows.Tiny with { Picture = new GanPicture(2, 2), InputScaling = NetworkInputScaling.Robust };
        Refuses(picture, "InputScaling is Robust; it must be another one with Picture");
        Refuses(picture with { Convolutional = true, InputScaling = NetworkInputScaling.None },
            "InputScaling is None; it must be Automatic or MinMax while Convolutional is true");
        var table = GanTestRows.TableEstimator(ml, GanTestRows.Tiny with { InputScaling = NetworkInputScaling.Standard });
        var error = Assert.ThrowsExactly<ArgumentException>(() => table.Fit(GanTestRows.Table(ml)));
        StringAssert.Contains(error.Message, "InputScaling is Standard, but no column that is learned is a vector");
        using var plain = GanTestRows.TableEstimator(ml).Fit(GanTestRows.Table(ml));
        StringAssert.Contains(plain.TrainingHistory.Chosen.Single(c => c.Option == "InputScaling").Reason, "mixture");
    }

    private static float[] Flat(IReadOnlyList<float[]> rows) => [.. rows.SelectMany(row => row)];

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }
}
