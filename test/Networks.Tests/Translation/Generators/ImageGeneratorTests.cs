using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

/// <summary>Generators of pictures: what sizes come out, how far a pixel sees, and that cutting into tiles changes nothing.</summary>
[TestClass]
public sealed class ImageGeneratorTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public static IEnumerable<object[]> Generators =>
    [
        [new UNetGenerator { Depth = 1, Filters = 3 }, 1],
        [new UNetGenerator { Depth = 2, Filters = 2, Upsampling = ImageUpsampling.Transposed, Dropout = 0.3 }, 1],
        [new UNetGenerator { Depth = 2, Filters = 2, Skips = false, Normalization = ImageNormalization.Batch }, 1],
        [new ResidualGenerator { Blocks = 1, Filters = 3 }, 1],
        [new ResidualGenerator { Blocks = 2, Filters = 2, Halvings = 2, Normalization = ImageNormalization.Batch }, 1],
        [new ResidualGenerator { Blocks = 1, Filters = 2, Halvings = 1 }, 6],
        [new ResidualGenerator { Blocks = 1, Filters = 2, Upsampling = ImageUpsampling.Transposed }, 3],
        [new ResidualGenerator { Blocks = 1, Filters = 2, Upsampling = ImageUpsampling.Transposed }, 2],
    ];

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DynamicData(nameof(Generators))]
    public void Pictures_come_out_in_their_size_and_begin_as_nothing(ImageGenerator generator, int scale)
    {
        using var network = generator.Create(2, 3, scale);
        var answer = network.call(rand(2, 2, 8, 16));
        CollectionAssert.AreEqual(new long[] { 2, 3, 8 * scale, 16 * scale }, answer.shape);
        Assert.AreEqual(0, answer.abs().max().item<float>(), "the last layer begins at 0");
        foreach (var weight in network.parameters())
            Assert.IsTrue(weight.requires_grad);
    }

    [TestMethod]
    [DynamicData(nameof(Generators))]
    public void No_pixel_beyond_the_reach_changes_an_answer(ImageGenerator generator, int scale)
    {
        using var network = Drawn(generator, scale);
        network.eval();
        var (multiple, reach) = (generator.Multiple, generator.Reach);
        var side = ((2 * reach) + (4 * multiple)) / multiple * multiple;
        var at = side / 2;
        var picture = rand(1, 1, multiple, side); // a strip: what holds of columns holds of rows
        var changed = picture.clone();
        changed[.., .., .., at] = 5;
        var moved = (network.call(picture) - network.call(changed)).abs().amax([0, 1, 2]).ge(1e-7f).data<bool>().ToArray();
        var far = Enumerable.Range(0, moved.Length).Where(x => moved[x]).Select(x => Math.Abs((x / scale) - at)).DefaultIfEmpty(-1).Max();
        Assert.IsGreaterThanOrEqualTo(1, far, "it sees its neighbours");
        Assert.IsLessThanOrEqualTo(reach, far);
    }

    [TestMethod]
    [DynamicData(nameof(Generators))]
    public void A_picture_cut_into_tiles_is_the_same_as_whole(ImageGenerator generator, int scale)
    {
        using var network = Drawn(generator, scale);
        network.eval();
        var picture = rand(1, 1, 24 * generator.Multiple, 16 * generator.Multiple);
        var whole = network.call(picture);
        foreach (var size in new[] { 4, 8, 20 })
        {
            var tiled = ImageTiles.Pass(picture, size * generator.Multiple, generator.Reach, generator.Multiple, scale, network.call);
            Assert.IsLessThan(1e-5f, (whole - tiled).abs().max().item<float>(), $"{size}");
        }
    }

    [TestMethod]
    public void What_sees_the_whole_picture_says_so()
    {
        Assert.IsTrue(new UNetGenerator { GlobalFeatures = true }.SeesWholePicture);
        Assert.IsTrue(new UNetGenerator { Normalization = ImageNormalization.Instance }.SeesWholePicture);
        Assert.IsTrue(new ResidualGenerator { Normalization = ImageNormalization.Instance }.SeesWholePicture);
        Assert.IsFalse(new UNetGenerator().SeesWholePicture);
        using var network = Drawn(new UNetGenerator { Depth = 1, Filters = 4, GlobalFeatures = true }, 1);
        network.eval();
        var picture = rand(1, 1, 4, 200);
        var changed = picture.clone();
        changed[.., .., .., 199] = 5;
        Assert.IsGreaterThan(1e-6f, (network.call(picture) - network.call(changed))[.., .., .., 0].abs().max().item<float>());
    }

    [TestMethod]
    public void Sub_pixels_are_put_in_their_places()
    {
        using var network = new Enlargement(1, 1, 2, ImageUpsampling.SubPixel);
        var weights = network.get_parameter("conv.weight")!; // (4, 1, 3, 3)
        using (no_grad())
        {
            weights.zero_();
            network.get_parameter("conv.bias")!.copy_(tensor(new[] { 0f, 1, 2, 3 }));
            weights[.., 0, 1, 1] = tensor(new[] { 10f, 10, 10, 10 });
        }
        var answer = network.call(tensor(new[] { 1f, 2 }, [1, 1, 1, 2]));
        CollectionAssert.AreEqual(new[] { 10f, 11, 20, 21, 12, 13, 22, 23 }, answer.data<float>().ToArray());
    }

    [TestMethod]
    public void A_pair_of_convolutions_is_what_torch_makes_of_its_weights()
    {
        using var pair = new ConvolutionPair(2, 2, ImageNormalization.None, isResidual: true);
        var x = rand(1, 2, 5, 4);
        Tensor Convolved(Tensor value, string name) => nn.functional.conv2d(
            value, pair.get_parameter($"{name}.weight")!, pair.get_parameter($"{name}.bias"), padding: [1, 1]);
        var expected = Convolved(Convolved(x, "conv1").relu(), "conv2") + x;
        Assert.IsLessThan(1e-6f, (expected - pair.call(x)).abs().max().item<float>());
    }

    [TestMethod]
    public void Work_is_that_of_the_convolutions_place_by_place()
    {
        // 3×3 kernels at full size 1→4→4, at half 4→8→8, sub-pixels 8→16 at half, join 8→4→4 at full, answer 4→2.
        var expected = (9.0 * ((1 * 4) + (4 * 4))) + (9 * ((4 * 8) + (8 * 8)) / 4.0) + (9 * ((8 * 4) + (4 * 4)))
            + (9 * 8 * 4 * 4 / 4.0) + (4 * 2);
        var found = new UNetGenerator { Depth = 1, Filters = 4 }.WorkPerPixel(1, 2, 1);
        Assert.AreEqual(expected, found, 1e-6);
        Assert.AreEqual(
            9.0 * ((1 * 4) + (5 * 16) + (4 * 4 * 4) + (4 * 4 * 2)), new ResidualGenerator { Blocks = 2, Filters = 4 }.WorkPerPixel(1, 2, 2),
            1e-6, "enter, two blocks and one behind, sub-pixels, and the answer at four times the places");
    }

    [TestMethod]
    [DataRow(1, "")]
    [DataRow(2, "2")]
    [DataRow(12, "2,2,3")]
    [DataRow(7, "7")]
    public void Pictures_are_made_larger_by_prime_steps(int scale, string steps) =>
        Assert.AreEqual(steps, string.Join(",", ResidualGenerator.Factors(scale)));

    // Weights of the last layer that are not 0, and running statistics that are not those of a fresh layer.
    private static nn.Module<Tensor, Tensor> Drawn(ImageGenerator generator, int scale)
    {
        var network = generator.Create(1, 2, scale);
        using (no_grad())
            foreach (var (name, parameter) in network.named_parameters())
                if (name.StartsWith("answer", StringComparison.Ordinal))
                    nn.init.normal_(parameter, 0, 0.3);
        network.call(rand(2, 1, 16, 16));
        return network;
    }
}
