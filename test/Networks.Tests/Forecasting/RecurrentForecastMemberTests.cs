using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Forecasting;

/// <summary>What a forecasting network says where its weights are set by hand.</summary>
[TestClass]
public sealed class RecurrentForecastMemberTests
{
    private static readonly RecurrentForecastArchitecture Architecture = new(
        new RecurrentStackArchitecture(new ElmanEncoder { HiddenSize = 1 }, 1), WindowSize: 3, Horizon: 2, FutureNumbers: 0, Answers: 1,
        LinearSkip: true, Members: 1);

    [TestMethod]
    public void A_linear_skip_weighs_the_window_for_each_step()
    {
        using var scope = NewDisposeScope();
        using var network = Network(Architecture, ("member0.skip.weight", [1, 10, 100, 0, 0, -1]), ("member0.skip.bias", [0.5f, 0]));
        CollectionAssert.AreEqual(new long[] { 2, 1, 2, 1 }, network.call(zeros(2, 3)).shape, "(batch, member, horizon, answers)");
        Check([123.5f, -1, 55.5f, 0], Numbers(network.call(tensor(new float[] { 3, 2, 1, 5, 5, 0 }, [2, 3]))));
    }

    [TestMethod]
    public void Without_a_skip_only_what_the_layers_remember_counts()
    {
        using var scope = NewDisposeScope();
        using var network = Network(
            Architecture with { LinearSkip = false }, ("member0.head.weight", [2, -1]), ("member0.head.bias", [1, 0]),
            ("weight_ih_l0", [1]));
        Assert.IsFalse(network.state_dict().Keys.Any(name => name.Contains("skip", StringComparison.Ordinal)));
        var last = MathF.Tanh(0.25f); // of a layer that forgets
        Check([(2 * last) + 1, -last], Numbers(network.call(tensor(new[] { 9, -7, 0.25f }, [1, 3]))));
    }

    [TestMethod]
    public void A_new_network_says_nothing_and_goes_on_from_there()
    {
        using var scope = NewDisposeScope();
        using var network = new RecurrentForecastNetwork(Architecture with { FutureNumbers = 2, Members = 3 });
        Check(new float[6], Numbers(network.call(randn(1, 3 + 4))));
        using var plain = new RecurrentForecastNetwork(Architecture with { LinearSkip = false });
        Assert.IsTrue(Numbers(plain.call(randn(1, 3))).Any(number => number != 0), "where there is no skip the head begins with weights");
    }

    [TestMethod]
    public void What_is_known_ahead_moves_its_own_step_alone()
    {
        using var scope = NewDisposeScope();
        using var network = Network(
            Architecture with { FutureNumbers = 2 }, ("member0.head.bias", [10, 20]), ("member0.ahead.weight", [0, 1, -1]),
            ("member0.effect.weight", [3]));
        // window, then for each step ahead two numbers
        var rows = tensor(new[] { 1, 1, 1, 0.5f, 0, 0, 0.25f }, [1, 7]);
        Check([10 + (3 * MathF.Tanh(0.5f)), 20 - (3 * MathF.Tanh(0.25f))], Numbers(network.call(rows)));
    }

    [TestMethod]
    public void Each_member_has_weights_and_answers_of_its_own()
    {
        using var scope = NewDisposeScope();
        using var network = Network(
            Architecture with { Members = 2, Answers = 2 }, ("member0.head.bias", [1, 2, 3, 4]), ("member1.head.bias", [5, 6, 7, 8]));
        var answer = network.call(zeros(1, 3)); // (batch, member, horizon, answers)
        CollectionAssert.AreEqual(new long[] { 1, 2, 2, 2 }, answer.shape);
        Check([1, 2, 3, 4, 5, 6, 7, 8], Numbers(answer));
        Assert.AreEqual(2, network.state_dict().Keys.Select(name => name.Split('.')[0]).Distinct().Count());
    }

    // All weights are 0 but those that are given, by the end of their names.
    private static RecurrentForecastNetwork Network(
        RecurrentForecastArchitecture architecture, params (string Name, float[] Numbers)[] given)
    {
        var network = new RecurrentForecastNetwork(architecture);
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in network.named_parameters())
        {
            weight.zero_();
            foreach (var (_, numbers) in given.Where(one => name.EndsWith(one.Name, StringComparison.Ordinal)))
                weight.copy_(tensor(numbers, weight.shape));
        }
        network.eval();
        return network;
    }

    private static float[] Numbers(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    private static void Check(float[] expected, float[] found)
    {
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-5f, $"number {i}");
    }
}
