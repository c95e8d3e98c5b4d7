using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>The game of both players: growth, best and mean generators, what players are made for which architecture.</summary>
[TestClass]
public sealed class GanGameTests
{
    private static readonly PictureShape Picture = new(1, 16, 16, 2); // halved twice

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void All_players_but_the_best_grow_and_the_best_is_outgrown_until_it_is_replaced()
    {
        using var game = Game(new ProgressiveGenerator());
        Assert.IsFalse(game.HasOutgrownBest);
        game.Grow(0.25); // half of the growing is over: one doubling
        foreach (var player in new[] { game.Generator, game.Discriminator, game.Average })
            Assert.AreEqual(1, ((IGrowing)player).Growth.Doublings);
        Assert.AreEqual(0, ((IGrowing)game.Best).Growth.Doublings);
        Assert.IsTrue(game.HasOutgrownBest);
        NetworkWeights.Copy(game.Average.state_dict(), game.Best.state_dict());
        Assert.IsFalse(game.HasOutgrownBest);
    }

    [TestMethod]
    public void Pictures_stay_as_large_as_they_are_when_a_training_goes_on_from_its_beginning()
    {
        using var game = Game(new ProgressiveGenerator());
        game.Grow(0.5);
        Assert.AreEqual(Growth.Whole(2), ((IGrowing)game.Generator).Growth);
        game.Grow(0);
        Assert.AreEqual(Growth.Whole(2), ((IGrowing)game.Generator).Growth);
    }

    [TestMethod]
    public void A_game_without_growth_has_nothing_to_grow_or_to_outgrow()
    {
        using var game = Game(null);
        game.Grow(1);
        Assert.IsFalse(game.HasOutgrownBest);
        var rows = rand(2, 256);
        Assert.AreSame(rows, game.Shown(rows));
    }

    [TestMethod]
    public void Players_are_made_as_their_architectures_say()
    {
        Assert.IsInstanceOfType<DenseGenerator>(GanNetworks.Generator(Generator(null) with { Picture = null }));
        Assert.IsInstanceOfType<ConvolutionalGenerator>(GanNetworks.Generator(Generator(null)));
        Assert.IsInstanceOfType<ProgressiveGeneratorNetwork>(GanNetworks.Generator(Generator(new ProgressiveGenerator())));
        Assert.IsInstanceOfType<StyleGeneratorNetwork>(GanNetworks.Generator(Generator(new StyleGenerator { MappingLayers = 1 })));
        Assert.IsInstanceOfType<LaplacianGeneratorNetwork>(GanNetworks.Generator(Generator(new LaplacianPyramidGenerator())));
        Assert.IsInstanceOfType<DenseDiscriminator>(GanNetworks.Discriminator(Judge(null) with { Picture = null }));
        Assert.IsInstanceOfType<ConvolutionalDiscriminator>(GanNetworks.Discriminator(Judge(null)));
        Assert.IsInstanceOfType<GrowingDiscriminator>(GanNetworks.Discriminator(Judge(new StyleGenerator())));
        Assert.IsInstanceOfType<LaplacianDiscriminator>(GanNetworks.Discriminator(Judge(new LaplacianPyramidGenerator())));
    }

    [TestMethod]
    public void Names_of_the_weights_tell_the_four_networks_apart()
    {
        using var game = Game(null);
        var parts = game.state_dict().Keys.Select(name => name.Split('.')[0]).Distinct().ToArray();
        CollectionAssert.AreEquivalent(new[] { "generator", "discriminator", "average", "best" }, parts);
        var best = game.state_dict().Keys.Count(name => name.StartsWith("best.", StringComparison.Ordinal));
        Assert.AreEqual(game.Generator.state_dict().Count, best);
    }

    [TestMethod]
    public void A_pyramid_tries_details_of_real_pictures_and_others_the_pictures_themselves()
    {
        using var pyramid = Game(new LaplacianPyramidGenerator());
        var (noise, none, rows) = (randn(3, 6), zeros(new long[] { 3, 0 }), rand(3, 256));
        var shown = pyramid.Shown(rows);
        Assert.AreEqual(256 + 64 + 16, shown.size(1));
        Assert.AreEqual(shown.size(1), pyramid.Try(noise, none, shown).size(1));
        Assert.AreEqual(256, pyramid.call(noise, none).size(1));
        using var plain = Game(null);
        plain.eval();
        TensorAssert.AreSame(plain.call(noise, none), plain.Try(noise, none, rows));
    }

    [TestMethod]
    public void Noise_of_layers_is_drawn_only_by_those_that_have_some()
    {
        using var generator = new Generator(4);
        var (noise, none) = (randn(2, 6), zeros(new long[] { 2, 0 }));
        using var style = HandWeights.Drawn(GanNetworks.Generator(Generator(new StyleGenerator { MappingLayers = 1 })));
        style.eval();
        var quiet = GanNetworks.Draw(style, noise, none, null);
        TensorAssert.AreSame(quiet, GanNetworks.Draw(style, noise, none, null));
        Assert.IsGreaterThan(1e-4f, (quiet - GanNetworks.Draw(style, noise, none, generator)).abs().max().item<float>());
        using var plain = GanNetworks.Generator(Generator(null));
        plain.eval();
        TensorAssert.AreSame(plain.call(noise, none), GanNetworks.Draw(plain, noise, none, generator));
    }

    [TestMethod]
    public void Growing_generators_have_limits_of_their_own()
    {
        Told.Exactly(new ProgressiveGenerator { Filters = 1, GrowingShare = 0 }.Validate);
        Told.Exactly(
            new ProgressiveGenerator { Filters = 0, GrowingShare = 1 }.Validate,
            "Filters is 0; at least 1", "GrowingShare is 1; in [0, 1)");
        Told.Exactly(new StyleGenerator { MappingLayers = 1, StyleMixing = 1 }.Validate);
        Told.Exactly(new StyleGenerator { MappingLayers = 100, StyleMixing = 0, GrowingShare = 0.99 }.Validate);
        Told.Exactly(
            new StyleGenerator { MappingLayers = 101, StyleMixing = 1.5 }.Validate,
            "MappingLayers is 101; in [1, 100]", "StyleMixing is 1.5; in [0, 1]");
        Told.Exactly(new StyleGenerator { MappingLayers = 0 }.Validate, "MappingLayers is 0; in [1, 100]");
        Told.Exactly(new LaplacianPyramidGenerator { Filters = (1 << 24) + 1 }.Validate, "Filters is 16777217; at most 16777216");
    }

    [TestMethod]
    public void A_pyramid_needs_noise_for_each_size_and_lets_numbers_run_over()
    {
        var (pyramid, progressive) = (new LaplacianPyramidGenerator(), new ProgressiveGenerator());
        Assert.AreEqual((4, RowBlockKind.Clipped), (pyramid.FewestLatents(3), pyramid.Ending));
        Assert.AreEqual((1, RowBlockKind.Bounded), (progressive.FewestLatents(3), progressive.Ending));
        using var least = GanNetworks.Generator(Generator(new LaplacianPyramidGenerator()) with { LatentSize = 3 });
        Assert.AreEqual(256, least.call(randn(1, 3), zeros(new long[] { 1, 0 })).size(1));
    }

    [TestMethod]
    public void Channels_that_no_whole_number_counts_are_refused_and_not_wrapped_around()
    {
        var picture = new PictureShape(1, 8, 8, 1 << 24);
        Assert.AreEqual((1 << 30, 1 << 30), (picture.ChannelsAt(6), picture.FiltersAt(7)));
        Assert.ThrowsExactly<OverflowException>(() => picture.ChannelsAt(8));
        Assert.ThrowsExactly<OverflowException>(() => picture.FiltersAt(9));
        Assert.ThrowsExactly<OverflowException>(() => new ResidualGenerator { Filters = 1 << 24 }.FiltersAt(8));
    }

    [TestMethod]
    public void The_probe_of_a_regression_finds_the_classes_of_a_line_and_frees_its_weights()
    {
        var rows = randn(200, 2);
        var classes = nn.functional.one_hot((rows[.., 0] + (rows[.., 1] * 2)).gt(0.5f).to(int64), 2);
        using (var probe = new LinearProbe(rows, classes))
        {
            Assert.IsGreaterThan(0.93, probe.Accuracy(rows, classes));
            TensorAssert.Holds([1, 0], probe.Classify(tensor(new[] { 3f, 3, -3, -3 }, [2, 2])), 0);
        }
        Assert.AreEqual(0, LiveTensors.GrowthBy(() => new LinearProbe(rows, classes).Dispose()));
    }

    [TestMethod]
    public void Blocks_of_a_row_are_finished_side_by_side()
    {
        RowBlock[] blocks =
            [new(RowBlockKind.Bounded, 1), new(RowBlockKind.Free, 1), new(RowBlockKind.Clipped, 2), new(RowBlockKind.Choice, 3)];
        var sums = tensor(new[] { 0.5f, 7, 3, -0.25f, 0, 50, 0 }, [1, 7]);
        TensorAssert.Holds([MathF.Tanh(0.5f), 7, 1, -0.25f, 0, 1, 0], RowFunctions.Apply(sums, blocks, hard: true));
        var soft = RowFunctions.Apply(sums, blocks);
        Assert.AreEqual(3f, soft[0, 2].item<float>(), "cut off only when it leaves the model");
        Assert.AreEqual(1, soft[0, 4..].sum().item<float>(), 1e-5);
    }

    [TestMethod]
    public void Disobedience_has_the_slope_of_a_cross_entropy()
    {
        ConditionLink[] links = [new(1, 0, 2), new(3, 2, 3)];
        var condition = tensor(new[] { 1.0, 0, 0, 0, 1, 0, 1, 1, 0, 0 }, [2, 5]);
        TensorAssert.HasSlope(sums => RowFunctions.Disobedience(sums, condition, links), randn(2, 6, dtype: ScalarType.Float64));
        Assert.AreEqual(0, RowFunctions.Disobedience(randn(2, 6), condition, []).item<float>());
    }

    private static GanGame Game(GrowingGenerator? growing) => new(Generator(growing), Judge(growing));

    private static GeneratorArchitecture Generator(GrowingGenerator? growing) =>
        new([new RowBlock(growing?.Ending ?? RowBlockKind.Bounded, 256)], 6, 0, [4], false, Picture, Growing: growing);

    private static DiscriminatorArchitecture Judge(GrowingGenerator? growing) =>
        new(256, 0, [4], GanConditioning.Projection, 1, false, false, 0, Picture, growing);
}
