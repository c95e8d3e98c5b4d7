using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

[TestClass]
public sealed class RecurrentForecastNetworkTests
{
    [TestMethod]
    public void A_fresh_network_with_a_linear_skip_forecasts_no_change()
    {
        using var scope = NewDisposeScope();
        using var network = new RecurrentForecastNetwork(Architecture(channels: 2, future: 3, answers: 2, skip: true, members: 4));
        using var gradientsOff = no_grad();
        var answer = network.call(randn(5, (8 * 2) + (6 * 3)));
        CollectionAssert.AreEqual(new long[] { 5, 4, 6, 2 }, answer.shape);
        Assert.AreEqual(0, answer.abs().max().ToSingle());
    }

    [TestMethod]
    public void Members_differ_and_what_is_known_ahead_moves_its_own_step_only()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new RecurrentForecastNetwork(Architecture(channels: 1, future: 1, answers: 1, skip: false, members: 2));
        using var gradientsOff = no_grad();
        foreach (var (name, weight) in network.named_parameters())
            if (name.EndsWith("effect.weight", StringComparison.Ordinal))
                weight.fill_(1);
        var input = randn(1, 8 + 6);
        var changed = input.clone();
        changed.narrow(1, 8 + 2, 1).add_(1);
        var difference = (network.call(changed) - network.call(input)).abs().squeeze(3); // (1, members, horizon)
        Assert.IsGreaterThan(1e-4f, difference.select(2, 2).min().ToSingle());
        Assert.AreEqual(0, difference.narrow(2, 0, 2).max().ToSingle());
        Assert.AreEqual(0, difference.narrow(2, 3, 3).max().ToSingle());
        var answer = network.call(input);
        Assert.IsFalse(answer.select(1, 0).allclose(answer.select(1, 1)));
    }

    private static RecurrentForecastArchitecture Architecture(int channels, int future, int answers, bool skip, int members) => new(
        new RecurrentStackArchitecture(new LstmEncoder { HiddenSize = 4 }, channels), 8, 6, future, answers, skip, members);
}
