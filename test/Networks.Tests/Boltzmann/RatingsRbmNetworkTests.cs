using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Boltzmann;

/// <summary>Three users, two items, three levels; every number also by hand.</summary>
[TestClass]
public sealed class RatingsRbmNetworkTests
{
    private const int Users = 3, Items = 2, Levels = 3, Hidden = 2;

    private static readonly float[] Weights = [0.1f, -0.2f, 0.3f, 0.4f];

    private static readonly float[] VisibleBias = [0.2f, -0.1f, 0.4f, 0, 0.3f, -0.6f];

    private static readonly float[] UserBias = [0.5f, 0, -0.25f];

    private static readonly float[] HiddenBias = [0.25f, -0.5f];

    [TestMethod]
    public void First_biases_are_the_logarithm_of_shares_with_some_weight_on_what_is_common()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        network.StartAt(tensor(new long[] { 0, 1, 2, 0 }), tensor(new long[] { 0, 0, 0, 1 }), tensor(new long[] { 0, 0, 2, 1 }));
        double[] common = [3 / 7.0, 2 / 7.0, 2 / 7.0]; // levels as often as over all items, and one rating of each besides
        double[] first = [2 + (5 * common[0]), 5 * common[1], 1 + (5 * common[2])];
        double[] second = [5 * common[0], 1 + (5 * common[1]), 5 * common[2]];
        double[] expected = [.. first.Select(count => Math.Log(count / 8)), .. second.Select(count => Math.Log(count / 6))];
        var found = network.VisibleBias.data<float>().ToArray();
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-6, $"place {i}");
        // User 1 rated item 0 lowest, at level 0, where (5 · 2/7 + 2 · (1 + 5 · 2/7)) / 8 is expected: what is left, of 1 + 5
        // ratings, over the slope.
        var left = -1 - (((5 * common[1]) + (2 * (1 + (5 * common[2])))) / 8 - 1);
        Assert.AreEqual(left / 6 / (common[0] + common[2]), network.UserBias[1].item<float>(), 1e-6);
    }

    [TestMethod]
    public void Only_what_a_user_has_rated_reaches_the_hidden_units()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var input = network.HiddenInput(3, tensor(new long[] { 0, 0, 2 }), tensor(new long[] { 0, 1, 1 }), tensor(new long[] { 2, 0, 1 }));
        Near(
        [
            HiddenBias[0] + Weights[0] - Weights[2], HiddenBias[1] + Weights[1] - Weights[3], // the highest of one, the lowest of another
            HiddenBias[0], HiddenBias[1], // none
            HiddenBias[0], HiddenBias[1], // one in the middle
        ], input);
    }

    [TestMethod]
    public void Chances_of_levels_are_a_softmax_over_the_item_alone()
    {
        using var scope = NewDisposeScope();
        using var network = Network();
        var hidden = tensor(new[] { 0.5f, 1, 0, 0 }, [2, 2]);
        var chances = network.Chances(hidden, tensor(new[] { 0.3f, 0 }), tensor(new long[] { 1, 0 }));
        float[] expected = [.. Chances(1, (0.5 * Weights[2]) + Weights[3] + 0.3), .. Chances(0, 0)];
        Near(expected, chances);
        Near([.. expected.Chunk(3).Select(row => row[1] + (2 * row[2]))], network.Expected(chances));
    }

    [TestMethod]
    public void A_pair_is_answered_by_what_is_remembered_of_its_user()
    {
        using var scope = NewDisposeScope();
        using var network = Remembering();
        var answer = network.call(tensor(new long[] { 0, 2, 1 }), tensor(new long[] { 1, 1, 0 }));
        Near(
        [
            Expected(1, (0.5 * Weights[2]) + Weights[3] + UserBias[0]),
            Expected(1, (0.25 * Weights[2]) + (0.75 * Weights[3]) + UserBias[2]),
            Expected(0, (0.375 * Weights[0]) + (0.875 * Weights[1]) + UserBias[1]), // has rated nothing: the mean of those who have
        ], answer);
    }

    [TestMethod]
    public void Strangers_and_items_that_nobody_knows_get_a_mean()
    {
        using var scope = NewDisposeScope();
        using var network = Remembering();
        var answer = network.call(tensor(new long[] { -1, 3, 0 }), tensor(new long[] { 0, 0, 2 })).data<float>().ToArray();
        Assert.AreEqual(Expected(0, (0.375 * Weights[0]) + (0.875 * Weights[1])), answer[0], 1e-6);
        Assert.AreEqual(answer[0], answer[1]);
        double[] common = [3 / 6.0, 2 / 6.0, 1 / 6.0]; // one of each level, and what was rated: 0, 0, 1
        double[] tilted = [common[0] * Math.Exp(-UserBias[0]), common[1], common[2] * Math.Exp(UserBias[0])];
        Assert.AreEqual((tilted[1] + (2 * tilted[2])) / tilted.Sum(), answer[2], 1e-6);
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

    private static RatingsRbmNetwork Network()
    {
        var network = new RatingsRbmNetwork(new RatingsRbmArchitecture(Users, Items, Levels, Hidden, 3));
        using var gradientsOff = no_grad();
        network.Weight.copy_(tensor(Weights, [Items, Hidden]));
        network.VisibleBias.copy_(tensor(VisibleBias));
        network.UserBias.copy_(tensor(UserBias));
        network.HiddenBias.copy_(tensor(HiddenBias));
        return network;
    }

    private static RatingsRbmNetwork Remembering()
    {
        var network = Network();
        network.Remember(
            tensor(new[] { 0.5f, 1, 0, 0, 0.25f, 0.75f }, [3, 2]), tensor(new long[] { 0, 2, 2, 3 }), tensor(new long[] { 1, 0, 0 }),
            tensor(new long[] { 0, 0, 1 }));
        return network;
    }

    private static float[] Chances(int item, double tilt)
    {
        double[] sums = [.. Enumerable.Range(0, Levels).Select(level => VisibleBias[(item * Levels) + level] + (tilt * (level - 1)))];
        var whole = sums.Sum(Math.Exp);
        return [.. sums.Select(sum => (float)(Math.Exp(sum) / whole))];
    }

    private static float Expected(int item, double tilt)
    {
        var chances = Chances(item, tilt);
        return chances[1] + (2 * chances[2]);
    }

    private static void Near(float[] expected, Tensor actual)
    {
        var found = actual.contiguous().data<float>().ToArray();
        Assert.HasCount(expected.Length, found);
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], found[i], 1e-6, $"place {i}");
    }
}
