using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>The noise that rows are made from.</summary>
[TestClass]
public sealed class GanLatentTests
{
    [TestMethod]
    public void Uniform_noise_is_saved_with_the_model()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.WithKeys(ml);
        using var model = ml.Transforms.AugmentWithGan(
            "Features", "Label", GanTestRows.Tiny with { LatentSize = 200, LatentDistribution = LatentDistribution.Uniform }).Fit(data);
        using var file = new MemoryStream();
        ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (GanAugmenterTransformer)ml.Model.Load(file, out _);
        Assert.AreEqual(LatentDistribution.Uniform, reloaded.LatentDistribution);
        var latent = reloaded.DrawLatent(3);
        CollectionAssert.AreEqual(model.DrawLatent(3), latent);
        Assert.IsTrue(latent.All(v => v is >= -1 and < 1), "of 200 normal numbers about a third lie outside");
        static float[] Drawn(GanAugmenterTransformer augmenter) => [.. augmenter.Generate(3, "class 0", seed: 1).SelectMany(v => v)];
        CollectionAssert.AreEqual(Drawn(model), Drawn(reloaded));
    }
}
