using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Pictures;

/// <summary>What is measured of pictures, against formulas written as loops.</summary>
[TestClass]
public sealed class DescriptorNetworkTests
{
    private static readonly DescriptorArchitecture None = new(1, 16, 16, false, false, false, 0, 0, 8);
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Area_and_boundary_of_a_square_are_counted()
    {
        var picture = zeros(1, 1, 16, 16).add_(0.1f);
        picture[0, 0].slice(0, 4, 9, 1).slice(1, 2, 8, 1).fill_(0.9f); // 5 rows of 6
        CollectionAssert.AreEqual(
            new[] { 30 / 256f, 18 / 16f }, Measured(None with { Area = true, Perimeter = true }, picture));
    }

    [TestMethod]
    public void Moments_are_those_of_Hu()
    {
        var shape = zeros(1, 9, 11);
        foreach (var (y, x) in new[] { (1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (3, 3), (4, 5), (5, 5), (5, 6), (6, 6) })
            shape[0, y, x] = 1f;
        var found = DescriptorNetwork.HuMoments(shape).data<float>().ToArray();
        var expected = Hu(shape);
        for (var i = 0; i < 7; i++)
            Assert.AreEqual(-Math.Sign(expected[i]) * Math.Log10(Math.Abs(expected[i])), found[i], 1e-4, $"moment {i + 1}");
    }

    [TestMethod]
    public void Moments_do_not_change_when_a_shape_moves_turns_or_grows()
    {
        var letter = zeros(1, 40, 40);
        letter[0].slice(0, 8, 24, 1).slice(1, 8, 12, 1).fill_(1f);
        letter[0].slice(0, 20, 24, 1).slice(1, 8, 20, 1).fill_(1f); // an L
        var own = DescriptorNetwork.HuMoments(letter).data<float>().ToArray();
        Same(letter.roll([5, 9], [1, 2]), 1e-4);
        Same(letter.rot90(1, (1, 2)).contiguous(), 1e-4);
        Same(nn.functional.interpolate(letter.unsqueeze(0), [80L, 80], mode: InterpolationMode.Nearest).squeeze(0), 0.05);
        var bar = zeros(1, 40, 40);
        bar[0].slice(0, 8, 24, 1).slice(1, 8, 12, 1).fill_(1f);
        var others = DescriptorNetwork.HuMoments(bar).data<float>().ToArray();
        Assert.IsGreaterThan(0.1, Enumerable.Range(0, 4).Max(i => Math.Abs(others[i] - own[i])), "another shape has others");

        // The seventh changes its sign under mirroring only; the last ones are tiny here.
        void Same(Tensor shape, double tolerance)
        {
            var moved = DescriptorNetwork.HuMoments(shape).data<float>().ToArray();
            for (var i = 0; i < 4; i++)
                Assert.AreEqual(own[i], moved[i], tolerance * Math.Abs(own[i]), $"moment {i + 1}");
        }
    }

    [TestMethod]
    public void A_histogram_holds_the_share_of_the_pixels_at_each_level_of_each_channel()
    {
        var picture = stack([tensor(new[] { 0f, 0.1f, 0.5f, 0.99f }, [2, 2]), tensor(new[] { 1f, 1, 0.3f, 0.25f }, [2, 2])]).unsqueeze(0);
        CollectionAssert.AreEqual(
            new[] { 0.5f, 0, 0.25f, 0.25f, 0, 0.5f, 0, 0.5f },
            Measured(None with { Channels = 2, Height = 2, Width = 2, ColorBins = 4 }, picture));
    }

    [TestMethod]
    public void Directions_of_edges_are_counted_where_they_lie()
    {
        var picture = zeros(1, 1, 16, 16);
        picture[0, 0].slice(1, 5, 16, 1).fill_(1f); // an upright edge in the left squares
        var found = Measured(None with { GradientBins = 4 }, picture);
        Assert.HasCount(16, found);
        var perSquare = found.Chunk(4).ToArray();
        Assert.IsTrue(perSquare[0][0] > 0.5 && perSquare[2][0] > 0.5, "across, in both squares on the left");
        Assert.IsLessThan(0.01f, perSquare[1].Concat(perSquare[3]).Max(), "nothing on the right");
        Assert.AreEqual(1, found.Sum(x => x * x), 1e-3, "a block has length 1");
        var lying = Measured(None with { GradientBins = 4 }, picture.transpose(2, 3).contiguous());
        Assert.IsTrue(lying.Chunk(4).ToArray()[0][2] > 0.5, "half a turn further");
        // A direction between two is shared: an edge at 22.5 degrees counts half across, half at 45 degrees.
        var (y, x) = (arange(16).to(float32).view(-1, 1), arange(16).to(float32).view(1, -1));
        var slope = (x * (float)Math.Cos(Math.PI / 8)) + (y * (float)Math.Sin(Math.PI / 8));
        var shared = Measured(None with { GradientBins = 4 }, (slope / 40).view(1, 1, 16, 16)).Chunk(4).ToArray()[0];
        Assert.AreEqual(shared[0], shared[1], 0.05);
    }

    [TestMethod]
    public void Every_number_has_a_name()
    {
        var all = new DescriptorArchitecture(3, 24, 16, true, true, true, 2, 9, 8);
        Assert.AreEqual(1 + 1 + 7 + 6 + (4 * 9 * 2 * 1), all.Count);
        var names = all.Names().ToArray();
        Assert.HasCount(all.Count, names);
        CollectionAssert.AllItemsAreUnique(names);
        CollectionAssert.AreEqual(new[] { "Area", "Perimeter", "Hu1" }, names[..3]);
        CollectionAssert.AreEqual(new[] { "Red0", "Red1", "Green0", "Green1", "Blue0", "Blue1", "Hog0" }, names[9..16]);
        Assert.HasCount(all.Count, Measured(all, rand(2, 3, 24, 16))[..all.Count]);
    }

    private static float[] Measured(DescriptorArchitecture architecture, Tensor pictures)
    {
        using var network = new DescriptorNetwork(architecture);
        return network.call(pictures).data<float>().ToArray();
    }

    private static double[] Hu(Tensor shape)
    {
        var (height, width) = ((int)shape.size(1), (int)shape.size(2));
        double Raw(Func<int, int, double> of) => Enumerable.Range(0, height).Sum(y => Enumerable.Range(0, width).Sum(
            x => shape[0, y, x].item<float>() * of(x, y)));
        var area = Raw((_, _) => 1);
        var (cx, cy) = (Raw((x, _) => x) / area, Raw((_, y) => y) / area);
        double N(int p, int q) => Raw((x, y) => Math.Pow(x - cx, p) * Math.Pow(y - cy, q)) / Math.Pow(area, 1 + ((p + q) / 2.0));
        var (a, b, c, d) = (N(3, 0) + N(1, 2), N(2, 1) + N(0, 3), N(3, 0) - (3 * N(1, 2)), (3 * N(2, 1)) - N(0, 3));
        return
        [
            N(2, 0) + N(0, 2), Math.Pow(N(2, 0) - N(0, 2), 2) + (4 * N(1, 1) * N(1, 1)), (c * c) + (d * d), (a * a) + (b * b),
            (c * a * ((a * a) - (3 * b * b))) + (d * b * ((3 * a * a) - (b * b))),
            ((N(2, 0) - N(0, 2)) * ((a * a) - (b * b))) + (4 * N(1, 1) * a * b),
            (d * a * ((a * a) - (3 * b * b))) - (c * b * ((3 * a * a) - (b * b))),
        ];
    }
}
