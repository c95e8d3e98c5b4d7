using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Translation;

[TestClass]
public sealed class ImageTaskTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Larger_pictures_begin_as_bicubic_interpolation_and_are_learned_from_the_mean_of_squares(bool uNet)
    {
        var task = new SuperResolutionTask(2);
        ImageGenerator generator = uNet ? new UNetGenerator { Depth = 2, Filters = 2 } : new ResidualGenerator { Blocks = 1, Filters = 2 };
        using var network = new TranslationNetwork(new TranslationArchitecture(task, generator, 2, 0, 0));
        var whole = rand(2, 2, 6, 10);
        var example = task.Example(whole, null, null);
        Assert.AreEqual(whole[1, 0, 2..4, 4..6].mean().item<float>(), example.Inputs[0][1, 0, 1, 2].item<float>(), 1e-6);
        Assert.AreSame(whole, example.Target);
        var bicubic = nn.functional.interpolate(example.Inputs[0], [6, 10], mode: InterpolationMode.Bicubic, align_corners: false);
        Assert.IsLessThan(1e-6f, (network.call(example.Inputs[0]) - bicubic.clamp(0, 1)).abs().max().item<float>());
        var (name, answer) = task.Baselines(whole[0]).Single();
        Assert.AreEqual("bicubic interpolation", name);
        Assert.IsLessThan(1e-6f, (answer(example) - bicubic.clamp(0, 1)).abs().max().item<float>());
    }

    [TestMethod]
    public void What_is_there_comes_back_bit_for_bit_and_holes_begin_as_the_mean()
    {
        var task = new InpaintingTask(new HoleShapes(), null);
        using var network = Inpainting(task);
        var (pictures, mask) = (rand(3, 2, 8, 8), rand(3, 1, 8, 8).gt(0.6f).to(float32));
        var mean = rand(2, 8, 8);
        using (no_grad())
            network.Mean!.copy_(mean);
        var holes = mask.gt(0.5f).expand(3, 2, 8, 8);
        var made = network.Finished([pictures, mask], 0);
        Assert.IsTrue(where(holes, pictures, made).equal(pictures).all().item<bool>());
        Assert.IsLessThan(1e-6f, (where(holes, made, mean) - mean).abs().max().item<float>());
        using (no_grad())
            nn.init.normal_(network.get_parameter("generator.answer.weight")!);
        Assert.IsTrue(where(holes, pictures, network.Finished([pictures, mask], 0)).equal(pictures).all().item<bool>());
    }

    [TestMethod]
    public void What_lies_in_a_hole_does_not_matter()
    {
        using var network = Inpainting(new InpaintingTask(new HoleShapes(), null));
        using (no_grad())
            nn.init.normal_(network.get_parameter("generator.answer.weight")!);
        network.eval();
        var (pictures, mask) = (rand(1, 2, 8, 8), rand(1, 1, 8, 8).gt(0.6f).to(float32));
        var other = where(mask.gt(0.5f), rand_like(pictures), pictures);
        Assert.IsTrue(network.Finished([pictures, mask], 0).equal(network.Finished([other, mask], 0)).all().item<bool>());
    }

    [TestMethod]
    public void A_colour_marks_holes_like_a_mask()
    {
        using var network = Inpainting(new InpaintingTask(new HoleShapes(), [1, 0]));
        using (no_grad())
            nn.init.normal_(network.get_parameter("generator.answer.weight")!);
        network.eval();
        var (pictures, mask) = (rand(1, 2, 8, 8), rand(1, 1, 8, 8).gt(0.6f));
        var marked = where(mask, tensor(new[] { 1f, 0 }, [1, 2, 1, 1]), pictures);
        var made = network.Finished([marked], 0);
        Assert.IsTrue(made.equal(network.Finished([marked, mask.to(float32)], 0)).all().item<bool>());
    }

    [TestMethod]
    public void Nothing_is_learned_of_what_was_missing_already()
    {
        var task = new InpaintingTask(new HoleShapes { StrokeShare = 0.5 }, null);
        var (pictures, missing) = (rand(20, 1, 16, 16), rand(20, 1, 16, 16).gt(0.5f).to(float32));
        var example = task.Example(pictures, missing, null);
        Assert.AreEqual(0, (example.Weights! * missing).sum().item<float>());
        Assert.IsGreaterThan(0, example.Weights!.sum().item<float>());
        Assert.IsTrue(example.Inputs[1].ge(missing).all().item<bool>(), "it is a hole too");
        Assert.AreSame(example.Weights, example.Measured);
        var whole = task.Example(pictures, null, null);
        Assert.IsTrue(whole.Weights!.equal(whole.Inputs[1]).all().item<bool>());
    }

    [TestMethod]
    public void The_mean_around_a_hole_is_that_of_the_pixels_that_are_there()
    {
        var task = new InpaintingTask(new HoleShapes(), null);
        var picture = tensor(new[] { 0.2f, 0.4f, 0.9f, 0.6f }, [1, 1, 2, 2]);
        var mask = tensor(new[] { 0f, 0, 1, 0 }, [1, 1, 2, 2]);
        var around = task.Baselines(zeros(1, 2, 2)).Single(method => method.Name == "the mean around").Answer(
            new ImageExample([picture, mask], picture));
        CollectionAssert.AreEqual(new[] { 0.2f, 0.4f, 0.4f, 0.6f }, around.data<float>().ToArray());
    }

    [TestMethod]
    public void Colours_keep_the_brightness_and_begin_grey()
    {
        var task = new ColorizationTask();
        var colours = rand(2, 3, 6, 6);
        var grey = (colours[.., 0..1] * 0.3f) + (colours[.., 1..2] * 0.59f) + (colours[.., 2..3] * 0.11f);
        var made = task.Compose(randn(2, 2, 6, 6), [colours], null);
        var again = (made[.., 0..1] * 0.3f) + (made[.., 1..2] * 0.59f) + (made[.., 2..3] * 0.11f);
        Assert.IsLessThan(1e-5f, (again - grey).abs().max().item<float>());
        Assert.IsLessThan(1e-6f, (task.Compose(zeros(2, 2, 6, 6), [colours], null) - grey).abs().max().item<float>());
        // red and blue less the brightness are an answer that gives the picture back
        var answer = cat([colours[.., 0..1] - grey, colours[.., 2..3] - grey], 1);
        Assert.IsLessThan(1e-5f, (task.Compose(answer, [grey], null) - colours).abs().max().item<float>());
        Assert.IsLessThan(1e-6f, (task.Example(colours, null, null).Inputs[0] - grey).abs().max().item<float>());
    }

    [TestMethod]
    public void Pixels_under_a_mark_weigh_more_and_the_median_of_nine_is_a_baseline()
    {
        var task = new CleaningTask([new PatchCorruption(), new NoiseCorruption()], 3);
        var pictures = rand(5, 1, 10, 10);
        var example = task.Example(pictures, null, null);
        CollectionAssert.AreEquivalent(new[] { 1f, 4f }, example.Weights!.unique().output.data<float>().ToArray());
        Assert.IsNull(new CleaningTask([new NoiseCorruption()], 3).Example(pictures, null, null).Weights, "all pixels are spoiled");
        Assert.IsNull(new CleaningTask([new PatchCorruption()], 0).Example(pictures, null, null).Weights);
        var median = task.Baselines(zeros(1, 10, 10)).Last().Answer(example);
        var given = example.Inputs[0];
        for (var y = 0; y < 10; y++)
            for (var x = 0; x < 10; x++)
            {
                var around = Enumerable.Range(0, 9).Select(i => given[
                    2, 0, Math.Clamp(y + (i / 3) - 1, 0, 9), Math.Clamp(x + (i % 3) - 1, 0, 9)].item<float>()).Order().ToArray();
                Assert.AreEqual(around[4], median[2, 0, y, x].item<float>(), $"{x}, {y}");
            }
    }

    private static TranslationNetwork Inpainting(InpaintingTask task) =>
        new(new TranslationArchitecture(task, new UNetGenerator { Depth = 1, Filters = 2 }, 2, 8, 8));
}
