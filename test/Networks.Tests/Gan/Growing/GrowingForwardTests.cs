using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>Networks of pictures that grow, against torch's own functions on the same weights.</summary>
[TestClass]
public sealed class GrowingForwardTests
{
    private static readonly PictureShape Picture = new(2, 8, 4, 1); // halved once: 4 by 2 inside

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.25)]
    [DataRow(1.0)]
    public void A_progressive_generator_is_what_torch_makes_of_its_weights(double doublings)
    {
        using var network = HandWeights.Drawn(new ProgressiveGeneratorNetwork(Generator(new ProgressiveGenerator())));
        network.Growth = Growth.Of(doublings);
        var w = HandWeights.Of(network);
        var (noise, condition) = (randn(3, 5), nn.functional.one_hot(tensor(new[] { 0L, 1, 1 }), 2).to(float32));
        var input = cat([PerPixel(noise), condition * Math.Sqrt(5)], 1);
        var hidden = nn.functional.linear(input, w["project.weight"] * Factor(7, Math.Sqrt(2)), w["project.bias"]).view(3, 2, 4, 2);
        hidden = PerPixel(Rectified(Convolved(w, "inner.conv2", PerPixel(Rectified(hidden)), 3, Math.Sqrt(2))));
        var small = Convolved(w, "pictures.0", hidden, 1, 1);
        var fine = Doubled(hidden);
        fine = PerPixel(Rectified(Convolved(w, "doublings.0.conv1", fine, 3, Math.Sqrt(2))));
        fine = PerPixel(Rectified(Convolved(w, "doublings.0.conv2", fine, 3, Math.Sqrt(2))));
        var large = Convolved(w, "pictures.1", fine, 1, 1);
        var expected = (Doubled(small) * (1 - doublings)) + (large * doublings);
        TensorAssert.AreClose(expected.flatten(1), network.call(noise, condition), 1e-4);
    }

    [TestMethod]
    [DataRow(0.0, GanConditioning.Projection)]
    [DataRow(0.75, GanConditioning.Projection)]
    [DataRow(1.0, GanConditioning.Concatenation)]
    public void A_growing_judge_is_what_torch_makes_of_its_weights(double doublings, GanConditioning conditioning)
    {
        var concatenates = conditioning == GanConditioning.Concatenation;
        using var network = HandWeights.Drawn(new GrowingDiscriminator(Judge(new ProgressiveGenerator(), conditioning)));
        network.Growth = Growth.Of(doublings);
        var w = HandWeights.Of(network);
        var rows = randn(4, 64);
        var classes = nn.functional.one_hot(tensor(new[] { 0L, 1, 1, 0 }), 2).to(float32);
        Tensor Shown(Tensor pictures) => concatenates
            ? cat([pictures, classes.view(4, 2, 1, 1).expand(4, 2, pictures.size(2), pictures.size(3))], 1)
            : pictures;
        var whole = rows.view(4, 2, 8, 4);
        Tensor Read(int level, Tensor pictures) => Rectified(Convolved(w, $"pictures.{level}.conv", Shown(pictures), 1, Math.Sqrt(2)));
        var halved = nn.functional.avg_pool2d(whole, 2, 2);
        var fine = Rectified(Convolved(w, "halvings.0.conv1", Read(1, whole), 3, Math.Sqrt(2)));
        fine = nn.functional.avg_pool2d(Rectified(Convolved(w, "halvings.0.conv2", fine, 3, Math.Sqrt(2))), 2, 2);
        var hidden = (Read(0, halved) * (1 - doublings)) + (fine * doublings); // (4, 2, 4, 2)
        var spread = zeros(4, 1);
        for (var row = 0; row < 4; row++)
        {
            var kind = classes[.., 0].eq(classes[row, 0]);
            var alike = hidden.flatten(1)[kind]; // the rows of its class
            spread[row, 0] = ((alike - alike.mean([0L], keepdim: true)).square().mean([0L]) + 1e-8).sqrt().mean();
        }
        var features = cat([hidden, spread.view(4, 1, 1, 1).expand(4, 1, 4, 2)], 1);
        features = Rectified(Convolved(w, "inner.conv", features, 3, Math.Sqrt(2))).flatten(1);
        var expected = nn.functional.linear(features, w["decision.weight"] * Factor(16, 1), w["decision.bias"]);
        if (!concatenates)
        {
            var own = nn.functional.linear(classes, w["embedding.weight"] * Factor(2, Math.Sqrt(2.0 / 16)));
            expected = expected + (own * features).sum(1, keepdim: true);
        }
        TensorAssert.AreClose(expected, network.call(rows, classes), 1e-4);
    }

    [TestMethod]
    public void Growth_is_saved_with_the_weights()
    {
        using var grown = new ProgressiveGeneratorNetwork(Generator(new ProgressiveGenerator()));
        grown.Growth = Growth.Of(0.375);
        using var other = new ProgressiveGeneratorNetwork(Generator(new ProgressiveGenerator()));
        Assert.AreEqual(0, other.Growth.Visible);
        NetworkWeights.Copy(grown.state_dict(), other.state_dict());
        Assert.AreEqual(0.375, other.Growth.Share);
        Assert.IsFalse(grown.named_parameters().Any(parameter => parameter.name == "grown"), "it is not learned");
    }

    [TestMethod]
    public void A_layer_of_details_adds_a_band_to_the_doubled_picture()
    {
        using var details = HandWeights.Drawn(new LaplacianDetails(3, 2, 1, (4, 6), 2));
        var w = HandWeights.Of(details);
        var (coarse, noise, condition) = (rand(2, 1, 2, 3), randn(2, 3), tensor(new[] { 1f, 0, 0, 1 }, [2, 2]));
        var doubled = Doubled(coarse);
        var planes = nn.functional.linear(
            cat([noise, condition * Math.Sqrt(3)], 1), w["project.weight"] * Factor(5, 1), w["project.bias"]).view(2, 2, 4, 6);
        var made = Convolved(w, "layers.conv1", cat([doubled, planes], 1), 3, Math.Sqrt(2)).relu();
        made = Convolved(w, "layers.conv3", Convolved(w, "layers.conv2", made, 3, Math.Sqrt(2)).relu(), 3, 1);
        var band = made - Doubled(nn.functional.avg_pool2d(made, 2, 2));
        var answer = details.call(coarse, noise, condition);
        TensorAssert.AreClose(doubled + band, answer, 1e-4);
        TensorAssert.AreClose(coarse, nn.functional.avg_pool2d(answer, 2, 2), 1e-4, "what is coarse stays");
    }

    [TestMethod]
    public void A_style_layer_normalizes_each_channel_and_then_does_as_the_style_asks()
    {
        using var layer = HandWeights.Drawn(new StyleLayer(2, 3, 4, 5, styleSize: 6));
        var w = HandWeights.Of(layer);
        var (input, styles, drawn) = (randn(2, 2, 4, 5), randn(2, 6), randn(2, 1, 4, 5));
        var hidden = Rectified(Convolved(w, "conv", input, 3, Math.Sqrt(2)) + (w["strength"] * drawn));
        var expected = zeros(2, 3, 4, 5);
        var asked = nn.functional.linear(styles, w["style.weight"] * Factor(6, 1), w["style.bias"]);
        for (var row = 0; row < 2; row++)
            for (var channel = 0; channel < 3; channel++)
            {
                var plane = hidden[row, channel];
                var normal = (plane - plane.mean()) / ((plane - plane.mean()).square().mean() + 1e-8).sqrt();
                expected[row, channel] = (normal * (asked[row, channel] + 1)) + asked[row, 3 + channel];
            }
        TensorAssert.AreClose(expected, layer.call(input, styles, drawn), 1e-4);
    }

    [TestMethod]
    public void The_first_style_layer_has_no_convolution_and_noise_begins_without_strength()
    {
        using var layer = new StyleLayer(null, 2, 3, 4, styleSize: 5);
        Assert.IsFalse(HandWeights.Of(layer).ContainsKey("conv.weight"));
        CollectionAssert.AreEqual(new long[] { 1, 1, 3, 4 }, layer.Noise.shape);
        var input = randn(1, 2, 3, 4);
        TensorAssert.AreClose(layer.Normal(input, zeros(1, 1, 3, 4)), layer.Normal(input, randn(1, 1, 3, 4)), 0);
    }

    [TestMethod]
    public void A_pyramid_judge_has_a_column_for_each_size_and_the_coarsest_is_the_last()
    {
        using var judge = new LaplacianDiscriminator(Judge(new LaplacianPyramidGenerator(), GanConditioning.Projection) with
        {
            Picture = new PictureShape(1, 16, 8, 2),
        });
        var pyramid = new LaplacianPyramid(new PictureShape(1, 16, 8, 2));
        var whole = rand(6, 128);
        var rows = pyramid.Of(whole);
        Assert.AreEqual(2, pyramid.Levels);
        Assert.AreEqual(128 + 32, rows.size(1));
        var classes = zeros(6, 2);
        var answers = judge.call(rows, classes);
        CollectionAssert.AreEqual(new long[] { 6, 2 }, answers.shape);
        var changed = rows.clone();
        changed[.., 128..] = 0.5f; // the coarse one alone
        judge.eval();
        var (before, after) = (judge.call(rows, classes), judge.call(changed, classes));
        TensorAssert.AreSame(before[.., 0], after[.., 0]);
        Assert.IsGreaterThan(1e-5f, (before[.., 1] - after[.., 1]).abs().max().item<float>());
    }

    [TestMethod]
    public void Splitting_a_joined_pyramid_gives_its_pictures_back()
    {
        var pyramid = new LaplacianPyramid(new PictureShape(3, 16, 24, 1));
        CollectionAssert.AreEqual(
            new[] { (16, 24), (8, 12), (4, 6) }, Enumerable.Range(0, pyramid.Levels).Select(pyramid.Sides).ToArray());
        Tensor[] pictures = [rand(2, 3, 16, 24), rand(2, 3, 8, 12), rand(2, 3, 4, 6)];
        var split = pyramid.Split(LaplacianPyramid.Joined(pictures));
        for (var level = 0; level < 3; level++)
        {
            TensorAssert.AreSame(pictures[level], split[level]);
            Assert.AreEqual(pictures[level][0].numel(), pyramid.Numbers(level));
        }
    }

    // Weights of deviation 1, which are multiplied by gain / sqrt(inputs), and move four times as fast.
    private static double Factor(int inputs, double gain) => gain / Math.Sqrt(inputs) * 4;

    private static Tensor Convolved(Dictionary<string, Tensor> w, string name, Tensor x, int kernel, double gain) => nn.functional.conv2d(
        x, w[$"{name}.weight"] * Factor((int)x.size(1) * kernel * kernel, gain), w[$"{name}.bias"], padding: [kernel / 2, kernel / 2]);

    private static Tensor Rectified(Tensor x) => where(x.gt(0), x, x * 0.2);

    private static Tensor PerPixel(Tensor x) => x / (x.square().mean([1L], keepdim: true) + 1e-8).sqrt();

    private static Tensor Doubled(Tensor x) => x.repeat_interleave(2, 2).repeat_interleave(2, 3);

    private static GeneratorArchitecture Generator(GrowingGenerator growing) =>
        new([new RowBlock(RowBlockKind.Bounded, 64)], 5, 2, [], false, Picture, Growing: growing);

    private static DiscriminatorArchitecture Judge(GrowingGenerator growing, GanConditioning conditioning) =>
        new(64, 2, [3], conditioning, 1, false, false, 0, Picture, growing);
}
