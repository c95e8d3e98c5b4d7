namespace DeepML.Data.Tests.Sequences;

[TestClass]
public sealed class WordChangesTests
{
    private static readonly WordTable Table = new([["good", "fine"], ["shop", "store", "petrol station"], ["fine", "penalty"]]);

    [TestMethod]
    public void A_synonym_keeps_the_case_and_the_marks_of_the_word_whose_place_it_takes()
    {
        var random = new Random(1);
        Assert.AreEqual("fine", Table.Drawn("good", random));
        Assert.AreEqual("(Fine),", Table.Drawn("(Good),", random));
        Assert.AreEqual("FINE!", Table.Drawn("GOOD!", random));
        Assert.IsNull(Table.Drawn("goods", random));
        Assert.IsNull(Table.Drawn("...", random));
        Assert.IsNull(Table.Drawn("", random));
        CollectionAssert.AreEquivalent(new[] { "store", "petrol station" }, Drawn("shop"));
        CollectionAssert.AreEquivalent(new[] { "good", "penalty" }, Drawn("fine"), "of both groups");

        string[] Drawn(string word) => [.. Enumerable.Range(0, 50).Select(_ => Table.Drawn(word, random)!).Distinct()];
    }

    [TestMethod]
    public void Words_are_replaced_as_often_as_asked_for_and_those_without_a_synonym_stay()
    {
        var text = string.Join(' ', Enumerable.Repeat("good unknown", 2000));
        var words = Changed((0.3, 0, 0, 0), text).Split(' ');
        Assert.HasCount(4000, words);
        Assert.AreEqual(0.3, words.Count(word => word == "fine") / 2000.0, 4 * Math.Sqrt(0.21 / 2000));
        Assert.AreEqual(2000, words.Count(word => word == "unknown"));
        Assert.AreEqual("Fine FINE fine.", Changed((1, 0, 0, 0), "Good\t GOOD\n good. "), "words are one space apart");
    }

    [TestMethod]
    public void Insertions_are_synonyms_of_the_text_and_swaps_change_the_order_only()
    {
        var inserted = Changed((0, 0.5, 0, 0), "the good old times").Split(' ');
        Assert.IsTrue(inserted.Length is 4 or 5 or 6);
        CollectionAssert.AreEqual(new[] { "the", "good", "old", "times" }, inserted.Where(word => word != "fine").ToArray());
        Assert.AreEqual(
            4.5, Enumerable.Range(0, 400).Average(seed => Changed((0, 0.5, 0, 0), "the good old times", seed).Split(' ').Length), 0.15,
            "two draws, of which one in four hits the one word");
        var order = Enumerable.Range(0, 100).Select(i => $"w{i}").ToArray();
        var swapped = Changed((0, 0, 0.1, 0), string.Join(' ', order)).Split(' ');
        CollectionAssert.AreEquivalent(order, swapped);
        Assert.IsTrue(order.Zip(swapped).Count(pair => pair.First != pair.Second) is > 10 and <= 20, "ten pairs change places");
    }

    [TestMethod]
    public void Words_are_left_out_as_often_as_asked_for_and_one_is_always_kept()
    {
        var words = Enumerable.Range(0, 4000).Select(i => $"w{i}").ToArray();
        var kept = Changed((0, 0, 0, 0.25), string.Join(' ', words)).Split(' ');
        Assert.AreEqual(0.75, kept.Length / 4000.0, 4 * Math.Sqrt(0.1875 / 4000));
        CollectionAssert.AreEqual(kept.OrderBy(word => int.Parse(word[1..])).ToArray(), kept);
        for (var seed = 0; seed < 20; seed++)
            Assert.Contains(Changed((0, 0, 0, 0.999), "one two three", seed), new[] { "one", "two", "three" });
        Assert.AreEqual(" \t", Changed((1, 1, 1, 0.9), " \t"), "without a word there is nothing to change");
    }

    private static string Changed((double, double, double, double) shares, string text, int seed = 1) =>
        new WordChanges(Table, shares).Changed(text, new Random(seed));
}
