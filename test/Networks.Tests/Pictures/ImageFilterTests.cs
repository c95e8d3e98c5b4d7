using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Pictures;

/// <summary>Classic filters against loops over pixels, or what they must do to pictures that are made for it.</summary>
[TestClass]
public sealed class ImageFilterTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Kernels =>
    [
        [KernelFilter.Sharpen, false], [KernelFilter.SobelX, true], [KernelFilter.SobelY with { Absolute = true }, true],
        [KernelFilter.Smooth(3), true], [KernelFilter.Gaussian(0.8), true], [KernelFilter.Gabor(5, 3, 30, 1.5), false],
        [new KernelFilter([[1, 2, 3]]), false], [new KernelFilter([[1], [-4], [2]]), false], [new KernelFilter([[0.5]]), false],
        [new KernelFilter([[0, 0, 0], [0, 0, 0], [0, 0, 0]]), false],
    ];

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Kernels))]
    public void A_kernel_weighs_the_pixels_around_each_in_one_pass_or_two(KernelFilter filter, bool separable)
    {
        Assert.AreEqual(separable, filter.IsSeparable);
        var pictures = rand(2, 3, 6, 7);
        var made = filter.Apply(pictures);
        CollectionAssert.AreEqual(pictures.shape, made.shape);
        var (up, left) = (filter.Kernel.Count / 2, filter.Kernel[0].Count / 2);
        for (var channel = 0; channel < 3; channel++)
            for (var y = 0; y < 6; y++)
                for (var x = 0; x < 7; x++)
                {
                    var sum = 0.0;
                    for (var row = 0; row < filter.Kernel.Count; row++)
                        for (var column = 0; column < filter.Kernel[0].Count; column++)
                            sum += filter.Kernel[row][column] * pictures[
                                1, channel, Math.Clamp(y + row - up, 0, 5), Math.Clamp(x + column - left, 0, 6)].item<float>();
                    Assert.AreEqual(
                        filter.Absolute ? Math.Abs(sum) : sum, made[1, channel, y, x].item<float>(), 1e-5, $"{channel}, {y}, {x}");
                }
    }

    [TestMethod]
    public void Sobel_is_a_column_times_a_row_of_six_numbers()
    {
        var (column, row) = KernelFilter.SobelX.Separated()!.Value;
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 3; x++)
                Assert.AreEqual(new[] { 1, 2, 1 }[y] * new[] { -1, 0, 1 }[x], column[y] * row[x], 1e-12);
    }

    [TestMethod]
    public void Means_keep_brightness_and_waves_answer_to_their_own_direction()
    {
        Assert.AreEqual(1, KernelFilter.Gaussian(2).Kernel.Sum(row => row.Sum()), 1e-9);
        Assert.AreEqual(1, KernelFilter.Smooth(5).Kernel.Sum(row => row.Sum()), 1e-9);
        // Stripes of wavelength 6, upright and lying.
        var upright = arange(24).to(float32).mul(2 * MathF.PI / 6).cos().expand(1, 1, 24, 24).contiguous();
        var along = KernelFilter.Gabor(13, 6, 0, 3);
        var own = along.Apply(upright).abs().max().item<float>();
        Assert.IsGreaterThan(5 * along.Apply(upright.transpose(2, 3).contiguous()).abs().max().item<float>(), own);
        Assert.AreEqual(
            own, KernelFilter.Gabor(13, 6, 90, 3).Apply(upright.transpose(2, 3).contiguous()).abs().max().item<float>(), 1e-3);
    }

    [TestMethod]
    public void Stretching_brings_the_darkest_to_0_and_the_brightest_to_1_and_keeps_colours()
    {
        var pictures = rand(2, 3, 10, 10).mul_(0.2f).add_(0.4f);
        var made = new ContrastStretchingFilter { CutOff = 0 }.Apply(pictures);
        Assert.AreEqual(0, made[0].min().item<float>(), 1e-6);
        Assert.AreEqual(1, made[0].max().item<float>(), 1e-6);
        var (low, high) = (pictures[1].min().item<float>(), pictures[1].max().item<float>());
        Assert.IsLessThan(1e-5f, (made[1] - ((pictures[1] - low) / (high - low))).abs().max().item<float>(), "channels move together");
        pictures[0, 0, 0, 0] = 5f;
        made = new ContrastStretchingFilter { CutOff = 0.01 }.Apply(pictures);
        Assert.AreEqual(1f, made[0, 0, 0, 0].item<float>());
        Assert.IsGreaterThan(0.45f, made[0].mean().item<float>(), "one odd pixel does not darken all others");
        var even = full([1, 1, 3, 3], 0.3f);
        Assert.IsTrue(even.Equals(new ContrastStretchingFilter().Apply(even)), "one brightness stays");
    }

    [TestMethod]
    public void Equalizing_makes_all_levels_about_alike_often_and_keeps_their_order()
    {
        var pictures = rand(1, 1, 64, 64).mul_(0.6f).add_(0.2f).pow(2);
        var made = new HistogramEqualizationFilter().Apply(pictures);
        for (var tenth = 1; tenth < 10; tenth++)
            Assert.AreEqual(tenth / 10.0, made.lt(tenth / 10.0).to(float32).mean().item<float>(), 0.05);
        var (before, after) = (pictures.flatten(), made.flatten().index_select(0, pictures.flatten().argsort()));
        Assert.IsTrue((after.slice(0, 1, 4096, 1) - after.slice(0, 0, 4095, 1)).ge(0).all().item<bool>());
        // 52 56 60 60: shares of pixels not brighter, less that of the darkest: 0, 1/3, 1.
        var few = tensor(new[] { 52f, 56, 60, 60 }, [1, 1, 2, 2]) / 255;
        CollectionAssert.AreEqual(
            new[] { 0f, 0.3333f, 1, 1 }, new HistogramEqualizationFilter().Apply(few).data<float>().ToArray()
                .Select(x => MathF.Round(x, 4)).ToArray());
        Assert.IsTrue(full([1, 1, 3, 3], 0.3f).Equals(new HistogramEqualizationFilter().Apply(full([1, 1, 3, 3], 0.3f))));
    }

    [TestMethod]
    public void Two_values_are_parted_where_a_search_over_all_levels_parts_them()
    {
        var pictures = rand(3, 1, 20, 20);
        pictures = where(pictures.lt(0.4), pictures * 0.5f, (pictures * 0.3f) + 0.6f);
        var made = new BinarizationFilter().Apply(pictures);
        for (var picture = 0; picture < 3; picture++)
        {
            var levels = pictures[picture].flatten().data<float>()
                .Select(x => (int)MathF.Round(x * 255, MidpointRounding.ToEven)).ToArray();
            var best = Enumerable.Range(0, 255).MaxBy(level => Between(levels, level));
            CollectionAssert.AreEqual(
                levels.Select(level => level > best ? 1f : 0).ToArray(), made[picture].flatten().data<float>().ToArray());
        }
        CollectionAssert.AreEqual(
            new[] { 0f, 0, 1 },
            new BinarizationFilter { Threshold = 0.5 }.Apply(tensor(new[] { 0.2f, 0.5f, 0.51f }, [1, 1, 1, 3])).data<float>().ToArray());
        Assert.AreEqual(1, new BinarizationFilter().OutputOf(new LayerShape(3, 4, 5)).Channels);
    }

    [TestMethod]
    public void A_boundary_is_what_has_a_neighbour_outside()
    {
        var shape = zeros(1, 1, 5, 6);
        shape[0, 0].slice(0, 1, 4, 1).slice(1, 0, 4, 1).fill_(1f); // a block at the left edge
        float[] expected =
        [
            0, 0, 0, 0, 0, 0,
            1, 1, 1, 1, 0, 0,
            1, 0, 0, 1, 0, 0,
            1, 1, 1, 1, 0, 0,
            0, 0, 0, 0, 0, 0,
        ];
        CollectionAssert.AreEqual(expected, new BoundaryFilter().Apply(shape).data<float>().ToArray());
    }

    [TestMethod]
    public void Complement_grey_and_size_are_what_they_say()
    {
        var pictures = rand(1, 3, 4, 6);
        Assert.IsLessThan(1e-6f, (new ComplementFilter().Apply(pictures) + pictures - 1).abs().max().item<float>());
        var grey = new GreyFilter().Apply(pictures);
        Assert.AreEqual(
            (0.3f * pictures[0, 0, 1, 2]).item<float>() + (0.59f * pictures[0, 1, 1, 2]).item<float>()
                + (0.11f * pictures[0, 2, 1, 2]).item<float>(),
            grey[0, 0, 1, 2].item<float>(), 1e-6);
        var half = new ResizeFilter(2, 3).Apply(pictures);
        Assert.AreEqual(pictures[0, 1].slice(0, 2, 4, 1).slice(1, 0, 2, 1).mean().item<float>(), half[0, 1, 1, 0].item<float>(), 1e-6);
        CollectionAssert.AreEqual(new long[] { 1, 3, 8, 3 }, new ResizeFilter(8, 3).Apply(pictures).shape);
        Assert.AreEqual(new LayerShape(3, 8, 3), new ResizeFilter(8, 3).OutputOf(new LayerShape(3, 4, 6)));
    }

    [TestMethod]
    public void Numbers_of_filters_have_limits()
    {
        Assert.IsEmpty(Faults(KernelFilter.Sharpen));
        CollectionAssert.AreEqual(new[] { "F.Kernel" }, Faults(new KernelFilter([[1, 2], [3, 4]])));
        CollectionAssert.AreEqual(new[] { "F.Kernel" }, Faults(new KernelFilter([[1], [1, 2, 3], [1]])));
        CollectionAssert.AreEqual(new[] { "F.Kernel" }, Faults(new KernelFilter([])));
        CollectionAssert.AreEqual(new[] { "F.Kernel" }, Faults(new KernelFilter([[double.NaN]])));
        CollectionAssert.AreEqual(new[] { "F.CutOff" }, Faults(new ContrastStretchingFilter { CutOff = 0.5 }));
        CollectionAssert.AreEqual(new[] { "F.Threshold" }, Faults(new BinarizationFilter { Threshold = 1.01 }));
        CollectionAssert.AreEqual(new[] { "F.Height", "F.Width" }, Faults(new ResizeFilter(0, 65_536)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Smooth(4));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Gaussian(0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Gabor(3, 0, 0, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Gabor(3, 1, 0, double.NaN));
    }

    private static string[] Faults(ImageFilter filter)
    {
        var names = new List<string>();
        filter.Validate(new PartFaults("F", (name, _, _) => names.Add(name)));
        return [.. names];
    }

    private static double Between(int[] levels, int border)
    {
        var (dark, bright) = (levels.Where(level => level <= border).ToArray(), levels.Where(level => level > border).ToArray());
        return dark.Length == 0 || bright.Length == 0
            ? 0
            : (double)dark.Length * bright.Length * Math.Pow(dark.Average() - bright.Average(), 2);
    }
}
