using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Golden;

/// <summary>Worked numbers of whole networks.</summary>
[TestClass]
public sealed class NetworkGoldenTests
{
    [TestMethod]
    [DataRow(ConvolutionalNetworkKind.LeNet5)]
    [DataRow(ConvolutionalNetworkKind.LeNet5Of1998)]
    public void LeNet_5_has_the_printed_shapes(ConvolutionalNetworkKind kind)
    {
        var plan = Plan(kind);
        var shapes = plan.Layers.Where(layer => layer.Layer is not (ActivationLayer or FlattenLayer))
            .Select(layer => layer.Output).ToArray();
        CollectionAssert.AreEqual(
            new LayerShape[]
            {
                new(6, 28, 28), new(6, 14, 14), new(16, 10, 10), new(16, 5, 5),
                kind == ConvolutionalNetworkKind.LeNet5 ? LayerShape.Flat(120) : new(120, 1, 1), LayerShape.Flat(84), LayerShape.Flat(10),
            },
            shapes);
        Assert.AreEqual(48_120, plan.Layers.Single(layer => layer.Output.Count == 120 && layer.Parameters > 0).Parameters);
        Assert.AreEqual(10_164, plan.Layers.Single(layer => layer.Output.Count == 84 && layer.Parameters > 0).Parameters);
    }

    [TestMethod]
    public void LeNet_5_of_1998_has_60000_weights_and_1516_of_them_between_S2_and_C3()
    {
        var plan = Plan(ConvolutionalNetworkKind.LeNet5Of1998);
        CollectionAssert.AreEqual(
            new long[] { 156, 12, 1_516, 32, 48_120, 10_164 },
            plan.Layers.Where(layer => layer.Parameters > 0).Select(layer => layer.Parameters).ToArray());
        Assert.AreEqual(60_000, plan.ParameterCount);
        using var network = new ConvolutionalNetwork(plan.Architecture);
        Assert.AreEqual(60_000, network.parameters().Sum(weight => weight.numel()));
    }

    [TestMethod]
    public void A_game_of_equal_distributions_is_worth_minus_log_4_and_its_judge_says_one_half()
    {
        double[] p = [0.2, 0.5, 0.3];
        Assert.IsTrue(AdversarialOptimum.Discriminator(p, p).All(belief => belief == 0.5));
        Assert.AreEqual(-1.386294, AdversarialOptimum.Value(p, p), 1e-6);
        Assert.AreEqual(-1.386294, AdversarialOptimum.ValueOfEqual, 1e-6);
        using var scope = NewDisposeScope();
        Assert.AreEqual(
            1.386294, new MinimaxObjective().DiscriminatorLoss(zeros(4, 1), zeros(4, 1)).item<float>(), 1e-6, "decisions of ½");
    }

    [TestMethod]
    public void The_value_of_a_game_is_that_of_equals_and_twice_the_divergence_of_Jensen_and_Shannon()
    {
        double[] p = [0.36, 0.48, 0.16], g = [1, 1, 1]; // counts are taken as shares
        var middle = p.Select(share => (share + (1 / 3.0)) / 2).ToArray();
        var divergence = 0.5 * (Kullback(p, middle) + Kullback([1 / 3.0, 1 / 3.0, 1 / 3.0], middle));
        Assert.AreEqual((-2 * Math.Log(2)) + (2 * divergence), AdversarialOptimum.Value(p, g), 1e-12);
        CollectionAssert.AreEqual(
            new[] { 0.5192, 0.5902, 0.3243 }, AdversarialOptimum.Discriminator(p, g).Select(d => Math.Round(d, 4)).ToArray());
        Assert.AreEqual(0, AdversarialOptimum.Value([1, 0], [0, 3]), "apart for certain");
        CollectionAssert.AreEqual(new[] { 1, 0, 0.5 }, AdversarialOptimum.Discriminator([1, 0, 0], [0, 3, 0]).ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => AdversarialOptimum.Value([1], [1, 2]));
        Assert.ThrowsExactly<ArgumentException>(() => AdversarialOptimum.Value([1, -1], [1, 2]));
        Assert.ThrowsExactly<ArgumentException>(() => AdversarialOptimum.Value([0, 0], [1, 2]));

        static double Kullback(double[] a, double[] b) => a.Zip(b, (x, y) => x * Math.Log(x / y)).Sum();
    }

    [TestMethod]
    public void Residual_blocks_without_a_function_between_them_add_up()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var network = new ConvolutionalNetwork(new(
            2, 6, 6, [.. Enumerable.Range(0, 3).Select(_ => new ResidualBlock(2) { PreActivation = true })], 2, "answer"));
        network.eval();
        var input = randn(3, 2, 6, 6);
        var sum = input.clone();
        var current = input;
        for (var block = 0; block < 3; block++)
        {
            var next = network.ModuleOf(block).call(current);
            sum.add_(Inner(network.ModuleOf(block), current));
            current = next;
        }
        Assert.IsLessThan(1e-5f, (network.OutputOf(input, 2) - sum).abs().max().item<float>(), "x_L = x_l + Σ F(x_i)");
        Assert.IsGreaterThan(0.1f, (sum - input).abs().max().item<float>());
    }

    // F(x) = conv2(relu(bn2(conv1(relu(bn1(x)))))) over the block's saved weights.
    private static Tensor Inner(nn.Module block, Tensor x)
    {
        var state = block.state_dict();
        var first = nn.functional.conv2d(Normalized("bn1", x), state["conv1.weight"], padding: [1, 1]);
        return nn.functional.conv2d(Normalized("bn2", first), state["conv2.weight"], padding: [1, 1]);

        Tensor Normalized(string name, Tensor values)
        {
            var norm = state.Where(weight => weight.Key.StartsWith(name + ".", StringComparison.Ordinal))
                .ToDictionary(weight => weight.Key.Split('.')[^1], weight => weight.Value);
            return nn.functional.batch_norm(values, norm["running_mean"], norm["running_var"], norm["weight"], norm["bias"]).relu();
        }
    }

    private static ConvolutionalPlan Plan(ConvolutionalNetworkKind kind)
    {
        var (layers, answerName) = NamedNetworks.Of(kind, 32, 32);
        return ConvolutionalPlan.Of(new ConvolutionalArchitecture(1, 32, 32, layers, 10, answerName, Answer: NamedNetworks.AnswerOf(kind)));
    }
}
