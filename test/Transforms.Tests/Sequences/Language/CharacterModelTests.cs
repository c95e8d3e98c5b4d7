using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Language;

/// <summary>Models over characters: batches beside single texts, long texts, characters of two chars, seeds and files.</summary>
[TestClass]
public sealed class CharacterModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Bits_of_texts_in_batches_are_those_of_each_text_and_of_a_loop()
    {
        using var model = Model(out var network);
        string[] texts = ["ab", "b\u20acab", "a", "\U0001F600a\U0001F600b", "zzz"];
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(texts.Select(text => new Text { Words = text }).ToArray()));
        var bits = scored.GetColumn<float>("Bits").ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            Assert.AreEqual(Expected(network, texts[i]), model.BitsPerCharacter(texts[i]), 1e-4, texts[i]);
            Assert.AreEqual(model.BitsPerCharacter(texts[i]), bits[i], 1e-4, texts[i]);
        }
        Assert.AreNotEqual(bits[0], bits[2], 1e-3);
    }

    [TestMethod]
    public void A_text_of_a_row_is_read_up_to_the_longest_and_one_given_alone_to_its_end()
    {
        using var model = Model(out _);
        var row = new Text { Words = "abababab" };
        var bits = model.Transform(_ml.Data.LoadFromEnumerable([row])).GetColumn<float>("Bits").Single();
        Assert.AreEqual(model.BitsPerCharacter("ababab"), bits, 1e-4, "six characters");
        Assert.AreNotEqual(model.BitsPerCharacter("abababab"), bits, 1e-4);
    }

    [TestMethod]
    public void Characters_of_two_chars_are_written_whole()
    {
        using var model = Model(out _);
        var written = string.Concat(Enumerable.Range(0, 20).Select(i => model.Generate("", 60, new GenerationOptions { Seed = i })));
        Assert.IsTrue(written.EnumerateRunes().All(rune => model.Alphabet.Contains(rune.ToString(), StringComparison.Ordinal)), written);
        Assert.IsTrue(written.EnumerateRunes().Any(rune => rune.Value == 0x1F600), written);
    }

    [TestMethod]
    public void Draws_without_a_seed_are_fixed_by_that_of_the_context_and_options_are_held()
    {
        using var one = Model(out _, new MLContext(3));
        using var two = Model(out _, new MLContext(3));
        using var other = Model(out _, new MLContext(4));
        Assert.AreEqual(one.Generate("a", 40), two.Generate("a", 40));
        Assert.AreNotEqual(one.Generate("a", 40), other.Generate("a", 40));
        Assert.AreEqual(
            one.Generate("a", 9, temperature: 0), one.Generate("a", 9, new GenerationOptions { TopK = 1, Seed = 8 }),
            "of one token there is no choice");
        Assert.ThrowsExactly<ArgumentNullException>(() => one.Generate("a", 1, null!));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => one.Generate("a", 1, new GenerationOptions { TopP = 0 }));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => one.Generate("x", 1)).Message, "the character 'x' (U+0078)");
    }

    [TestMethod]
    public void A_loaded_model_foresees_and_writes_alike_and_a_disposed_one_nothing()
    {
        var model = Model(out _);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        Assert.AreEqual(model.Alphabet, loaded.Alphabet);
        Assert.AreEqual(model.BitsPerCharacter("b\u20aca"), loaded.BitsPerCharacter("b\u20aca"), 1e-9);
        Assert.AreEqual(model.Generate("ab", 30, seed: 6), loaded.Generate("ab", 30, seed: 6));
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.BitsPerCharacter("a"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Generate("a", 1));
    }

    [TestMethod]
    public void Tokens_behind_the_end_of_a_row_do_not_count()
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        using var model = Model(out var network);
        var tokens = tensor(new long[] { 1, 2, 3, 4, 2, 1, 0, 0 }, [2, 4]);
        var bits = HandSet.Numbers(TokenBits.Of(network, tokens, tensor(new long[] { 4, 2 }), 0));
        var other = tensor(new long[] { 1, 2, 3, 4, 2, 1, 4, 4 }, [2, 4]);
        CollectionAssert.AreEqual(bits, HandSet.Numbers(TokenBits.Of(network, other, tensor(new long[] { 4, 2 }), 0)));
        var empty = HandSet.Numbers(TokenBits.Of(network, tokens, tensor(new long[] { 0, 1 }), 0));
        Assert.IsTrue(float.IsNaN(empty[0]));
        Assert.IsTrue(float.IsFinite(empty[1]));
    }

    // The mean of -log2 of the softmax at each place of what follows there; the end of a text comes before the first.
    private static double Expected(TokenLanguageNetwork network, string text)
    {
        using var scope = NewDisposeScope();
        using var gradientsOff = no_grad();
        long[] numbers = [.. text.EnumerateRunes().Select(rune => Array.IndexOf(Known, rune.ToString()) + 1L)];
        var sum = 0.0;
        for (var i = 0; i < numbers.Length; i++)
        {
            var read = tensor(new long[] { 0 }.Concat(numbers[..i]).ToArray(), [1, i + 1]);
            var logits = HandSet.Numbers(network.call(read)[0, i]);
            var whole = logits.Sum(logit => Math.Exp(logit));
            sum -= Math.Log2(Math.Exp(logits[numbers[i]]) / whole);
        }
        return sum / numbers.Length;
    }

    private static readonly string[] Known = ["a", "b", "\u20ac", "\U0001F600"];

    private CharacterLanguageModelTransformer Model(out TokenLanguageNetwork network, MLContext? ml = null)
    {
        var architecture = new CharacterLanguageArchitecture(5, 3, HandSet.Stack(3));
        network = HandSet.Reading(() => new TokenLanguageNetwork(architecture.OfTokens()));
        return new CharacterLanguageModelTransformer(
            ml ?? _ml,
            new CharacterLanguageDescription("Bits", "Words", new Alphabet(string.Concat(Known)), architecture, 6, new TrainingHistory()),
            network, CPU);
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";
    }
}
