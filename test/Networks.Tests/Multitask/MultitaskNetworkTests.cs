using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Multitask;

[TestClass]
public sealed class MultitaskNetworkTests
{
    private static readonly MultitaskArchitecture Hard = new(3, [5, 4], [], [2, 1], Activation.ReLU, 0, false, false, ScalingForm.None);

    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Tasks_that_share_layers_answer_from_the_same_hidden_values()
    {
        var network = new MultitaskNetwork(Hard);
        var weights = network.state_dict();
        var input = randn(6, 3);
        var hidden = input;
        foreach (var layer in new[] { "1", "2" })
            hidden = (hidden.mm(weights[$"body1.linear{layer}.weight"].t()) + weights[$"body1.linear{layer}.bias"]).relu();
        var expected = cat([
            hidden.mm(weights["head1.linear1.weight"].t()) + weights["head1.linear1.bias"],
            hidden.mm(weights["head2.linear1.weight"].t()) + weights["head2.linear1.bias"]], 1);
        Assert.IsLessThan(1e-5f, (network.call(input) - expected).abs().max().item<float>());
        CollectionAssert.AreEqual(new[] { (0, 2), (2, 1) }, network.Answers.ToArray());
        Assert.IsNull(network.Distance());
        Assert.IsNull(network.LogVariance);
    }

    [TestMethod]
    public void Bodies_of_their_own_are_as_far_apart_as_their_weights()
    {
        var network = new MultitaskNetwork(Hard with { BodyEach = true, AnswerSizes = [2, 1, 1] });
        var weights = network.state_dict();
        var expected = 0.0;
        foreach (var (a, b) in new[] { ("1", "2"), ("1", "3"), ("2", "3") })
            foreach (var name in new[] { "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias" })
                expected += (weights[$"body{a}.{name}"] - weights[$"body{b}.{name}"]).square().sum().item<float>();
        Assert.AreEqual(expected, network.Distance()!.item<float>(), 1e-4 * expected);
        network.AlignBodies();
        Assert.AreEqual(0f, network.Distance()!.item<float>());
    }

    [TestMethod]
    public void A_body_of_its_own_answers_its_own_task()
    {
        var network = new MultitaskNetwork(Hard with { BodyEach = true });
        var input = randn(4, 3);
        var before = network.call(input).detach().clone();
        using (no_grad())
            network.state_dict()["body2.linear1.weight"].zero_();
        var after = network.call(input);
        Assert.AreEqual(0f, (after - before).narrow(1, 0, 2).abs().max().item<float>());
        Assert.AreNotEqual(0f, (after - before).narrow(1, 2, 1).abs().max().item<float>());
    }
}
