using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Sizes, counted place by place.</summary>
[TestClass]
public sealed class WindowTests
{
    public static IEnumerable<object[]> Windows =>
        from size in new[] { 1, 2, 3, 5 }
        from stride in new[] { 1, 2, 3 }
        from dilation in new[] { 1, 2 }
        select new object[] { size, stride, dilation };

    [TestMethod]
    [DynamicData(nameof(Windows))]
    public void A_size_is_the_number_of_places_where_the_kernel_lies_within(int size, int stride, int dilation)
    {
        foreach (var padding in new[] { 0, 1, 3 })
            for (var n = 1; n <= 12; n++)
            {
                var window = new Window(size, stride, padding, dilation);
                var places = 0;
                for (var at = -padding; at + (dilation * (size - 1)) < n + padding; at += stride)
                    places++;
                if (places > 0)
                    Assert.AreEqual(places, window.OutputSize(n), $"n {n}, padding {padding}");
                else
                    Assert.ThrowsExactly<LayerSizeException>(() => window.OutputSize(n), $"n {n}, padding {padding}");
            }
    }

    [TestMethod]
    [DynamicData(nameof(Windows))]
    public void The_same_padding_leaves_as_many_places_as_strides_begin_and_puts_the_odd_zero_behind(int size, int stride, int dilation)
    {
        for (var n = 1; n <= 12; n++)
        {
            var window = new Window(size, stride, ConvolutionPadding.Same, dilation);
            Assert.AreEqual((int)Math.Ceiling((double)n / stride), window.OutputSize(n), $"n {n}");
            var (before, after) = window.PaddingOf(n);
            Assert.IsTrue(after - before is 0 or 1 && before >= 0, $"n {n}: {before} and {after}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Windows))]
    public void Causal_padding_lies_before_and_hides_what_is_ahead(int size, int stride, int dilation)
    {
        var window = new Window(size, stride, ConvolutionPadding.Causal, dilation);
        Assert.AreEqual((dilation * (size - 1), 0), window.PaddingOf(9));
        Assert.AreEqual(((9 - 1) / stride) + 1, window.OutputSize(9), "an answer for every stride, from the first pixel on");
    }

    [TestMethod]
    public void A_last_place_may_hang_over_the_edge_but_not_begin_in_the_padding()
    {
        foreach (var (size, stride, padding) in new[] { (2, 2, 0), (3, 2, 1), (2, 3, 1), (3, 3, 0), (1, 2, 0), (4, 3, 2) })
            for (var n = size; n <= 12; n++)
            {
                using var scope = NewDisposeScope();
                var expected = nn.functional.max_pool1d(zeros(1, 1, n), size, stride, padding, ceil_mode: true).size(2);
                Assert.AreEqual(
                    expected, new Window(size, stride, padding, 1).OutputSize(n, roundUp: true), $"{size}, {stride}, {padding}: {n}");
            }
    }

    [TestMethod]
    public void A_transposed_convolution_makes_the_size_that_torch_makes()
    {
        foreach (var (size, stride, padding, dilation) in new[] { (3, 2, 0, 1), (4, 2, 1, 1), (2, 3, 0, 1), (3, 1, 1, 2), (5, 4, 2, 1) })
        {
            using var scope = NewDisposeScope();
            using var layer = nn.ConvTranspose1d(1, 1, size, stride, padding, dilation: dilation);
            var window = new Window(size, stride, padding, dilation);
            for (var n = 2; n <= 6; n++)
                Assert.AreEqual(layer.call(zeros(1, 1, n)).size(2), window.TransposedSize(n), $"{window}: {n}");
            Assert.AreEqual((padding, 0), window.TransposedPadding());
        }
    }

    [TestMethod]
    public void A_transposed_convolution_of_the_same_padding_grows_by_its_stride()
    {
        foreach (var (size, stride) in new[] { (3, 1), (3, 2), (4, 2), (2, 2), (5, 3), (1, 2) })
        {
            using var scope = NewDisposeScope();
            var window = new Window(size, stride, ConvolutionPadding.Same, 1);
            var (padding, extra) = window.TransposedPadding();
            using var layer = nn.ConvTranspose1d(1, 1, size, stride, padding, extra);
            for (var n = 2; n <= 5; n++)
            {
                Assert.AreEqual(n * stride, window.TransposedSize(n));
                Assert.AreEqual(n * stride, layer.call(zeros(1, 1, n)).size(2), $"{size}, {stride}: {n}");
            }
        }
    }

    [TestMethod]
    public void What_leaves_nothing_or_cannot_keep_the_size_is_refused()
    {
        var even = Assert.ThrowsExactly<LayerSizeException>(() => new Window(4, 1, ConvolutionPadding.Same, 1).TransposedSize(5));
        StringAssert.Contains(even.Message, "an even kernel with stride 1 cannot keep the size");
        var nothing = Assert.ThrowsExactly<LayerSizeException>(() => new Window(3, 1, 3, 1).TransposedSize(3));
        StringAssert.Contains(nothing.Message, "its padding of 3 leaves nothing of 3 pixels");
        var small = Assert.ThrowsExactly<LayerSizeException>(() => new Window(7, 1, 1, 1).OutputSize(4));
        Assert.AreEqual("its window covers 7 pixels, but only 4 + 2 of padding are left there", small.Message);
        Assert.AreEqual("its window covers 7 pixels, but only 4 are left there",
            Assert.ThrowsExactly<LayerSizeException>(() => new Window(7, 1, 0, 1).OutputSize(4)).Message);
    }

    [TestMethod]
    public void Sizes_beyond_a_whole_number_are_no_sizes()
    {
        Assert.ThrowsExactly<OverflowException>(() => new Window(3, 1, 0, int.MaxValue).Extent);
        Assert.ThrowsExactly<OverflowException>(() => new Window(3, 1, int.MaxValue, 1).OutputSize(2));
        Assert.ThrowsExactly<OverflowException>(() => new Window(3, int.MaxValue, 0, 1).TransposedSize(3));
        Assert.ThrowsExactly<OverflowException>(() => new LayerShape(2, 1 << 15, 1 << 16).Count);
    }

    [TestMethod]
    public void A_shape_is_a_picture_or_a_row()
    {
        var (picture, row) = (new LayerShape(3, 4, 5), LayerShape.Flat(7));
        Assert.AreEqual((60, false, "3x4x5"), (picture.Count, picture.IsFlat, picture.ToString()));
        Assert.AreEqual((7, true, "7"), (row.Count, row.IsFlat, row.ToString()));
        picture.MustBePicture();
        StringAssert.Contains(Assert.ThrowsExactly<LayerSizeException>(row.MustBePicture).Message,
            "it reads pictures, but gets a row of 7 numbers");
    }
}
