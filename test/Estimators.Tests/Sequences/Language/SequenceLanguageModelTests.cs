using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class SequenceLanguageModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Encoders =>
    [
        [new LstmEncoder { HiddenSize = 16 }], [new TimeDelayEncoder { HiddenSize = 16 }],
        [new TransformerEncoder { HiddenSize = 16, HeadCount = 2, FeedForwardSize = 32, Causal = true }],
    ];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Keys_that_follow_each_other_are_foreseen(SequenceEncoder encoder)
    {
        using var model = Fit(Options(encoder, 25), Round(60));
        Assert.AreEqual(4, model.KeyCount);
        Assert.AreEqual(3u, model.NextTokens([1, 2], 1)[0].Key);
        Assert.AreEqual(1, model.NextTokens([1, 2], 9).Sum(next => next.Probability), 0.01, "all but the word that was not learned");
        CollectionAssert.AreEqual(
            new uint[] { 3, 4, 1, 2 }, model.Generate([1, 2], 4, new GenerationOptions { Temperature = 0 }));
        Assert.IsLessThan(1.6, model.Perplexity(View(Round(5))));
        Assert.IsGreaterThan(model.LogProbability([4, 4, 2, 1]), model.LogProbability([1, 2, 3, 4]));
        Assert.IsNotNull(model.TrainingHistory.Baseline);
        StringAssert.Contains(model.TrainingHistory.Baseline.Name, "gram with add-");
    }

    [TestMethod]
    public void A_probability_is_the_product_of_those_of_its_keys()
    {
        using var model = Fit(Options(new GruEncoder { HiddenSize = 8 }, 2), Round(10));
        uint[] keys = [2, 3, 0, 1];
        var sum = 0.0;
        for (var i = 0; i < keys.Length; i++)
        {
            var next = model.NextTokens(keys[..i], 9);
            sum += Math.Log(keys[i] == 0
                ? 1 - next.Sum(n => n.Probability) // a missing key is what is left
                : next.Single(n => n.Key == keys[i]).Probability);
        }
        Assert.AreEqual(sum, model.LogProbability(keys), 1e-4);
        Assert.AreEqual(0, model.LogProbability([]));
        var bits = model.Transform(View([keys, []])).GetColumn<float>("Bits").ToArray();
        Assert.AreEqual(-sum / 4 / Math.Log(2), bits[0], 1e-4);
        Assert.IsTrue(float.IsNaN(bits[1]));
        Assert.AreEqual(Math.Exp(-sum / 4), model.Perplexity(View([keys, []])), 1e-3);
    }

    [TestMethod]
    public void A_reloaded_model_writes_and_measures_like_the_original_and_knows_its_words()
    {
        var rows = Enumerable.Range(0, 20).Select(i =>
            new Text { Words = i % 2 == 0 ? ["a", "fine", "day"] : ["a", "bad", "night"] }).ToArray();
        var keys = _ml.Transforms.Conversion.MapValueToKey("Keys", "Words").Fit(_ml.Data.LoadFromEnumerable(rows));
        var data = keys.Transform(_ml.Data.LoadFromEnumerable(rows));
        using var model = _ml.Transforms.SequenceLanguageModel(
            "Bits", "Keys", Options(new LstmEncoder { HiddenSize = 8 }, 10) with { TiedWeights = true, Dropout = 0.1 }).Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (SequenceLanguageModelTransformer)_ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(model.Vocabulary.ToArray(), reloaded.Vocabulary.ToArray());
        CollectionAssert.Contains(model.Vocabulary.ToArray(), "night");
        var how = new GenerationOptions { Seed = 3, TopK = 4, TopP = 0.95 };
        CollectionAssert.AreEqual(model.Generate([1], 10, how), reloaded.Generate([1], 10, how));
        Assert.AreEqual(model.LogProbability([1, 2, 3]), reloaded.LogProbability([1, 2, 3]), 1e-6);
    }

    [TestMethod]
    public void Bad_input_is_refused_in_words()
    {
        using var model = Fit(Options(new LstmEncoder { HiddenSize = 4 }, 1), Round(4));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.LogProbability([1, 9])).Message,
            "Key 9 is past the 4 keys that the model knows.");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate([5], 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate([1], -1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.NextTokens([1], 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.Generate([1], 1, new GenerationOptions { TopP = 2 }));
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => Fit(Options(new LstmEncoder(), 1), [[], []])).Message,
            "holds no step in any row");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SequenceLanguageModel("Bits", "Keys", Options(
                new LstmEncoder(), 1)).Fit(View(Round(3)), View([[]]))).Message, "holds no");
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.SequenceLanguageModel("Bits", "Keys",
            new SequenceLanguageModelOptions
            {
                Encoder = new TransformerEncoder { Positions = new LearnedPositions { MaximumLength = 20 } },
                SegmentLength = 30,
                Dropout = 1,
                EmbeddingSize = 0,
                MaximumLength = 0,
            }));
        foreach (var fault in new[]
        {
            "Encoder is TransformerEncoder; it must be one that sees no later step",
            "SegmentLength is 30; it must be at most Encoder.Positions.MaximumLength, 20.", "Dropout is 1; it must be in [0, 1).",
            "EmbeddingSize is 0", "MaximumLength is 0",
        })
            StringAssert.Contains(error.Message, fault);
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.CharacterLanguageModel(
            "Bits", "Text", new CharacterLanguageModelOptions { Encoder = new TimeDelayEncoder { BothWays = true } }));
    }

    [TestMethod]
    public void No_tensor_is_left()
    {
        LiveTensors.AreIndependentOfSteps(() => Work(1), () => Work(3));

        void Work(int epochs)
        {
            foreach (var row in Encoders)
            {
                using var model = Fit(Options((SequenceEncoder)row[0], epochs), Round(6));
                model.Generate([1], 3);
                model.NextTokens([1, 2], 2);
                model.LogProbability([1, 2]);
                model.Transform(View(Round(2))).GetColumn<float>("Bits").ToArray();
            }
        }
    }

    [TestMethod]
    public void A_character_model_may_look_back_by_attention()
    {
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(new Line { Text = "abcabcabcabc" }, 10).ToArray());
        using var model = _ml.Transforms.CharacterLanguageModel("Bits", "Text", new CharacterLanguageModelOptions
        {
            Encoder = new TransformerEncoder { HiddenSize = 16, HeadCount = 2, FeedForwardSize = 32, Causal = true },
            SegmentLength = 8,
            Training = Training(25),
        }).Fit(data);
        Assert.AreEqual("cabc", model.Generate("ab", 4, new GenerationOptions { Temperature = 0 }));
        Assert.IsLessThan(1, model.BitsPerCharacter("abcabcabcabcabcabc"));
    }

    private SequenceLanguageModelTransformer Fit(SequenceLanguageModelOptions options, uint[][] rows) =>
        _ml.Transforms.SequenceLanguageModel("Bits", "Keys", options).Fit(View(rows));

    private static SequenceLanguageModelOptions Options(SequenceEncoder encoder, int epochs) =>
        new() { Encoder = encoder, EmbeddingSize = 8, SegmentLength = 12, Training = Training(epochs) };

    private static TrainingOptions Training(int epochs) => new()
    {
        Epochs = epochs,
        BatchSize = 4,
        LearningRate = 0.01,
        ValidationFraction = 0.2,
        GradientClipNorm = 1,
    };

    // 1, 2, 3, 4, 1, 2, …, from any of them, so that what follows depends on what was before.
    private static uint[][] Round(int count) => [.. Enumerable.Range(0, count)
        .Select(i => Enumerable.Range(i, 6 + (i % 3)).Select(t => (uint)((t % 4) + 1)).ToArray())];

    private IDataView View(uint[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(keys => new Row { Keys = keys }).ToArray());

    private sealed class Row
    {
        [KeyType(4)]
        public uint[] Keys { get; set; } = [];
    }

    private sealed class Text
    {
        public string[] Words { get; set; } = [];
    }

    private sealed class Line
    {
        public string Text { get; set; } = "";
    }
}
