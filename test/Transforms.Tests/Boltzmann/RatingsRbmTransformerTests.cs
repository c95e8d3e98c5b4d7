using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Boltzmann;

/// <summary>Two users and five items, whose expected ratings are set by hand.</summary>
[TestClass]
public sealed class RatingsRbmTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Items_come_best_first_and_without_those_that_the_user_has_rated()
    {
        using var model = Model();
        var best = model.Recommend(user: 1, count: 3);
        CollectionAssert.AreEqual(new uint[] { 3, 5, 1 }, best.Select(item => item.Item).ToArray(), "item 4 is the best of all, and rated");
        CollectionAssert.AreEqual(new[] { 10.9f, 10.5f, 10.2f }, best.Select(item => MathF.Round(item.Score, 3)).ToArray());
        CollectionAssert.AreEqual(
            new uint[] { 4, 3, 5, 1, 2 }, model.Recommend(2, 100).Select(item => item.Item).ToArray(), "there are no more");
    }

    [TestMethod]
    public void Of_equal_items_the_first_comes_first()
    {
        using var model = Model(0.5f, 0.5f, 0.2f, 0.5f, 0.5f);
        CollectionAssert.AreEqual(new uint[] { 1, 2, 4 }, model.Recommend(2, 3).Select(item => item.Item).ToArray());
        CollectionAssert.AreEqual(new uint[] { 1, 2, 5 }, model.Recommend(1, 3).Select(item => item.Item).ToArray());
    }

    [TestMethod]
    public void Users_and_counts_that_are_none_are_refused()
    {
        using var model = Model();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Recommend(1, 0));
        foreach (var user in new uint[] { 0, 3, uint.MaxValue })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Recommend(user, 1)).Message,
                "The user's key must be from 1 to 2");
    }

    [TestMethod]
    public void A_score_is_the_expected_level_above_the_lowest_rating()
    {
        using var model = Model();
        var data = _ml.Data.LoadFromEnumerable([Pair(1, 4), Pair(2, 2), Pair(0, 3), Pair(2, 0)]);
        var scores = model.Transform(data).GetColumn<float>("Score").ToArray();
        Assert.AreEqual(10.95f, scores[0], 1e-3, "what is rated can be asked for too");
        Assert.AreEqual(10.1f, scores[1], 1e-3);
        Assert.AreEqual(10.9f, scores[2], 1e-3, "a missing user is the average one");
        Assert.AreEqual(
            10.667f, scores[3], 1e-3, "a missing item is like all together: one rating of each level and the one that there is");
        Assert.AreEqual(("User", "Item", 2, 5), (model.UserColumnName, model.ItemColumnName, model.UserCount, model.ItemCount));
    }

    // Two levels: the chance of the upper one is the expected rating above the lowest, 10.
    private RatingsRbmTransformer Model(params float[] expected)
    {
        float[] chances = expected.Length > 0 ? expected : [0.2f, 0.1f, 0.9f, 0.95f, 0.5f];
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        var architecture = new RatingsRbmArchitecture(2, 5, 2, 1, 1);
        var network = new RatingsRbmNetwork(architecture);
        network.Weight.zero_();
        network.VisibleBias.copy_(tensor(chances.SelectMany(chance => new[] { 0, MathF.Log(chance / (1 - chance)) }).ToArray()));
        network.Remember(zeros(2, 1), tensor(new long[] { 0, 1, 1 }), tensor(new long[] { 3 }), tensor(new long[] { 1 }));
        return new RatingsRbmTransformer(
            _ml, new RatingsRbmDescription("User", "Item", 10, 1, architecture, new TrainingHistory()), network, CPU);
    }

    // ML.NET counts what it loads from 0; a key of -1 is missing.
    private static Row Pair(int user, int item) => new() { User = (uint)(user - 1), Item = (uint)(item - 1) };

    private sealed class Row
    {
        [KeyType(2)]
        public uint User { get; set; }

        [KeyType(5)]
        public uint Item { get; set; }
    }
}
