using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class PixelLayoutTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(16)]
    public void A_pixels_channels_lie_side_by_side_and_the_numbers_stay(int channels)
    {
        using var scope = NewDisposeScope();
        var pictures = arange(5 * channels * 6 * 7, dtype: ScalarType.Float32).reshape(5, channels, 6, 7);
        var together = PixelLayout.Together(pictures);
        CollectionAssert.AreEqual(new long[] { 42L * channels, 1, 7L * channels, channels }, together.stride());
        Assert.IsTrue(together.equal(pictures).all().item<bool>());
        if (channels > 1)
            Assert.AreSame(together, PixelLayout.Together(together), "what lies so already is not copied");
    }

    [TestMethod]
    public void Pictures_cut_out_of_larger_ones_keep_their_numbers()
    {
        using var scope = NewDisposeScope();
        foreach (var channels in new[] { 1, 4 })
        {
            var cut = rand(6, channels, 9, 9).narrow(0, 2, 3).narrow(2, 1, 6).narrow(3, 2, 5);
            Assert.IsTrue(PixelLayout.Together(cut).equal(cut).all().item<bool>(), $"{channels} channels");
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void What_a_convolution_answers_lies_as_what_it_was_asked(int channels)
    {
        using var scope = NewDisposeScope();
        var (pictures, kernel) = (rand(2, channels, 8, 8), rand(32, channels, 3, 3));
        var answer = nn.functional.conv2d(PixelLayout.Together(pictures), kernel);
        Assert.AreEqual(1, answer.stride(1));
        Assert.AreEqual(0, (answer - nn.functional.conv2d(pictures, kernel)).abs().max().item<float>(), 1e-5);
    }

    [TestMethod]
    public void Tiny_pictures_lie_plane_by_plane_and_larger_ones_pixel_by_pixel()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(16, PixelLayout.Fastest(PixelLayout.Together(rand(2, 8, 4, 4)), 2, 2).stride(1));
        Assert.AreEqual(1, PixelLayout.Fastest(rand(2, 8, 4, 4), 4, 4).stride(1));
    }

    [TestMethod]
    public void Rows_become_pictures_plane_by_plane()
    {
        using var scope = NewDisposeScope();
        var rows = rand(3, 2 * 5 * 4);
        Assert.IsTrue(PixelLayout.Pictures(rows, 2, 5, 4).equal(rows.reshape(3, 2, 5, 4)).all().item<bool>());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void Slopes_pass_through_the_change_of_order(int channels)
    {
        using var scope = NewDisposeScope();
        var pictures = rand(2, channels, 5, 5, requires_grad: true);
        var weights = rand(2, channels, 5, 5);
        (PixelLayout.Together(pictures) * weights).sum().backward();
        Assert.IsTrue(pictures.grad!.equal(weights).all().item<bool>());
    }

    [TestMethod]
    public void A_change_of_order_leaves_no_tensor_behind()
    {
        using var one = rand(2, 1, 5, 5);
        using var four = rand(2, 4, 5, 5);
        using var rows = rand(2, 4 * 5 * 5);
        var before = LiveTensors.Count();
        PixelLayout.Together(one).Dispose();
        PixelLayout.Together(four).Dispose();
        PixelLayout.Pictures(rows, 4, 5, 5).Dispose();
        Assert.AreEqual(before, LiveTensors.Count());
    }
}
