using System.Text.Json;
using DeepML.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Gan;

/// <summary>Networks and losses against what PyTorch answers: gan_parity.py makes gan_parity.json.</summary>
[TestClass]
public sealed class GanParityTests
{
    private static readonly JsonElement Recorded = JsonDocument.Parse(
        typeof(GanParityTests).Assembly.GetManifestResourceStream("gan_parity.json")
            ?? throw new InvalidOperationException("gan_parity.json is missing.")).RootElement;

    [TestMethod]
    public void A_dense_discriminator_with_a_projection_answers_like_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var network = Fill(
            new DenseDiscriminator(new DiscriminatorArchitecture(5, 3, [4, 3], GanConditioning.Projection, 1, false, false, 0, null)));
        Same("dense", network.call(Rows(6, 5), OneHot(6, 3)));
    }

    [TestMethod]
    public void A_packed_critic_answers_and_is_penalized_like_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var critic = Fill(
            new DenseDiscriminator(new DiscriminatorArchitecture(5, 3, [4, 3], GanConditioning.Projection, 2, false, true, 0, null)));
        Same("packed", critic.call(Rows(6, 5), OneHot(6, 3)));
        // Real and generated rows are the same, so that every point between them is too.
        var penalty = GradientPenaltyObjective.SlopePenalty(rows => critic.call(rows, OneHot(6, 3)), Rows(6, 5), Rows(6, 5), 2);
        Assert.AreEqual(Recorded.GetProperty("penalty").GetDouble(), penalty.ToDouble(), 1e-5);
        penalty.backward();
        Same("penalty_slope", critic.named_parameters().First(p => p.name == "layers.linear0.weight").parameter.grad!);
    }

    [TestMethod]
    public void A_convolutional_generator_makes_the_pictures_of_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var network = Fill(new ConvolutionalGenerator(new GeneratorArchitecture(
            [new RowBlock(RowBlockKind.Bounded, 256)], 4, 0, [], true, new PictureShape(1, 16, 16, 2))));
        var none = zeros(new long[] { 3, 0 });
        network.train();
        Same("picture_training", network.call(Rows(3, 4), none).flatten().narrow(0, 0, 40));
        network.eval();
        Same("picture_scoring", network.call(Rows(3, 4), none).flatten().narrow(0, 0, 40));
    }

    [TestMethod]
    public void A_convolutional_discriminator_with_a_projection_answers_like_PyTorchs()
    {
        using var scope = NewDisposeScope();
        using var network = Fill(new ConvolutionalDiscriminator(new DiscriminatorArchitecture(
            64, 3, [], GanConditioning.Projection, 2, false, false, 0, new PictureShape(1, 8, 8, 2))));
        network.eval();
        Same("judge", network.call(Rows(6, 64), OneHot(6, 3)));
    }

    [TestMethod]
    public void Every_loss_has_PyTorchs_value()
    {
        using var scope = NewDisposeScope();
        var (real, fake) = (Rows(4, 1), Rows(4, 1, 1.3));
        Same("minimax_discriminator", new MinimaxObjective { LabelSmoothing = 0.1 }.DiscriminatorLoss(real, fake).reshape(1));
        Same("minimax_discriminator", new NonSaturatingObjective { LabelSmoothing = 0.1 }.DiscriminatorLoss(real, fake).reshape(1));
        Same("squares_discriminator", new LeastSquaresObjective { LabelSmoothing = 0.1 }.DiscriminatorLoss(real, fake).reshape(1));
        Same("wasserstein_discriminator", new WassersteinObjective().DiscriminatorLoss(real, fake).reshape(1));
        Same("minimax_generator", new MinimaxObjective().GeneratorLoss(fake).reshape(1));
        Same("modified_generator", new NonSaturatingObjective().GeneratorLoss(fake).reshape(1));
        Same("squares_generator", new LeastSquaresObjective().GeneratorLoss(fake).reshape(1));
    }

    [TestMethod]
    [DataRow(28, 28, 2, 7)]
    [DataRow(8, 8, 1, 4)]
    [DataRow(32, 32, 3, 4)]
    [DataRow(16, 24, 2, 4)]
    [DataRow(6, 6, 1, 3)]
    public void Sides_are_halved_down_to_four_or_an_odd_number(int height, int width, int halvings, int inner)
    {
        var picture = new PictureShape(1, height, width, 4);
        Assert.AreEqual(halvings, picture.Halvings);
        Assert.AreEqual(inner, picture.Inner.Height);
        using var scope = NewDisposeScope();
        using var generator = GanNetworks.Generator(
            new GeneratorArchitecture([new RowBlock(RowBlockKind.Bounded, height * width)], 3, 2, [], true, picture));
        foreach (var conditioning in Enum.GetValues<GanConditioning>())
        {
            using var discriminator = GanNetworks.Discriminator(
                new DiscriminatorArchitecture(height * width, 2, [], conditioning, 2, true, false, 0.1, picture));
            var pictures = generator.call(randn(4, 3), OneHot(4, 2));
            CollectionAssert.AreEqual(new long[] { 4, height * width }, pictures.shape);
            CollectionAssert.AreEqual(new long[] { 2, 1 }, discriminator.call(pictures, OneHot(4, 2)).shape);
        }
    }

    [TestMethod]
    public void Choices_are_drawn_by_the_softmax_and_hard_ones_are_exact()
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(1);
        RowBlock[] blocks = [new RowBlock(RowBlockKind.Bounded, 1), new RowBlock(RowBlockKind.Choice, 3)];
        var sums = tensor(new[] { 0.5f, 0f, MathF.Log(2), MathF.Log(5) }).expand(4000, 4).contiguous();
        var rows = RowFunctions.Apply(sums, blocks, random, hard: true);
        Assert.AreEqual(Math.Tanh(0.5), rows[0, 0].ToDouble(), 1e-6);
        var shares = rows.narrow(1, 1, 3).mean([0L]).data<float>().ToArray();
        Assert.AreEqual(1 / 8.0, shares[0], 0.03);
        Assert.AreEqual(2 / 8.0, shares[1], 0.03);
        Assert.AreEqual(5 / 8.0, shares[2], 0.03);
        var soft = RowFunctions.Apply(sums, blocks, random).narrow(1, 1, 3);
        Assert.IsTrue(soft.sum(dim: 1).allclose(ones(4000), 1e-4, 1e-4));
    }

    [TestMethod]
    public void The_running_mean_approaches_the_weights_and_a_copy_equals_them()
    {
        using var scope = NewDisposeScope();
        var architecture = new GeneratorArchitecture([new RowBlock(RowBlockKind.Free, 2)], 2, 0, [3], true, null);
        using var game = new GanGame(
            architecture, new DiscriminatorArchitecture(2, 0, [3], GanConditioning.Projection, 1, false, false, 0, null));
        using (no_grad())
            foreach (var weight in game.Generator.parameters())
                weight.add_(1);
        var before = game.Average.parameters().First().clone();
        NetworkWeights.Approach(game.Average.state_dict(), game.Generator.state_dict(), 0.75);
        Assert.IsTrue((game.Average.parameters().First() - before).allclose(full_like(before, 0.25), 1e-4, 1e-5));
        NetworkWeights.Copy(game.Generator.state_dict(), game.Best.state_dict());
        foreach (var (best, trained) in game.Best.state_dict().Values.Zip(game.Generator.state_dict().Values))
            Assert.IsTrue(best.allclose(trained, 0, 0));
    }

    private static TNetwork Fill<TNetwork>(TNetwork network)
        where TNetwork : nn.Module
    {
        using var gradientsOff = no_grad();
        var start = 1L;
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.Contains("norm", StringComparison.OrdinalIgnoreCase))
                continue;
            using var values = (arange(start, start + parameter.numel(), dtype: float64).sin() / 3).to(float32).reshape(parameter.shape);
            parameter.copy_(values).DetachFromDisposeScope();
            start += parameter.numel();
        }
        return network;
    }

    private static Tensor Rows(long rows, long width, double shift = 0) =>
        ((arange(rows * width, dtype: float64) * 0.7) + shift).cos().to(float32).reshape(rows, width);

    private static Tensor OneHot(long rows, long classes) =>
        nn.functional.one_hot(arange(rows, dtype: int64).remainder(classes), classes).to(float32);

    private static void Same(string name, Tensor actual)
    {
        var recorded = Recorded.GetProperty(name);
        double[] expected = recorded.ValueKind == JsonValueKind.Number
            ? [recorded.GetDouble()]
            : [.. recorded.EnumerateArray().Select(v => v.GetDouble())];
        var found = actual.flatten().contiguous().data<float>().ToArray();
        Assert.AreEqual(expected.Length, found.Length, name);
        for (var i = 0; i < found.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])), $"{name}[{i}]");
    }
}
