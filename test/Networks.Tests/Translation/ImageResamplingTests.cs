using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>Pictures in other sizes, numbers of channels, and squares.</summary>
[TestClass]
public sealed class ImageResamplingTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Smaller_pictures_are_means_of_squares()
    {
        var picture = arange(24, float32).view(1, 1, 4, 6);
        TensorAssert.Holds([3.5f, 5.5f, 7.5f, 15.5f, 17.5f, 19.5f], ImageResampling.Smaller(picture, 2));
    }

    [TestMethod]
    public void The_same_size_is_the_same_picture()
    {
        var picture = rand(1, 2, 3, 4);
        Assert.AreSame(picture, ImageResampling.Smaller(picture, 1));
        Assert.AreSame(picture, ImageResampling.Larger(picture, 1));
    }

    [TestMethod]
    public void Larger_pictures_are_sums_by_the_cubic_kernel_of_Keys()
    {
        TensorAssert.AreClose(full(1, 1, 9, 12, 0.7f), ImageResampling.Larger(full(1, 1, 3, 4, 0.7f), 3));
        var numbers = rand(12);
        var larger = ImageResampling.Larger(numbers.expand(1, 1, 12, 12), 2);
        for (var x = 4; x < 20; x++)
        {
            var place = ((x + 0.5) / 2) - 0.5;
            var before = (int)Math.Floor(place);
            var expected = Enumerable.Range(before - 1, 4).Sum(from => Cubic(Math.Abs(place - from)) * numbers[from].item<float>());
            Assert.AreEqual(expected, larger[0, 0, 12, x].item<float>(), 1e-5, $"{x}");
        }
        static double Cubic(double d)
        {
            const double a = -0.75; // torch's
            return d <= 1 ? ((a + 2) * d * d * d) - ((a + 3) * d * d) + 1 : a * ((d * d * d) - (5 * d * d) + (8 * d) - 4);
        }
    }

    [TestMethod]
    public void A_mean_of_one_colour_is_everywhere_the_same_and_one_of_a_row_is_stretched()
    {
        var like = zeros(2, 5, 3, 4);
        var colour = ImageResampling.Mean(tensor(new[] { 0.1f, 0.6f }, [2, 1, 1]), like);
        CollectionAssert.AreEqual(new long[] { 2, 2, 3, 4 }, colour.shape);
        TensorAssert.AreClose(full(3, 4, 0.6f), colour[1, 1], 0);
        var row = ImageResampling.Mean(tensor(new[] { 0f, 1f }, [1, 1, 2]), like);
        TensorAssert.Holds([0, 0.25f, 0.75f, 1], row[1, 0, 2]);
    }

    [TestMethod]
    public void Channels_become_grey_or_alike_and_nothing_else()
    {
        var colours = rand(2, 3, 2, 2);
        Assert.AreSame(colours, ImageResampling.WithChannels(colours, 3));
        TensorAssert.AreClose(
            (colours[.., 0..1] * 0.3f) + (colours[.., 1..2] * 0.59f) + (colours[.., 2..3] * 0.11f),
            ImageResampling.WithChannels(colours, 1));
        var two = rand(1, 2, 2, 2);
        TensorAssert.AreClose(two.mean([1L], keepdim: true), ImageResampling.WithChannels(two, 1));
        TensorAssert.AreSame(two[.., 0..1].expand(1, 4, 2, 2), ImageResampling.WithChannels(two[.., 0..1], 4));
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => ImageResampling.WithChannels(two, 3));
        Assert.AreEqual("2 channels do not become 3.", e.Message);
    }

    [TestMethod]
    [DataRow(0, "12x9")]
    [DataRow(12, "12x9")]
    [DataRow(8, "10x9 10x3 6x9 6x3")] // 9 columns are cut as 8 and 1
    [DataRow(4, "6x6 6x7 6x3 8x6 8x7 8x3 6x6 6x7 6x3")]
    public void Squares_are_passed_with_what_the_network_sees_around_them(int size, string passed)
    {
        var picture = rand(1, 1, 12, 9);
        var shapes = new List<string>();
        var answer = ImageTiles.Pass(picture, size, 2, 1, 1, square =>
        {
            shapes.Add($"{square.size(2)}x{square.size(3)}");
            return square * 2;
        });
        TensorAssert.AreSame(picture * 2, answer);
        Assert.AreEqual(passed, string.Join(' ', shapes));
    }

    [TestMethod]
    public void Squares_begin_where_strides_do_even_if_the_reach_does_not()
    {
        var starts = new List<float>();
        var picture = arange(16, float32).view(1, 1, 1, 16).expand(1, 1, 4, 16).contiguous();
        ImageTiles.Pass(picture, 4, 1, 4, 1, square =>
        {
            starts.Add(square[0, 0, 0, 0].item<float>());
            return square;
        });
        CollectionAssert.AreEqual(new[] { 0f, 0, 4, 8 }, starts);
    }

    [TestMethod]
    public void Squares_of_a_network_that_enlarges_lie_in_their_places()
    {
        var picture = rand(2, 3, 5, 7);
        Tensor Enlarged(Tensor square) => square[.., 0..1].repeat_interleave(3, 2).repeat_interleave(3, 3);
        TensorAssert.AreSame(Enlarged(picture), ImageTiles.Pass(picture, 2, 1, 1, 3, Enlarged));
    }

    [TestMethod]
    public void A_number_that_is_none_is_0_before_it_is_read()
    {
        var picture = tensor(new[] { 1f, float.NaN, float.PositiveInfinity, float.NegativeInfinity }, [1, 1, 2, 2]);
        TensorAssert.Holds([1, 0, 0, 0], PictureLevels.Finite(picture));
        Assert.IsTrue(float.IsNaN(picture[0, 0, 0, 1].item<float>()), "what was given stays");
    }
}
