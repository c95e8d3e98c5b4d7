using System.Text;

namespace DeepML.Data.Tests;

[TestClass]
public sealed class AlphabetTests
{
    [TestMethod]
    public void Each_character_has_a_number_from_1_in_the_order_of_its_code()
    {
        var alphabet = Alphabet.Of(["banana", "a b", ""]);
        Assert.AreEqual(" abn", alphabet.Characters);
        Assert.AreEqual(5, alphabet.Size, "0 stands for the end");
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, " abn".EnumerateRunes().Select(alphabet.IndexOf).ToArray());
        Assert.AreEqual("nab", string.Concat(alphabet[4], alphabet[2], alphabet[3]));
    }

    [TestMethod]
    public void Unknown_characters_have_number_0()
    {
        var alphabet = Alphabet.Of(["ab"]);
        Assert.AreEqual(0, alphabet.IndexOf(new Rune('c')));
        Assert.AreEqual(0, alphabet.IndexOf(new Rune('A')), "capitals are other characters");
        Assert.AreEqual(0, alphabet.IndexOf(new Rune('\0')));
    }

    [TestMethod]
    public void Texts_without_a_character_have_an_alphabet_of_the_end_alone()
    {
        Assert.AreEqual(1, Alphabet.Of([]).Size);
        Assert.AreEqual(1, Alphabet.Of(["", ""]).Size);
    }

    [TestMethod]
    public void A_surrogate_pair_is_one_character()
    {
        var alphabet = Alphabet.Of(["😀"]);
        Assert.AreEqual(2, alphabet.Size);
        Assert.AreEqual("😀", string.Concat("😀".EnumerateRunes().Select(rune => alphabet[alphabet.IndexOf(rune)])));
    }

    [TestMethod]
    public void Alphabets_of_the_same_characters_are_equal()
    {
        Assert.AreEqual(Alphabet.Of(["ab"]), Alphabet.Of(["b", "a"]));
        Assert.AreEqual(Alphabet.Of(["ab"]).GetHashCode(), Alphabet.Of(["ba"]).GetHashCode());
        Assert.AreNotEqual(Alphabet.Of(["ab"]), Alphabet.Of(["abc"]));
    }
}
