using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann;

/// <summary>Three users, two items, three levels; every number also by hand.</summary>
[TestClass]
public sealed class RatingsRbmNetworkTests
{
    private const int Users = 3, Items = 2, Levels = 3, Hidden = 2;

    private static readonly float[] Weights = [0.1f, -0.2f, 0.3f, 0.4f, -0.5f, 0.6f, 0.7f, 0.1f, -0.2f, 0.9f, 0.5f, -0.3f];

    private static readonly float[] VisibleBias = [0.2f, -0.1f, 0.4f, 0, 0.3f, -0.6f];

    private static readonly float[] HiddenBias = [0.25f, -0.5f];

    [TestMethod]
    public void First_biases_are_the_logarithm_of_shares_with_some_weight_on_what_is_common()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        network.StartAt(tensor(new long[] { 0, 0, 0, 1 }), tensor(new long[] { 0, 0, 2, 1 }));
        double[] common = [3 / 7.0, 2 / 7.0, 2 / 7.0]; // levels as often as over all items, and one rating of each besides
        double[] first = [2 + (5 * common[0]), 5 * common[1], 1 + (5 * common[2])];
        double[] second = [5 * common[0], 1 + (5 * common[1]), 5 * common[2]];
        double[] expected = [.. first.Select(count => Math.Log(count / 8)), .. second.Select(count => Math.Log(count / 6))];
        var found = network.VisibleBias.data<float>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-6, $"place {i}");
        Assert.AreEqual(1.0, found[..3].Sum(bias => Math.Exp(bias)), 1e-6, "they are chances");
    }

    [TestMethod]
    public void Only_what_a_user_has_rated_reaches_the_hidden_units()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var places = network.Places(tensor(new long[] { 0, 1, 1 }), tensor(new long[] { 2, 0, 1 }));
        CollectionAssert.AreEqual(new long[] { 2, 3, 4 }, places.data<long>().ToArray());
        var input = network.HiddenInput(3, tensor(new long[] { 0, 0, 2 }), places);
        float[] expected =
        [
            HiddenBias[0] + Weight(2, 0) + Weight(3, 0), HiddenBias[1] + Weight(2, 1) + Weight(3, 1), // two ratings
            HiddenBias[0], HiddenBias[1], // none
            HiddenBias[0] + Weight(4, 0), HiddenBias[1] + Weight(4, 1),
        ];
        Near(expected, input);
    }

    [TestMethod]
    public void Chances_of_levels_are_a_softmax_over_the_item_alone()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var hidden = tensor(new[] { 0.5f, 1, 0, 0 }, [2, 2]);
        var chances = network.Chances(hidden, tensor(new long[] { 0, 1, 0 }), tensor(new long[] { 1, 1, 0 }));
        float[] expected = [.. Chances(1, 0.5, 1), .. Chances(1, 0, 0), .. Chances(0, 0.5, 1)];
        Near(expected, chances);
        Near([.. expected.Chunk(3).Select(row => row[1] + (2 * row[2]))], network.Expected(chances));
    }

    [TestMethod]
    public void A_pair_is_answered_by_what_is_remembered_of_its_user()
    {
        using var scope = NewDisposeScope();
        using var network = Remembering();
        var answer = network.call(tensor(new long[] { 0, 2, 1 }), tensor(new long[] { 1, 1, 0 }));
        Near([Expected(1, 0.5, 1), Expected(1, 0.25, 0.75), Expected(0, 0, 0)], answer);
    }

    [TestMethod]
    public void A_user_who_is_unknown_is_the_average_one_and_an_item_that_is_has_no_rating()
    {
        using var scope = NewDisposeScope();
        using var network = Remembering();
        double[] average = [1 / (1 + Math.Exp(-0.25)), 1 / (1 + Math.Exp(0.5))];
        var answer = network.call(tensor(new long[] { -1, 3, 0, 0 }), tensor(new long[] { 0, 0, 2, -1 })).data<float>().ToArray();
        Assert.AreEqual(Expected(0, average[0], average[1]), answer[0], 1e-6);
        Assert.AreEqual(answer[0], answer[1]);
        Assert.IsTrue(float.IsNaN(answer[2]) && float.IsNaN(answer[3]));
    }

    [TestMethod]
    public void All_items_of_a_user_come_with_those_already_rated()
    {
        using var scope = NewDisposeScope();
        using var network = Remembering();
        for (var user = 0; user < Users; user++)
        {
            var (expected, rated) = network.AllItems(user);
            var alone = network.call(full(Items, user, dtype: ScalarType.Int64), arange(Items)).data<float>().ToArray();
            for (var item = 0; item < Items; item++)
                Assert.AreEqual(alone[item], expected[item], 1e-6, $"user {user}, item {item}");
            CollectionAssert.AreEqual(user switch { 0 => [1L, 0], 1 => [], _ => new long[] { 0 } }, rated, $"user {user}");
        }
    }

    [TestMethod]
    public void A_fresh_network_has_small_weights_and_remembers_nobody()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var network = new RatingsRbmNetwork(new RatingsRbmArchitecture(Users, 200, 5, 20, 0));
        Assert.AreEqual(0.01, network.Weight.std().item<float>(), 0.001);
        Assert.IsEmpty(network.AllItems(1).Rated);
        Assert.IsFalse(network.parameters().Any(weight => weight.requires_grad), "contrastive divergence sets gradients of its own");
        CollectionAssert.AreEquivalent(
            new[] { "weight", "visible_bias", "hidden_bias", "user_hidden", "starts", "rated" }, network.state_dict().Keys.ToArray());
    }

    private static RatingsRbmNetwork Network()
    {
        var network = new RatingsRbmNetwork(new RatingsRbmArchitecture(Users, Items, Levels, Hidden, 3));
        using var gradientsOff = no_grad();
        network.Weight.copy_(tensor(Weights, [Items * Levels, Hidden]));
        network.VisibleBias.copy_(tensor(VisibleBias));
        network.HiddenBias.copy_(tensor(HiddenBias));
        return network;
    }

    private static RatingsRbmNetwork Remembering()
    {
        var network = Network();
        network.Remember(tensor(new[] { 0.5f, 1, 0, 0, 0.25f, 0.75f }, [3, 2]), tensor(new long[] { 0, 2, 2, 3 }), tensor(new long[] { 1, 0, 0 }));
        return network;
    }

    private static float Weight(int place, int hidden) => Weights[(place * Hidden) + hidden];

    private static float[] Chances(int item, double first, double second)
    {
        double[] sums = [.. Enumerable.Range(item * Levels, Levels)
            .Select(place => VisibleBias[place] + (first * Weight(place, 0)) + (second * Weight(place, 1)))];
        var whole = sums.Sum(Math.Exp);
        return [.. sums.Select(sum => (float)(Math.Exp(sum) / whole))];
    }

    private static float Expected(int item, double first, double second) => Chances(item, first, second) is var chances ? chances[1] + (2 * chances[2]) : 0;

    private static void Near(float[] expected, Tensor actual)
    {
        var found = actual.contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-6, $"number {i}");
    }
}
