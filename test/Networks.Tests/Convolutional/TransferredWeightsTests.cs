using DeepML.Workout;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

/// <summary>Weights of one network go into another: all but the answers, which are of another training.</summary>
[TestClass]
public sealed class TransferredWeightsTests
{
    private static readonly ConvolutionalArchitecture Architecture = new(
        1, 6, 6,
        [
            new ConvolutionLayer(2, 3) { Name = "conv1" }, new BatchNormalizationLayer { Name = "bn1" },
            new AuxiliaryHead { Name = "aux1", Units = 4 }, new PoolingLayer(PoolingKind.GlobalAverage) { Name = "pool" },
        ],
        3, "fc");

    [TestMethod]
    public void The_body_comes_over_and_the_answers_begin_anew()
    {
        using var scope = NewDisposeScope();
        var (from, into) = (Network(1), Network(2));
        var before = into.state_dict()["fc.weight"].clone();
        TransferredWeights.Copy(from.state_dict(), into, keepHead: false);
        Assert.IsTrue(Equal(from, into, "conv1.weight") && Equal(from, into, "bn1.running_mean"));
        Assert.IsTrue(before.equal(into.state_dict()["fc.weight"]).all().item<bool>(), "as it was");
        Assert.IsFalse(Equal(from, into, into.state_dict().Keys.First(name => name.StartsWith("aux1.", StringComparison.Ordinal))));
        TransferredWeights.Copy(from.state_dict(), into, keepHead: true);
        Assert.IsTrue(into.state_dict().Keys.All(name => Equal(from, into, name)), "all of it");
    }

    [TestMethod]
    public void Answers_of_another_number_of_classes_may_lie_beside()
    {
        using var scope = NewDisposeScope();
        var (from, into) = (Network(1, Architecture with { AnswerSize = 7 }), Network(2));
        TransferredWeights.Copy(from.state_dict(), into, keepHead: false);
        Assert.IsTrue(Equal(from, into, "conv1.weight"));
        StringAssert.Contains(Refused(from.state_dict(), into, keepHead: true), "'fc.weight' is [7x2] where [3x2] is needed");
    }

    [TestMethod]
    public void Heads_on_the_way_and_counts_of_batches_may_be_missing_or_too_many()
    {
        using var scope = NewDisposeScope();
        var (from, into) = (Network(1), Network(2));
        var few = from.state_dict().Where(weight => !weight.Key.StartsWith("aux1.", StringComparison.Ordinal)
            && !weight.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary();
        TransferredWeights.Copy(few, into, keepHead: true);
        Assert.IsTrue(Equal(from, into, "conv1.weight") && Equal(from, into, "fc.bias"));
        var without = Network(3, Architecture.WithoutHeads());
        TransferredWeights.Copy(from.state_dict(), without, keepHead: true);
        Assert.IsTrue(Equal(from, without, "bn1.running_var"), "and a network without them takes the rest");
    }

    [TestMethod]
    public void All_that_does_not_fit_is_named_and_nothing_is_copied()
    {
        using var scope = NewDisposeScope();
        var (from, into) = (Network(1), Network(2));
        var wrong = new Dictionary<string, Tensor>(from.state_dict()) { ["conv1.bias"] = zeros(5), ["features.0.weight"] = zeros(1) };
        wrong.Remove("bn1.weight");
        var before = into.state_dict()["conv1.weight"].clone();
        var said = Refused(wrong, into, keepHead: true);
        StringAssert.Contains(said, "The weights belong to another network: ");
        StringAssert.Contains(said, "'conv1.bias' is [5] where [2] is needed");
        StringAssert.Contains(said, "'bn1.weight' is missing");
        StringAssert.Contains(said, "'features.0.weight' has no place in the network");
        Assert.IsTrue(before.equal(into.state_dict()["conv1.weight"]).all().item<bool>());
        var foreign = Enumerable.Range(0, 20).ToDictionary(i => $"w{i:00}", _ => zeros(1));
        StringAssert.EndsWith(Refused(foreign, into, true).Split(" (Parameter")[0], "more.");
    }

    [TestMethod]
    public void A_network_can_be_run_in_parts()
    {
        using var scope = NewDisposeScope();
        using var network = Network(1);
        network.eval();
        var input = randn(2, 1, 6, 6);
        var whole = network.call(input);
        for (var layer = 0; layer < network.Plan.Layers.Count; layer++)
        {
            var part = network.OutputOf(input, layer);
            var rest = network.AnswerFrom(part, layer);
            Assert.IsLessThan(1e-5f, (whole - rest).abs().max().item<float>(), $"behind layer {layer}");
        }
        Assert.AreEqual("bn1", network.LayerOf("bn1.running_mean")!.Name);
        Assert.IsNull(network.LayerOf("bn12.weight"), "a name that only begins alike");
        Assert.AreEqual(1, network.Plan.IndexOf("bn1"));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => network.Plan.IndexOf("bn2")).Message,
            "There is no layer 'bn2'; there are conv1, bn1, aux1, pool, fc.");
    }

    [TestMethod]
    public void Running_leaves_no_tensor_but_the_answer()
    {
        using var network = Network(1);
        network.eval();
        using var gradientsOff = no_grad();
        using var input = randn(2, 1, 6, 6);
        network.call(input).Dispose();
        var before = LiveTensors.Count();
        using (network.call(input))
            Assert.AreEqual(before + 1, Tensor.TotalCount);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void Names_that_are_used_twice_or_hold_each_other_are_refused()
    {
        StringAssert.Contains(Unplanned("a", "a"), "2 layers are called 'a'; every name must be used once");
        StringAssert.Contains(Unplanned("a", "a.b"), "The layer 'a' cannot hold the layer 'a.b'");
        StringAssert.Contains(Unplanned("fc", "b"), "2 layers are called 'fc'");

        static string Unplanned(string first, string second) => Assert.ThrowsExactly<ArgumentException>(() => ConvolutionalPlan.Of(
            Architecture with { Layers = [new FlattenLayer { Name = first }, new DenseLayer(2) { Name = second }] })).Message;
    }

    [TestMethod]
    public void Single_rows_cannot_be_normalized_where_a_single_pixel_is_left()
    {
        using var plain = Network(1);
        Assert.IsFalse(plain.NeedsTwoRows, "planes of 4 x 4 numbers");
        using var flat = Network(
            1, Architecture with { Layers = [new ConvolutionLayer(2, 6), new BatchNormalizationLayer()] });
        Assert.IsTrue(flat.NeedsTwoRows);
    }

    private static ConvolutionalNetwork Network(int seed, ConvolutionalArchitecture? architecture = null)
    {
        manual_seed(seed);
        var network = new ConvolutionalNetwork(architecture ?? Architecture);
        using var gradientsOff = no_grad();
        foreach (var (_, weight) in network.state_dict())
            if (weight.is_floating_point())
                weight.uniform_(0.5, 1);
        return network;
    }

    private static bool Equal(ConvolutionalNetwork one, ConvolutionalNetwork other, string name) =>
        one.state_dict()[name].equal(other.state_dict()[name]).all().item<bool>();

    private static string Refused(IReadOnlyDictionary<string, Tensor> from, ConvolutionalNetwork into, bool keepHead) =>
        Assert.ThrowsExactly<ArgumentException>(() => TransferredWeights.Copy(from, into, keepHead)).Message;
}
