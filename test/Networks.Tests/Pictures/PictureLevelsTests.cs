using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Pictures;

/// <summary>Levels of brightness, against loops.</summary>
[TestClass]
public sealed class PictureLevelsTests
{
    [TestMethod]
    public void Levels_are_rounded_and_what_is_darker_or_brighter_than_all_is_cut_off()
    {
        using var scope = NewDisposeScope();
        var levels = PictureLevels.Of(tensor(new[] { -1, 0, 0.4f / 255, 0.6f / 255, 127.4f / 255, 1, 7 }, [1, 7]));
        CollectionAssert.AreEqual(new long[] { 0, 0, 0, 1, 127, 255, 255 }, levels.data<long>().ToArray());
    }

    [TestMethod]
    public void Shares_are_counts_over_pixels_row_by_row()
    {
        using var scope = NewDisposeScope();
        var shares = PictureLevels.Shares(tensor(new long[] { 3, 3, 255, 0, 7, 7, 7, 7 }, [2, 4]));
        CollectionAssert.AreEqual(new long[] { 2, 256 }, shares.shape);
        Assert.AreEqual(0.5, shares[0, 3].item<double>());
        Assert.AreEqual(0.25, shares[0, 255].item<double>());
        Assert.AreEqual(1, shares[1, 7].item<double>());
        Assert.AreEqual(2, shares.sum().item<double>(), 1e-12);
    }

    [TestMethod]
    public void Dark_and_bright_are_parted_where_they_differ_most()
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        for (var picture = 0; picture < 20; picture++)
        {
            var (dark, bright, share) = (random.Next(0, 100), random.Next(120, 250), random.NextDouble());
            long[] levels =
                [.. Enumerable.Range(0, 60).Select(_ => (long)((random.NextDouble() < share ? dark : bright) + random.Next(6)))];
            var found = PictureLevels.Otsu(tensor(levels, [1, 60])).item<long>();
            Assert.AreEqual(Best(levels), Between(levels, found), 1e-9, $"picture {picture}, level {found}");
        }
        Assert.AreEqual(0, PictureLevels.Otsu(full([1, 9], 5L, ScalarType.Int64)).item<long>(), "one level has nothing to part");

        static double Best(long[] levels) => Enumerable.Range(0, 256).Max(level => Between(levels, level));

        // w₀ w₁ (μ₀ - μ₁)², pixels above the level being bright
        static double Between(long[] levels, long at)
        {
            var (below, above) = (levels.Where(level => level <= at).ToArray(), levels.Where(level => level > at).ToArray());
            return below.Length == 0 || above.Length == 0 ? 0
                : (double)below.Length * above.Length / levels.Length / levels.Length * Math.Pow(below.Average() - above.Average(), 2);
        }
    }

    [TestMethod]
    public void Grey_is_a_weighted_mean_of_colours_and_the_mean_of_other_channels()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(
            0.3 + (0.59 * 2) + (0.11 * 4), PictureLevels.Grey(tensor(new[] { 1f, 2, 4 }, [1, 3, 1, 1])).item<float>(), 1e-6);
        Assert.AreEqual(3, PictureLevels.Grey(tensor(new[] { 2f, 4 }, [1, 2, 1, 1])).item<float>());
        var one = tensor(new[] { 5f }, [1, 1, 1, 1]);
        Assert.AreSame(one, PictureLevels.Grey(one));
        var finite = PictureLevels.Finite(tensor(new[] { 1, float.NaN, float.PositiveInfinity }));
        CollectionAssert.AreEqual(new float[] { 1, 0, 0 }, finite.data<float>().ToArray());
    }
}
