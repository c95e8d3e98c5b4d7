namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class NgramTests
{
    [TestMethod]
    public void A_bigram_counts_pairs_and_adds_a_little()
    {
        var counts = new NgramCounts([0, 1, 2, 1, 2, 1, 3, 0], order: 2, tokens: 4);
        // after 1: 2 twice, 3 once; after 2: 1 twice
        Assert.AreEqual(-Math.Log((2 + 0.5) / (3 + 2.0)), counts.Nats([1, 2], 0.5), 1e-12);
        Assert.AreEqual(-Math.Log(0.5 / (2 + 2.0)), counts.Nats([2, 3], 0.5), 1e-12);
        Assert.AreEqual(-(Math.Log(2.5 / 5) + Math.Log(2.5 / 4)) / 2, counts.Nats([1, 2, 1], 0.5), 1e-12);
    }

    [TestMethod]
    public void A_trigram_also_sees_the_token_before()
    {
        var counts = new NgramCounts([0, 1, 2, 3, 1, 2, 3, 2, 2, 0], order: 3, tokens: 4);
        // 1 once at the start, 2 once after (0, 1), 3 twice after (1, 2)
        Assert.AreEqual(-((2 * Math.Log(2 / 5.0)) + Math.Log(3 / 6.0)) / 3, counts.Nats([0, 1, 2, 3], 1), 1e-12);
    }

    [TestMethod]
    public void The_better_of_both_stands_beside_the_network_on_what_was_held_out()
    {
        var tokens = Enumerable.Range(0, 400).Select(i => (long)((i % 3) + 1)).ToArray();
        var history = new TrainingHistory
        {
            KeptEpoch = 1,
            Epochs =
            [
                new EpochRecord(1, 1, 0.1, 1)
                {
                    ValidationLoss = 1,
                    Metrics = new Dictionary<string, double> { ["validation bits per token"] = 1 },
                },
            ],
        };
        var baseline = NgramBaseline.Of(new LanguageTexts(tokens[..300], tokens[300..]), 4, history)!;
        Assert.AreEqual(2, baseline.NetworkValue, 1e-9);
        Assert.AreEqual(1, baseline.Value, 0.05, "what follows is certain");
        Assert.IsNull(NgramBaseline.Of(new LanguageTexts(tokens, []), 4, history), "nothing was held out");
    }
}
