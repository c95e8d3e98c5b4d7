using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>Both players of the game, with weights that are set by hand.</summary>
[TestClass]
public sealed class GanNetworkTests
{
    private static readonly DiscriminatorArchitecture Judge = new(2, 2, [1], GanConditioning.Concatenation, 1, false, false, 0, null);

    private static readonly RowBlock[] Row = [new(RowBlockKind.Free, 2)];

    [TestMethod]
    public void Classes_that_lie_beside_the_row_are_read_like_it()
    {
        using var scope = NewDisposeScope();
        using var network = Dense(Judge, [1, -1, 10, 20]);
        var rows = tensor(new float[] { 5, 2, 5, 2, 2, 35 }, [3, 2]);
        var classes = tensor(new float[] { 1, 0, 0, 1, 0, 1 }, [3, 2]);
        Check([13 * 3, 23 * 3, -13 * 0.2f * 3], network.call(rows, classes), "5 - 2 + 10, 5 - 2 + 20; below 0 a fifth is left");
        using var none = Dense(Judge with { ConditionSize = 0 }, [1, -1]);
        Check([9], none.call(rows.narrow(0, 0, 1), zeros(new long[] { 1, 0 })));
    }

    [TestMethod]
    public void Rows_judged_together_are_read_side_by_side_with_their_classes()
    {
        using var scope = NewDisposeScope();
        using var network = Dense(Judge with { RowsPerDecision = 2 }, [1, 2, 3, 4, 10, 20, 30, 40]);
        var rows = tensor(new float[] { 1, 1, 1, 1, 0, 0, 0, 2 }, [4, 2]);
        var classes = tensor(new float[] { 1, 0, 0, 1, 0, 1, 1, 0 }, [4, 2]);
        Check([(10 + 10 + 40) * 3, (8 + 20 + 30) * 3], network.call(rows, classes), "two decisions over four rows");
    }

    [TestMethod]
    public void How_alike_the_rows_of_a_batch_are_is_one_number_more()
    {
        using var scope = NewDisposeScope();
        using var network = Dense(Judge with { ConditionSize = 0, BatchStatistics = true }, [0, 0, 100]);
        var none = zeros(new long[] { 2, 0 });
        Check([150, 150], network.call(tensor(new float[] { 1, 5, 3, 5 }, [2, 2]), none), "deviations of 1 and 0: half of one",
            within: 0.1f);
        Check([0, 0], network.call(tensor(new float[] { 3, 5, 3, 5 }, [2, 2]), none), "rows that are all alike", within: 0.1f);
    }

    [TestMethod]
    public void Noise_and_class_are_the_inputs_of_a_generator()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var network = new DenseGenerator(new GeneratorArchitecture(Row, 1, 2, [], false, null));
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        weights["layers.output.weight"].copy_(tensor(new float[] { 2, 10, 20, 0, -1, 1 }, [2, 3]));
        weights["layers.output.bias"].copy_(tensor(new float[] { 0.5f, 0 }));
        Assert.AreSame(weights["layers.output.bias"].GetType(), network.OutputBias.GetType());
        Check([16.5f, -1, 14.5f, 1], network.call(tensor(new float[] { 3, -3 }, [2, 1]), tensor(new float[] { 1, 0, 0, 1 }, [2, 2])));
        Check([0.5f, 0], network.OutputBias);
    }

    [TestMethod]
    [DataRow(1, 8, 8)]
    [DataRow(3, 4, 12)]
    [DataRow(2, 2, 2)]
    [DataRow(1, 28, 28)]
    public void Pictures_have_the_sides_that_are_asked_for_and_are_judged_by_one_number(int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var shape = new PictureShape(channels, height, width, Filters: 4);
        var size = channels * height * width;
        using var generator = GanNetworks.Generator(new GeneratorArchitecture([new(RowBlockKind.Bounded, size)], 3, 2, [], false, shape));
        var rows = generator.call(randn(4, 3), zeros(4, 2));
        CollectionAssert.AreEqual(new long[] { 4, size }, rows.shape);
        foreach (var conditioning in Enum.GetValues<GanConditioning>())
            foreach (var together in new[] { 1, 2 })
                foreach (var normalized in new[] { false, true })
                {
                    using var judge = GanNetworks.Discriminator(
                        new DiscriminatorArchitecture(size, 2, [], conditioning, together, true, normalized, 0.1, shape));
                    CollectionAssert.AreEqual(
                        new long[] { 4 / together, 1 }, judge.call(rows, zeros(4, 2)).shape, $"{conditioning} {together} {normalized}");
                }
    }

    [TestMethod]
    public void First_weights_are_small_and_a_class_counts_as_much_as_the_noise()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = new ConvolutionalGenerator(
            new GeneratorArchitecture([new(RowBlockKind.Bounded, 64)], 100, 3, [], false, new PictureShape(1, 8, 8, 32)));
        var weights = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        var project = weights["project.weight"]; // (512, latent + classes)
        Assert.AreEqual(0.02, project.narrow(1, 0, 100).std().item<float>(), 0.001);
        Assert.AreEqual(0.02 * 10, project.narrow(1, 100, 3).std().item<float>(), 0.01, "the root of 100 numbers of noise");
        Assert.AreEqual(0.02, weights["layers.picture.weight"].std().item<float>(), 0.003);
        Assert.AreEqual(0, weights["layers.picture.bias"].abs().sum().item<float>());
    }

    [TestMethod]
    public void The_game_begins_with_equal_generators_and_goes_on_from_given_ones()
    {
        using var scope = NewDisposeScope();
        using var game = new GanGame(new GeneratorArchitecture(Row, 1, 2, [3], true, null), Judge);
        Equal();
        game.StartFrom(generator =>
        {
            using var gradientsOff = no_grad();
            foreach (var weight in generator.parameters())
                weight.fill_(0.25);
        });
        Equal();
        Assert.AreEqual(0.25f, game.Best.parameters().First().mean().item<float>());
        game.eval();
        var (noise, classes) = (randn(5, 1), zeros(5, 2));
        Check(game.Generator.call(noise, classes).data<float>().ToArray(), game.call(noise, classes));
        CollectionAssert.AreEquivalent(
            new[] { "generator", "discriminator", "average", "best" },
            game.state_dict().Keys.Select(name => name.Split('.')[0]).Distinct().ToArray());

        void Equal()
        {
            foreach (var other in new[] { game.Average, game.Best })
                foreach (var (name, weight) in game.Generator.state_dict())
                {
                    Assert.IsTrue(weight.equal(other.state_dict()[name]).all().item<bool>(), name);
                    Assert.AreNotEqual(weight.Handle, other.state_dict()[name].Handle, "each has its own");
                }
        }
    }

    private static DenseDiscriminator Dense(DiscriminatorArchitecture architecture, float[] weights)
    {
        var network = new DenseDiscriminator(architecture);
        using var gradientsOff = no_grad();
        foreach (var weight in network.parameters())
            weight.zero_();
        var named = network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        named["layers.linear0.weight"].copy_(tensor(weights, [1, weights.Length]));
        named["decision.weight"].fill_(3);
        return network;
    }

    private static void Check(float[] expected, Tensor found, string? why = null, float within = 1e-3f)
    {
        var numbers = found.detach().contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, numbers);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], numbers[i], within, $"number {i}. {why}");
    }
}
