namespace DeepML.Data.Tests;

/// <summary>Texts cut by the vocabulary of a BERT: the longest part first, as in Wu et al., arXiv:1609.08144.</summary>
[TestClass]
public sealed class WordPiecesTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "play", "##er", "##ing", "##s", "a", "cafe", ",", "Café"];

    [TestMethod]
    [DataRow("The players", new[] { "[CLS]", "the", "play", "##er", "##s", "[SEP]" })]
    [DataRow("playing, a", new[] { "[CLS]", "play", "##ing", ",", "a", "[SEP]" })]
    [DataRow("plays xyz", new[] { "[CLS]", "play", "##s", "[UNK]", "[SEP]" })]
    [DataRow("Caf\u00e9", new[] { "[CLS]", "cafe", "[SEP]" })]
    [DataRow("", new[] { "[CLS]", "[SEP]" })]
    public void Words_are_cut_into_the_longest_parts_that_are_known(string text, string[] expected) => CollectionAssert.AreEqual(
        expected, Words(new WordPieces(Vocabulary, lowerCase: true, addSpecial: true), text, 20));

    [TestMethod]
    public void Case_and_accents_stay_on_request_and_special_tokens_away()
    {
        CollectionAssert.AreEqual(
            new[] { "[UNK]", "Café" }, Words(new WordPieces(Vocabulary, lowerCase: false, addSpecial: false), "The Caf\u00e9", 20));
    }

    [TestMethod]
    public void Longer_texts_are_cut_and_still_end_in_their_special_token()
    {
        CollectionAssert.AreEqual(
            new[] { "[CLS]", "the", "play", "[SEP]" }, Words(new WordPieces(Vocabulary, true, true), "the players play", 4));
        CollectionAssert.AreEqual(new[] { "the", "play" }, Words(new WordPieces(Vocabulary, true, false), "the players play", 2));
    }

    [TestMethod]
    public void A_vocabulary_that_is_none_says_what_is_wrong()
    {
        Refused([.. Vocabulary.Where(word => word != "[MASK]")], "The vocabulary has no [MASK]");
        Refused([.. Vocabulary, "the"], "The vocabulary has 'the' twice, in lines 6 and 15.");
        Refused([.. Vocabulary, " "], "The vocabulary has nothing in line 15.");

        static void Refused(string[] vocabulary, string message) => StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => new WordPieces(vocabulary, true, true)).Message, message);
    }

    private static string[] Words(WordPieces pieces, string text, int most) =>
        [.. pieces.Encode(text, most).Select(row => Vocabulary[row])];
}
