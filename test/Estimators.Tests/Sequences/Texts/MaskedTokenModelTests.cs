using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class MaskedTokenWorkout : EstimatorWorkout<MaskedTokenModelTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys"];

    protected override IEstimator<MaskedTokenModelTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MaskedTokenModel("Vector", "Keys", new MaskedTokenModelOptions
        {
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Dropout = 0.1 },
            EmbeddingSize = 4,
            TiedWeights = true,
            Training = Sequences.Quick() with { ValidationFraction = 0.2 },
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

[TestClass]
public sealed class MaskedStepsWorkout : EstimatorWorkout<MaskedTokenModelTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Keys"];

    protected override IEstimator<MaskedTokenModelTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.MaskedTokenModel("Vectors", "Keys", new MaskedTokenModelOptions
        {
            Features = TokenFeatures.PerToken,
            Encoder = new GruEncoder { HiddenSize = 4 },
            EmbeddingSize = 4,
            Training = Sequences.Quick(),
        });

    protected override IDataView CreateData(MLContext ml) => Sequences.Create(ml);
}

/// <summary>Keys that are found by those around them.</summary>
[TestClass]
public sealed class MaskedTokenModelTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_hidden_word_is_found_by_a_word_far_from_it_where_counting_neighbours_fails()
    {
        using var model = Model(30).Fit(Sentences(400, seed: 1));
        var index = model.Vocabulary.Select((word, i) => (word, key: (uint)i + 1)).ToDictionary(w => w.word, w => w.key);
        uint[] Keys(string text) => [.. text.Split(' ').Select(word => index[word])];
        Assert.AreEqual(index["barks"], model.Fill(Keys("dog that sees him barks"), 4, 1)[0].Key);
        Assert.AreEqual(index["purrs"], model.Fill(Keys("cat that sees him barks"), 4, 1)[0].Key);
        Assert.AreEqual(index["dog"], model.Fill(Keys("cat that sees him barks"), 0, 1)[0].Key);
        var baseline = model.TrainingHistory.Baseline!;
        Assert.IsTrue(baseline.IsBeaten, baseline.ToString());
        StringAssert.Contains(baseline.Measure, "rows held out");
        Assert.IsGreaterThan(0.7, model.TrainingHistory.Epochs[^1].Metrics["validation accuracy"]);
    }

    [TestMethod]
    public void Counting_is_what_a_loop_counts()
    {
        var data = Sentences(40, seed: 1);
        using var model = Model(1).Fit(data, data); // the same rows: each neighbour was seen
        // Every key is known to the counts; the number itself follows from which keys are asked for, so only its bounds are checked.
        var baseline = model.TrainingHistory.Baseline!;
        StringAssert.StartsWith(baseline.Name, "keys between the same neighbours");
        Assert.IsTrue(baseline.Value is > 1 and < 6, baseline.ToString());
    }

    [TestMethod]
    public void Special_tokens_are_never_asked_for()
    {
        var rows = Enumerable.Range(0, 40).Select(i => new Text { Words = ["[CLS]", i % 2 == 0 ? "a" : "b", "[SEP]"] }).ToArray();
        var data = Keyed(rows);
        using var model = Model(2).Fit(data, data);
        // one word of two is asked for in each row, and nothing tells which: counting says 2, and not 4
        Assert.AreEqual(2, model.TrainingHistory.Baseline!.Value, 0.1);
    }

    [TestMethod]
    public void A_classifier_and_a_tagger_start_from_it_and_what_is_frozen_stays()
    {
        using var model = Model(2).Fit(Sentences(60, seed: 1));
        var data = Sentences(12, seed: 2);
        var transfer = new TransferOptions { Model = model, FrozenBlocks = 2 };
        using var classifier = _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "Barks",
            FeatureColumnName = "Keys",
            EmbeddingSize = model.EmbeddingSize,
            Transfer = transfer,
            Training = Sequences.Quick(2),
        }).Fit(data);
        using var tagger = _ml.Transforms.TagSequence("Tags", "Keys", "Keys", new SequenceTaggerOptions
        {
            Encoder = model.Encoder,
            EmbeddingSize = model.EmbeddingSize,
            Transfer = transfer,
            Training = Sequences.Quick(2),
        }).Fit(data);
        var words = default(VBuffer<ReadOnlyMemory<char>>);
        data.Schema["Keys"].GetKeyValues(ref words); // in another order than the model's
        var known = model.Vocabulary.ToList();
        long[] rows = [0, .. words.DenseValues().Select(word => known.IndexOf(word.ToString()) + 1L)];
        const string embedding = "encoder.embedding.weight", layer = "encoder.recurrent.forward0.block0.wide.weight";
        using var scope = TorchSharp.torch.NewDisposeScope();
        var expected = model.NamedWeights[embedding].index_select(0, TorchSharp.torch.tensor(rows));
        foreach (NetworkTransformer other in (NetworkTransformer[])[classifier, tagger])
        {
            Assert.IsTrue(expected.Equals(other.NamedWeights[embedding]), $"{other.GetType().Name}: words");
            Assert.IsTrue(model.NamedWeights[layer].Equals(other.NamedWeights[layer]), $"{other.GetType().Name}: layer");
        }
    }

    [TestMethod]
    public void Bad_options_and_rows_without_a_key_are_named()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.MaskedTokenModel("F", "Keys", new MaskedTokenModelOptions
        {
            Features = (TokenFeatures)9,
            MaskedShare = 1,
            RandomShare = 0.7,
            KeptShare = 0.4,
            NeverMasked = null!,
            EmbeddingSize = 0,
            Bidirectional = true,
            Encoder = new TransformerEncoder { HeadCount = 3, NormalizationEpsilon = 0 },
            Training = new TrainingOptions { InputNoise = 1 },
        }));
        foreach (var fault in new[]
        {
            "Features is 9", "MaskedShare is 1; it must be in (0, 1)", "KeptShare is 0.4; it must be 1 at most together with RandomShare",
            "NeverMasked is null", "EmbeddingSize is 0", "Bidirectional is True", "Encoder.HeadCount is 3",
            "Encoder.NormalizationEpsilon is 0; it must be above 0", "Training.InputNoise is 1",
        })
            StringAssert.Contains(error.Message, fault);
        var missing = _ml.Data.LoadFromEnumerable([new Sequences.Row { Keys = [0, 0] }]);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.MaskedTokenModel("F", "Keys").Fit(missing)).Message,
            "every key of column 'Keys' is missing");
    }

    private MaskedTokenModelEstimator Model(int epochs) => _ml.Transforms.MaskedTokenModel("Vector", "Keys", new MaskedTokenModelOptions
    {
        Encoder = new TransformerEncoder { HiddenSize = 16, HeadCount = 2, FeedForwardSize = 32 },
        EmbeddingSize = 16,
        Training = Sequences.Quick(epochs) with { LearningRate = 0.01, ValidationFraction = 0.1 },
    });

    // What it does at the end depends on who it was at the start; what lies between says nothing.
    private IDataView Sentences(int count, int seed)
    {
        var random = new Random(seed);
        string[] between = ["sees", "likes", "hears"];
        return Keyed([.. Enumerable.Range(0, count).Select(_ =>
        {
            var isDog = random.Next(2) == 0;
            return new Text
            {
                Words = [isDog ? "dog" : "cat", "that", between[random.Next(3)], random.Next(2) == 0 ? "him" : "her",
                    isDog ? "barks" : "purrs"],
                Barks = isDog,
            };
        })]);
    }

    private IDataView Keyed(Text[] rows)
    {
        var data = _ml.Data.LoadFromEnumerable(rows);
        return _ml.Transforms.Conversion.MapValueToKey("Keys", "Words").Fit(data).Transform(data);
    }

    private sealed class Text
    {
        public string[] Words { get; set; } = [];

        public bool Barks { get; set; }
    }
}
