using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Pictures;

/// <summary>Pictures by their levels, chains of filters, and filters at the edges of their ranges.</summary>
[TestClass]
public sealed class PictureLevelsTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Levels_are_those_of_bytes_and_numbers_beyond_are_cut_off() => TensorAssert.Holds(
        [0, 0, 128, 255, 255, 1], PictureLevels.Of(tensor(new[] { -3f, 0, 128f / 255, 1, 7, 1.4f / 255 }, [1, 6])));

    [TestMethod]
    public void Every_byte_that_became_a_number_has_its_level_again()
    {
        var bytes = arange(256, float32).view(1, -1);
        TensorAssert.AreClose(bytes, PictureLevels.Of(bytes / 255), 0);
    }

    [TestMethod]
    public void Shares_of_levels_add_up_to_one_for_each_row()
    {
        var shares = PictureLevels.Shares(tensor(new long[] { 0, 0, 255, 7, 9, 9, 9, 9 }, [2, 4]));
        CollectionAssert.AreEqual(new long[] { 2, 256 }, shares.shape);
        Assert.AreEqual((0.5, 0.25, 0.25), (shares[0, 0].item<double>(), shares[0, 7].item<double>(), shares[0, 255].item<double>()));
        Assert.AreEqual(1, shares[1, 9].item<double>());
        TensorAssert.AreClose(ones(2), shares.sum(1), 1e-12);
    }

    [TestMethod]
    public void The_level_between_dark_and_bright_is_found_for_each_row_by_itself()
    {
        var rows = tensor(new long[] { 10, 10, 12, 200, 202, 202, 100, 101, 100, 101, 180, 181 }, [2, 6]);
        var levels = PictureLevels.Otsu(rows);
        CollectionAssert.AreEqual(new long[] { 2, 1 }, levels.shape);
        Assert.IsTrue(levels[0].item<long>() is >= 12 and < 200);
        Assert.IsTrue(levels[1].item<long>() is >= 101 and < 180);
    }

    [TestMethod]
    public void Grey_weighs_three_channels_as_eyes_do_and_takes_the_mean_of_any_other_number()
    {
        TensorAssert.Holds([0.3f, 0.59f, 0.11f], PictureLevels.Grey(eye(3).view(3, 3, 1, 1)));
        TensorAssert.Holds([0.25f], PictureLevels.Grey(tensor(new[] { 1f, 0, 0, 0 }, [1, 4, 1, 1])));
        var grey = rand(2, 1, 3, 3);
        Assert.AreSame(grey, PictureLevels.Grey(grey));
    }

    [TestMethod]
    public void Filters_follow_each_other_and_the_shape_with_them()
    {
        var architecture = new FilterArchitecture(3, 6, 8, [new GreyFilter(), new ResizeFilter(3, 4), new ComplementFilter()]);
        Assert.AreEqual(new LayerShape(1, 3, 4), architecture.Output());
        using var network = new FilterNetwork(architecture);
        var pictures = rand(2, 3, 6, 8);
        var expected = 1 - nn.functional.avg_pool2d(PictureLevels.Grey(pictures), 2, 2);
        TensorAssert.AreClose(expected, network.call(pictures), 1e-5);
        Assert.AreSame(architecture, network.Architecture);
        Assert.IsEmpty(network.state_dict());
    }

    [TestMethod]
    public void A_picture_with_numbers_that_are_none_is_filtered_as_if_they_were_black_and_stays_as_it_was()
    {
        using var network = new FilterNetwork(new FilterArchitecture(1, 2, 2, [new ComplementFilter()]));
        var picture = tensor(new[] { 0.25f, float.NaN, float.NegativeInfinity, 1 }, [1, 1, 2, 2]);
        TensorAssert.Holds([0.75f, 1, 1, 0], network.call(picture));
        Assert.IsTrue(float.IsNaN(picture[0, 0, 0, 1].item<float>()));
    }

    [TestMethod]
    public void Without_filters_a_picture_comes_out_as_it_is()
    {
        using var network = new FilterNetwork(new FilterArchitecture(2, 3, 3, []));
        var picture = rand(1, 2, 3, 3);
        TensorAssert.AreSame(picture, network.call(picture));
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(3, 5)]
    [DataRow(7, 1)]
    public void A_kernel_is_the_sum_of_a_loop_with_the_edge_going_on(int height, int width)
    {
        var random = new Random(4);
        double[] Row() => [.. Enumerable.Range(0, width).Select(_ => random.NextDouble() - 0.5)];
        double[][] kernel = [.. Enumerable.Range(0, height).Select(_ => Row())];
        var picture = rand(1, 1, 4, 6);
        var made = new KernelFilter(kernel).Apply(picture);
        for (var y = 0; y < 4; y++)
            for (var x = 0; x < 6; x++)
            {
                var sum = 0.0;
                for (var v = 0; v < height; v++)
                    for (var u = 0; u < width; u++)
                        sum += kernel[v][u] * picture[
                            0, 0, Math.Clamp(y + v - (height / 2), 0, 3), Math.Clamp(x + u - (width / 2), 0, 5)].item<float>();
                Assert.AreEqual(sum, made[0, 0, y, x].item<float>(), 1e-5);
            }
    }

    [TestMethod]
    public void Edges_are_bright_on_either_side_where_only_their_size_counts()
    {
        var stripe = tensor(new[] { 0f, 0, 1, 0, 0 }, [1, 1, 1, 5]);
        TensorAssert.Holds([0, 4, 0, -4, 0], KernelFilter.SobelX.Apply(stripe));
        TensorAssert.Holds([0, 4, 0, 4, 0], (KernelFilter.SobelX with { Absolute = true }).Apply(stripe));
        TensorAssert.Holds([0, 0, 0, 0, 0], KernelFilter.SobelY.Apply(stripe));
        TensorAssert.Holds([0, -1, 3, -1, 0], KernelFilter.Sharpen.Apply(stripe)); // 5 less above and below, which are the edge's
    }

    [TestMethod]
    public void A_Gaussian_kernel_is_the_product_of_two_densities_of_sum_1()
    {
        var kernel = KernelFilter.Gaussian(0.8).Kernel;
        Assert.AreEqual(7, kernel.Count);
        Assert.AreEqual(1, kernel.Sum(row => row.Sum()), 1e-12);
        Assert.AreEqual(Math.Exp(-2.5 / (0.8 * 0.8)), kernel[4][5] / kernel[3][3], 1e-12); // 1 down, 2 to the right
        Assert.IsTrue(KernelFilter.Gaussian(42).IsSeparable);
    }

    [TestMethod]
    public void Kernels_of_impossible_sizes_are_refused()
    {
        foreach (var deviation in new[] { 0, -1, 42.1, double.NaN })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Gaussian(deviation));
        foreach (var size in new[] { 0, 2, -3, 257 })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Smooth(size));
        foreach (var (length, deviation) in new[] { (0.0, 1.0), (1, 0), (double.PositiveInfinity, 1), (1, double.NaN) })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => KernelFilter.Gabor(3, length, 0, deviation));
        Assert.AreEqual(255, KernelFilter.Smooth(255).Kernel.Count);
    }

    [TestMethod]
    public void Faults_of_kernels_say_what_they_must_be()
    {
        Told.Exactly(new KernelFilter([[1, 2], [3, 4], [5, 6]]).Validate, "Kernel is 3x2; odd in both directions, and at most 255");
        Told.Exactly(new KernelFilter([[1, 2, 3], [4]]).Validate, "Kernel is uneven; rows of as many numbers each");
        Told.Exactly(new KernelFilter([]).Validate, "Kernel is uneven; rows of as many numbers each");
        Told.Exactly(new KernelFilter(null!).Validate, "Kernel is ; rows of as many numbers each");
        Told.Exactly(new KernelFilter([[1, double.NaN, 1]]).Validate, "Kernel is NaN; of finite numbers");
        Told.Exactly(new KernelFilter([[1]]).Validate);
        Told.Exactly(new ResizeFilter(0, 65_536).Validate, "Height is 0; in [1, 65535]", "Width is 65536; in [1, 65535]");
        Told.Exactly(new ResizeFilter(1, 65_535).Validate);
        Told.Exactly(new ContrastStretchingFilter { CutOff = 0.5 }.Validate, "CutOff is 0.5; in [0, 0.5)");
        Told.Exactly(new BinarizationFilter { Threshold = 1.25 }.Validate, "Threshold is 1.25; in [0, 1]");
    }

    [TestMethod]
    public void Sizes_shrink_by_means_and_grow_by_lines_each_side_by_itself()
    {
        var picture = tensor(new[] { 0f, 2, 4, 6 }, [1, 1, 1, 4]);
        TensorAssert.Holds([1, 5], new ResizeFilter(1, 2).Apply(picture));
        TensorAssert.Holds([1, 5, 1, 5], new ResizeFilter(2, 2).Apply(picture));
        TensorAssert.Holds([0, 0.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6], new ResizeFilter(1, 8).Apply(picture));
        TensorAssert.AreSame(picture, new ResizeFilter(1, 4).Apply(picture));
    }

    [TestMethod]
    public void Pictures_of_one_brightness_have_nothing_to_stretch_equalize_or_part()
    {
        var even = full(1, 1, 3, 3, 0.4f);
        TensorAssert.AreSame(even, new ContrastStretchingFilter().Apply(even));
        TensorAssert.AreClose(even, new HistogramEqualizationFilter().Apply(even), 1e-6);
        TensorAssert.AreSame(ones(1, 1, 3, 3), new BinarizationFilter { Threshold = 0.3 }.Apply(even));
    }

    [TestMethod]
    public void A_share_at_both_ends_is_cut_off_when_stretching()
    {
        var ramp = arange(11, float32).view(1, 1, 1, 11) / 10;
        TensorAssert.AreClose(ramp, new ContrastStretchingFilter { CutOff = 0 }.Apply(ramp), 1e-6);
        TensorAssert.AreClose(((ramp - 0.2f) / 0.6f).clamp(0, 1), new ContrastStretchingFilter { CutOff = 0.2 }.Apply(ramp), 1e-5);
    }
}
