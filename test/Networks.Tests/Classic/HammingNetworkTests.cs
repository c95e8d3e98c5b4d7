using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Classic;

/// <summary>The nearest of stored rows, by competition.</summary>
[TestClass]
public sealed class HammingNetworkTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestInitialize]
    public void Seed() => manual_seed(1);

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void Agreement_is_twice_the_places_that_are_alike()
    {
        var network = Network(tensor(new float[] { 1, 1, 1, -1, -1, 1 }, [2, 3]), inhibition: 0.4);
        CollectionAssert.AreEqual(
            new float[] { 4, 4, 6, 2 }, network.Agreement(tensor(new float[] { 1, -1, 1, 1, 1, 1 }, [2, 3])).data<float>().ToArray());
    }

    [TestMethod]
    public void The_one_that_is_left_is_the_nearest_as_counting_finds_it()
    {
        var stored = randn(6, 15).sign();
        var network = Network(stored, inhibition: 0.15);
        var rows = randn(40, 15).sign();
        var left = network.Compete(rows);
        var distances = rows.unsqueeze(1).ne(stored.unsqueeze(0)).sum(2L); // (rows, prototypes)
        for (var row = 0; row < 40; row++)
        {
            var of = distances[row].data<long>().ToArray();
            if (of.Count(distance => distance == of.Min()) > 1)
                continue; // alike: none wins
            Assert.AreEqual(1L, left.State[row].gt(0).sum().item<long>(), "one is left");
            Assert.AreEqual((long)Array.IndexOf(of, of.Min()), left.State[row].argmax().item<long>());
        }
    }

    [TestMethod]
    public void Competition_takes_off_each_what_the_others_have()
    {
        var network = Network(tensor(new float[] { 1, 1, 1, 1, 1, -1 }, [2, 3]), inhibition: 0.25, steps: 1);
        var after = network.Compete(ones(1, 3)); // 6 and 4
        CollectionAssert.AreEqual(new float[] { 6 - (0.25f * 4), 4 - (0.25f * 6) }, after.State.data<float>().ToArray());
        Assert.AreEqual(1f, after.Steps.item<float>());
    }

    [TestMethod]
    public void Prototypes_that_agree_alike_are_both_left_and_their_classes_too()
    {
        var network = new HammingNetwork(new HammingArchitecture(2, 3, 2, 0.3, 50));
        network.Prototypes.copy_(tensor(new float[] { 1, 1, 1, 1, -1, -1 }, [3, 2]));
        network.Members.copy_(tensor(new float[] { 1, 0, 0, 1, 0, 1 }, [3, 2]));
        var competed = network.Compete(ones(1, 2));
        Assert.AreEqual(competed.State[0, 0].item<float>(), competed.State[0, 1].item<float>());
        Assert.IsGreaterThan(0f, competed.State[0, 0].item<float>(), "nobody speaking is no answer");
        Assert.AreEqual(0f, competed.State[0, 2].item<float>());
        var classes = network.call(ones(1, 2));
        Assert.AreEqual(classes[0, 0].item<float>(), classes[0, 1].item<float>());
    }

    private static HammingNetwork Network(Tensor stored, double inhibition, int steps = 500)
    {
        var network = new HammingNetwork(
            new HammingArchitecture((int)stored.size(1), (int)stored.size(0), (int)stored.size(0), inhibition, steps));
        network.Prototypes.copy_(stored);
        network.Members.copy_(eye(stored.size(0)));
        return network;
    }
}
