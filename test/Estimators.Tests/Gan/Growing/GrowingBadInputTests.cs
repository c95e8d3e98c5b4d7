using Microsoft.ML;

namespace DeepML.Estimators.Tests.GanAugmenter;

/// <summary>Options of growing pictures that cannot be.</summary>
[TestClass]
public sealed class GrowingBadInputTests
{
    [TestMethod]
    public void Every_number_of_a_form_past_its_limit_is_named()
    {
        var message = Refused(StripedPictures.Tiny(
            new StyleGenerator { Filters = 0, GrowingShare = 1, MappingLayers = 101, StyleMixing = 1.1 }));
        foreach (var fault in new[]
        {
            "Growing (style).Filters is 0; it must be at least 1", "Growing (style).GrowingShare is 1; it must be in [0, 1)",
            "Growing (style).MappingLayers is 101; it must be in [1, 100]", "Growing (style).StyleMixing is 1.1; it must be in [0, 1]",
        })
            StringAssert.Contains(message, fault);
        var noShare = StripedPictures.Tiny(new ProgressiveGenerator { GrowingShare = double.NaN });
        StringAssert.Contains(Refused(noShare), "Growing (progressive).GrowingShare is NaN");
    }

    [TestMethod]
    [DataRow(27, 8, "28 × 8")]
    [DataRow(5, 7, "6 × 8")]
    [DataRow(1, 1, "2 × 2")]
    public void Sides_that_are_odd_are_refused_with_some_that_are_not(int height, int width, string instead) => StringAssert.Contains(
        Refused(StripedPictures.Tiny(new ProgressiveGenerator()) with { Picture = new GanPicture(height, width) }),
        $"Picture is {height} × {width}; it must be of even sides while Growing is set, such as {instead}: both are halved as often as "
            + "they are even and above 4");

    [TestMethod]
    public void Pictures_must_be_given_and_can_be_made_in_one_way_only()
    {
        var growing = StripedPictures.Tiny(new ProgressiveGenerator());
        foreach (var (options, fault) in new[]
        {
            (growing with { Picture = null }, "Growing is ProgressiveGenerator; it must be null unless Picture is given"),
            (growing with { Convolutional = true }, "Convolutional is True; it must be false while Growing is set"),
            (growing with { InputScaling = NetworkInputScaling.None },
                "InputScaling is None; it must be Automatic or MinMax while Growing"),
        })
            StringAssert.Contains(Refused(options), fault);
    }

    [TestMethod]
    public void A_pyramid_needs_noise_for_each_of_its_sizes()
    {
        var pyramid = StripedPictures.Tiny(new LaplacianPyramidGenerator()) with { Picture = new GanPicture(28, 28), LatentSize = 2 };
        StringAssert.Contains(Refused(pyramid), "LatentSize is 2; it must be at least 3, one for each size of a picture");
        _ = new MLContext().Transforms.AugmentWithGan("Features", "Label", pyramid with { LatentSize = 3 });
    }

    [TestMethod]
    public void Filters_that_double_beyond_all_bounds_are_refused() => StringAssert.Contains(
        Refused(StripedPictures.Tiny(new ProgressiveGenerator { Filters = 2_000_000 }) with { Picture = new GanPicture(64, 64) }),
        "where sides are halved 4 times");

    private static string Refused(GanAugmenterOptions options) => Assert.ThrowsExactly<ArgumentException>(
        () => new MLContext().Transforms.AugmentWithGan("Features", "Label", options)).Message;
}
