using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms.Tests.Archives;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Language;

/// <summary>Language models over five keys whose probabilities are set by hand: of the end, of each key, and of a missing one.</summary>
[TestClass]
public sealed class KeyLanguageModelTests
{
    private static readonly double[] Chances = [0.05, 0.1, 0.4, 0.2, 0.06, 0.09, 0.1];

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_probability_of_a_sequence_is_the_product_of_those_of_its_keys()
    {
        using var model = Model();
        Assert.AreEqual(Math.Log(0.4 * 0.1 * 0.09), model.LogProbability([2, 1, 5]), 1e-5);
        Assert.AreEqual(Math.Log(0.4 * 0.1), model.LogProbability([2, 0]), 1e-5, "a missing key is a token of its own");
        Assert.AreEqual(0, model.LogProbability([]));
        Assert.AreEqual(50 * Math.Log(0.4), model.LogProbability([.. Enumerable.Repeat(2u, 50)]), 1e-3, "however long");
        Assert.AreEqual(5, model.KeyCount);
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d", "e" }, model.Vocabulary.ToArray());
    }

    [TestMethod]
    public void Bits_of_a_row_are_the_mean_of_its_keys_and_longer_rows_are_cut()
    {
        using var model = Model();
        var bits = model.Transform(_ml.Keys([2], [2, 1, 0], [], [1, 2, 1, 2, 5, 5, 5])).GetColumn<float>("Bits").ToArray();
        Assert.AreEqual(-Math.Log2(0.4), bits[0], 1e-5);
        Assert.AreEqual(-Math.Log2(0.4 * 0.1 * 0.1) / 3, bits[1], 1e-5);
        Assert.IsTrue(float.IsNaN(bits[2]), "nothing was there to be foreseen");
        Assert.AreEqual(-Math.Log2(0.1 * 0.4 * 0.1 * 0.4) / 4, bits[3], 1e-5, "four keys are read");
        using var engine = _ml.Model.CreatePredictionEngine<HandSet.KeyRow, Bits>(model);
        Assert.AreEqual(bits[1], engine.Predict(new HandSet.KeyRow { Keys = [2, 1, 0] }).Value, 1e-6);
    }

    [TestMethod]
    public void Perplexity_is_over_all_keys_of_whole_rows()
    {
        using var model = Model();
        var mean = Math.Log(0.4 * 0.1 * 0.09 * 0.1 * 0.4 * 0.4 * 0.4) / 7;
        Assert.AreEqual(Math.Exp(-mean), model.Perplexity(_ml.Keys([2, 1, 5, 0, 2, 2], [], [2])), 1e-4);
        Assert.IsTrue(double.IsNaN(model.Perplexity(_ml.Keys([]))));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.Perplexity(null!));
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Perplexity(_ml.Rows([1])));
        StringAssert.Contains(error.Message, "'Keys'");
    }

    [TestMethod]
    public void What_may_follow_comes_with_its_share_and_missing_keys_are_none_of_it()
    {
        using var model = Model();
        var next = model.NextTokens([3, 1], 99);
        CollectionAssert.AreEqual(new uint[] { 2, 3, 1, 5, 4, 0 }, next.Select(token => token.Key).ToArray());
        for (var i = 0; i < next.Count; i++)
            Assert.AreEqual(Chances[next[i].Key], next[i].Probability, 1e-6);
        CollectionAssert.AreEqual(next.Take(2).ToArray(), model.NextTokens([], 2).ToArray(), "whatever was read");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.NextTokens([], 0));
    }

    [TestMethod]
    public void What_is_written_is_drawn_by_the_shares_and_never_missing()
    {
        using var model = Model(end: 1e-12);
        var written = model.Generate([], 800, new GenerationOptions { Seed = 3 });
        Assert.HasCount(800, written);
        var rest = Chances[1..6].Sum();
        for (var key = 1u; key <= 5; key++)
            Assert.AreEqual(Chances[key] / rest, written.Count(k => k == key) / 800.0, 0.06, $"key {key}");
        CollectionAssert.AreEqual(written, model.Generate([], 800, new GenerationOptions { Seed = 3 }));
        Assert.IsTrue(model.Generate([1], 50, new GenerationOptions { TopK = 2, Seed = 1 }).All(key => key is 2 or 3));
        CollectionAssert.AreEqual(new uint[] { 2, 2 }, model.Generate([4], 2, new GenerationOptions { Temperature = 0 }));
        Assert.IsEmpty(model.Generate([4], 0));
        using var over = Model(end: 1e9);
        Assert.IsEmpty(over.Generate([1, 2], 100), "the network says that it ends");
    }

    [TestMethod]
    public void Draws_without_a_seed_are_fixed_by_that_of_the_context()
    {
        uint[] Drawn(int seed)
        {
            using var model = Model(1e-12, new MLContext(seed));
            return model.Generate([], 30);
        }

        CollectionAssert.AreEqual(Drawn(4), Drawn(4));
        CollectionAssert.AreNotEqual(Drawn(4), Drawn(5));
    }

    [TestMethod]
    public void Keys_that_the_model_does_not_know_and_nothing_are_refused()
    {
        using var model = Model();
        foreach (var ask in new Action[]
        {
            () => model.LogProbability([1, 6]), () => model.NextTokens([6], 1), () => model.Generate([6], 1),
        })
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask).Message, "Key 6 is past the 5 keys that the model knows");
        Assert.ThrowsExactly<ArgumentNullException>(() => model.LogProbability(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.NextTokens(null!, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate([1], -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate([1], 1, new GenerationOptions { TopK = 0 }));
    }

    [TestMethod]
    public void A_loaded_model_foresees_alike_and_a_disposed_one_nothing()
    {
        var network = HandSet.Reading(() => Description.CreateNetwork());
        var model = new SequenceLanguageModelTransformer(_ml, Description, network, CPU);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        Assert.AreEqual(model.LogProbability([1, 2, 0, 5]), loaded.LogProbability([1, 2, 0, 5]), 1e-9);
        Assert.AreNotEqual(model.NextTokens([1], 1)[0].Probability, model.NextTokens([3], 1)[0].Probability, "what was read counts");
        CollectionAssert.AreEqual(model.NextTokens([1, 4], 9).ToArray(), loaded.NextTokens([1, 4], 9).ToArray());
        CollectionAssert.AreEqual(model.Vocabulary.ToArray(), loaded.Vocabulary.ToArray());
        model.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.LogProbability([1]));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Generate([1], 1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.NextTokens([1], 1));
        Assert.ThrowsExactly<ObjectDisposedException>(() => model.Perplexity(_ml.Keys([1])));
    }

    [TestMethod]
    public void Conditional_probabilities_multiply_to_that_of_the_sequence()
    {
        using var model = new SequenceLanguageModelTransformer(
            _ml, Description, HandSet.Reading(() => Description.CreateNetwork()), CPU);
        uint[] sequence = [3, 1, 1, 4, 2];
        var sum = 0.0;
        for (var i = 0; i < sequence.Length; i++)
            sum += Math.Log(model.NextTokens(sequence[..i], 9).Single(token => token.Key == sequence[i]).Probability);
        Assert.AreEqual(sum, model.LogProbability(sequence), 1e-4);
        var bits = model.Transform(_ml.Keys(sequence[..4])).GetColumn<float>("Bits").Single();
        Assert.AreEqual(-model.LogProbability(sequence[..4]) / 4 / Math.Log(2), bits, 1e-4);
    }

    [TestMethod]
    public void Other_networks_start_from_its_keys_with_the_missing_one_first()
    {
        using var model = new SequenceLanguageModelTransformer(
            _ml, Description, HandSet.Reading(() => Description.CreateNetwork()), CPU);
        var own = HandSet.Numbers(model.NamedWeights["embedding.weight"].cpu()); // end, five keys, missing; two numbers each
        using var given = model.Transferable();
        var passed = HandSet.Numbers(given.Weights["embedding.weight"]);
        CollectionAssert.AreEqual(own[12..14].Concat(own[2..12]).ToArray(), passed);
        CollectionAssert.AreEqual(new[] { "a", "b", "c", "d", "e" }, given.Vocabulary!.ToArray());
    }

    [TestMethod]
    public void Reading_and_writing_leave_no_tensor_behind()
    {
        using var model = Model();
        model.NextTokens([1], 1);
        Assert.AreEqual(0, LiveTensors.GrowthBy(() =>
        {
            model.NextTokens([1, 2], 2);
            model.LogProbability([1, 2, 3]);
            model.Generate([1], 20, new GenerationOptions { Seed = 1 });
            model.Perplexity(_ml.Keys([1, 2], [3]));
        }));
    }

    [TestMethod]
    public void A_description_that_does_not_fit_together_is_damaged()
    {
        Description.Check();
        var a = Description.Architecture;
        Damaged(Description with { Shape = new SequenceShape(0, 1, 4) }, "KeyCount is 0");
        Damaged(Description with { Shape = new SequenceShape(4, 1, 4) }, "the numbers of tokens in network and column are 7 and 6");
        Damaged(Description with { Shape = new SequenceShape(5, 2, 4) }, "the numbers of a key and of a step");
        Damaged(Description with { Shape = new SequenceShape(5, 1, 0) }, "MaximumLength is 0");
        Damaged(Description with { Values = new KeyValues("String", ["a"]) }, "are 1 and 5");
        Damaged(Description with { Architecture = a with { Dropout = 1.5 } }, "Dropout is 1.5");
        Damaged(
            Description with { Architecture = a with { Stack = a.Stack with { Bidirectional = true } } }, "do not read forwards only");
        var transformer = a with
        {
            Stack = new RecurrentStackArchitecture(
                new TransformerEncoder
                {
                    HiddenSize = 4,
                    HeadCount = 2,
                    Causal = true,
                    Positions = new LearnedPositions { MaximumLength = 6 },
                }, 2),
        };
        (Description with { Architecture = transformer, ContextLength = 6 }).Check();
        Damaged(Description with { Architecture = transformer, ContextLength = 7 }, "ContextLength is 7; it must be in [1, 6]");
        using var model = Model();
        var parts = SavedParts.Of(model);
        var description = parts.Description;
        description["Architecture"]!["TokenCount"] = 8;
        Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml));

        static void Damaged(SequenceLanguageDescription description, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check, said).Message, said);
    }

    private static SequenceLanguageDescription Description { get; } = new(
        "Bits", "Keys", new SequenceShape(5, 1, 4), new TokenLanguageArchitecture(7, 2, HandSet.Stack(2)), 0,
        new KeyValues("String", ["a", "b", "c", "d", "e"]), new TrainingHistory());

    private SequenceLanguageModelTransformer Model(double end = 0.05, MLContext? ml = null)
    {
        float[] logits = [MathF.Log((float)end), .. Chances[1..].Select(chance => MathF.Log((float)chance))];
        return new SequenceLanguageModelTransformer(
            ml ?? _ml, Description, HandSet.Answering(Description.CreateNetwork(), logits), CPU);
    }

    private sealed class Bits
    {
        [ColumnName("Bits")]
        public float Value { get; set; }
    }
}
