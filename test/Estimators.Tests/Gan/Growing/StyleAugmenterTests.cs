using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Styles that are mixed, and that are drawn nearer to the mean one.</summary>
[TestClass]
public sealed class StyleAugmenterTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly GanAugmenterTransformer Model = Fitted("Label");

    [TestMethod]
    public void Mixing_at_either_end_decodes_one_of_the_latents_and_in_between_neither()
    {
        var (a, b) = (Model.DrawLatent(1), Model.DrawLatent(2));
        Assert.AreEqual(4, Model.StyleLayers, "two for each of 4×4 and 8×8");
        Cells.AreEqual(Model.Decode([b], "lying"), [Model.Mix(a, b, 0, "lying")], 1e-6, "all of B");
        Cells.AreEqual(Model.Decode([a], "lying"), [Model.Mix(a, b, 4, "lying")], 1e-6, "all of A");
        for (var layer = 1; layer <= 4; layer++)
            Assert.IsGreaterThan(
                1e-6, Model.Mix(a, b, layer, "lying").Zip(Model.Mix(a, b, layer - 1, "lying"), (x, y) => Math.Abs(x - y)).Max(),
                $"layer {layer - 1} has a style");
    }

    [TestMethod]
    public void Truncated_pictures_are_the_more_alike_the_smaller_psi_and_saved_with_it()
    {
        double DistanceOf(GanAugmenterTransformer model)
        {
            var made = model.Decode([.. Enumerable.Range(0, 30).Select(model.DrawLatent)], "standing");
            return made.Zip(made.Skip(1), (x, y) => Math.Sqrt(x.Zip(y, (p, q) => (double)(p - q) * (p - q)).Sum())).Average();
        }
        using var half = Model.Truncate(0.5);
        using var none = Model.Truncate(0);
        using var all = half.Truncate(1);
        var (whole, halved) = (DistanceOf(Model), DistanceOf(half));
        Assert.IsLessThan(0.8 * whole, halved);
        Assert.AreEqual(0, DistanceOf(none), 1e-4, "the mean style of the class");
        Assert.AreEqual(whole, DistanceOf(all), 1e-6, "of the styles that were learned, not of those that were truncated");
        Assert.AreEqual((1, 0.5, 0), (Model.Truncation, half.Truncation, none.Truncation));
        Assert.AreNotEqual(
            string.Join(' ', none.Decode([none.DrawLatent(1)], "lying")[0]),
            string.Join(' ', none.Decode([none.DrawLatent(1)], "standing")[0]), "each class has a mean style of its own");

        using var file = new MemoryStream();
        Ml.Model.Save(half, StripedPictures.Create(Ml).Schema, file);
        file.Position = 0;
        using var reloaded = (GanAugmenterTransformer)Ml.Model.Load(file, out _);
        Assert.AreEqual(0.5, reloaded.Truncation);
        CollectionAssert.AreEqual(half.Generate(1, "lying", seed: 3)[0], reloaded.Generate(1, "lying", seed: 3)[0]);
    }

    [TestMethod]
    public void A_truncated_model_outlives_the_one_that_it_was_made_of()
    {
        var model = Fitted(null);
        using var half = model.Truncate(0.5);
        var before = half.Generate(1, seed: 1)[0];
        model.Dispose();
        CollectionAssert.AreEqual(before, half.Generate(1, seed: 1)[0]);
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Truncate(0.5));
    }

    [TestMethod]
    public void What_styles_cannot_do_is_refused_in_words()
    {
        var (a, b) = (Model.DrawLatent(1), Model.DrawLatent(2));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Model.Mix(a, b, 5, "lying")).Message, "The layer must be in [0, 4].");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Model.Mix([1], b, 2, "lying")).Message, "must have 4 numbers");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Model.Mix(a, b, 2)).Message,
            "A class must be named. There are: lying, standing.");
        foreach (var psi in new[] { -0.1, 1.1, double.NaN })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Model.Truncate(psi)).Message, "Psi must be in [0, 1].");
        using var other = Ml.Transforms.AugmentWithGan(
            "Features", "Label", StripedPictures.Tiny(StripedPictures.Forms[0], epochs: 1)).Fit(StripedPictures.Create(Ml));
        Assert.AreEqual(0, other.StyleLayers);
        foreach (var ask in new Action[] { () => other.Mix(a, b, 1, "lying"), () => other.Truncate(0.5) })
            StringAssert.Contains(
                Assert.ThrowsExactly<InvalidOperationException>(ask).Message,
                "knows no styles: fit it with Growing = new StyleGenerator()");
    }

    private static GanAugmenterTransformer Fitted(string? label) => Ml.Transforms.AugmentWithGan(
        "Features", label, StripedPictures.Tiny(StripedPictures.Forms[1])).Fit(StripedPictures.Create(Ml));
}
