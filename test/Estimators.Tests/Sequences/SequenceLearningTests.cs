using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class SequenceLearningTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_first_key_is_remembered_to_the_end_of_a_sequence()
    {
        using var model = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Keys",
            Encoder = new LstmEncoder { HiddenSize = 12 },
            EmbeddingSize = 6,
            Training = Sequences.Quick(12),
        }).Fit(Sequences.WithClass(_ml, 300));
        var metrics = _ml.MulticlassClassification.Evaluate(model.Transform(Sequences.WithClass(_ml, 200, seed: 2)));
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy); // the most frequent class: about 0.35
        Assert.IsNotNull(model.TrainingHistory.Baseline);
    }

    [TestMethod]
    public void Over_thousands_of_steps_a_cell_that_runs_step_by_step_keeps_the_gradient_to_the_last_thousand_and_says_so()
    {
        var data = _ml.Data.LoadFromEnumerable(
            Enumerable.Range(0, 2)
                .Select(i => new Long { Numbers = [.. Enumerable.Range(0, 2001).Select(t => (float)(t % (i + 2)))], Sum = i }).ToArray());
        Assert.AreEqual("1000", Chosen(new GruEncoder { HiddenSize = 2 }, null));
        Assert.IsNull(Chosen(new LstmEncoder { HiddenSize = 2 }, null));
        Assert.IsNull(Chosen(new GruEncoder { HiddenSize = 2 }, 10), "it was given");

        string? Chosen(SequenceEncoder encoder, int? segment)
        {
            using var model = _ml.Regression.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                FeatureColumnName = "Numbers",
                LabelColumnName = "Sum",
                Encoder = encoder,
                SegmentLength = segment,
                Training = new TrainingOptions { Epochs = 1, LearningRate = 0.01 },
            }).Fit(data);
            return model.TrainingHistory.Chosen.SingleOrDefault(choice => choice.Option == "SegmentLength")?.Value;
        }
    }

    [TestMethod]
    public void Text_goes_from_ML_NETs_tokenizers_into_the_network()
    {
        string[] good = ["a fine day", "this is good", "good and fine", "really good food"];
        string[] bad = ["a bad day", "this is awful", "bad and awful", "really awful food"];
        var rows = Enumerable.Range(0, 60).SelectMany(
            i => new[] { new Review { Text = good[i % 4], Liked = true }, new Review { Text = bad[i % 4], Liked = false } }).ToArray();
        var words = _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey("Keys", "Words"))
            .Append(_ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = "Liked",
                FeatureColumnName = "Keys",
                Encoder = new LstmEncoder { HiddenSize = 8 },
                EmbeddingSize = 8,
                Training = Sequences.Quick(8),
            }));
        var model = words.Fit(_ml.Data.LoadFromEnumerable(rows));
        using var engine = _ml.Model.CreatePredictionEngine<Review, Opinion>(model);
        Assert.IsTrue(engine.Predict(new Review { Text = "good food and a fine day" }).PredictedLabel);
        Assert.IsFalse(engine.Predict(new Review { Text = "awful food and a bad day" }).PredictedLabel);
        // a word never seen, and none at all, are answered too
        Assert.IsTrue(float.IsFinite(engine.Predict(new Review { Text = "unheard" }).Score));
        Assert.IsTrue(float.IsFinite(engine.Predict(new Review { Text = "" }).Score));

        var characters = _ml.Transforms.Text.TokenizeIntoCharactersAsKeys("Keys", "Text")
            .Append(_ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
            {
                LabelColumnName = "Liked",
                FeatureColumnName = "Keys",
                Encoder = new GruEncoder { HiddenSize = 8 },
                EmbeddingSize = 8,
                Pooling = SequencePooling.Mean,
                Training = Sequences.Quick(8),
            }));
        var scored = characters.Fit(_ml.Data.LoadFromEnumerable(rows)).Transform(_ml.Data.LoadFromEnumerable(rows));
        Assert.IsGreaterThan(0.95, _ml.BinaryClassification.Evaluate(scored, "Liked").Accuracy);
    }

    [TestMethod]
    public void A_tag_that_depends_on_the_next_step_needs_both_directions()
    {
        Assert.IsGreaterThan(0.95, Accuracy(bidirectional: true));
        Assert.IsLessThan(0.6, Accuracy(bidirectional: false)); // three tags; only the last step of a row can be known

        double Accuracy(bool bidirectional)
        {
            using var model = _ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
            {
                Bidirectional = bidirectional,
                Encoder = new LstmEncoder { HiddenSize = 12 },
                EmbeddingSize = 6,
                Training = Sequences.Quick(10),
            }).Fit(Sequences.Create(_ml, 300));
            var tagged = model.Transform(Sequences.Create(_ml, 100, seed: 2));
            return tagged.GetColumn<uint[]>("Tags").Zip(tagged.GetColumn<uint[]>("Next"), (a, b) =>
            {
                Assert.HasCount(b.Length, a);
                return a.Zip(b).Average(p => p.First == p.Second ? 1.0 : 0);
            }).Average();
        }
    }

    [TestMethod]
    public void A_tagger_learns_segment_by_segment_as_well()
    {
        // the tag is the key two steps before: it must come over the border of a segment
        var random = new Random(1);
        var rows = Enumerable.Range(0, 120).Select(_ => Enumerable.Range(0, 12).Select(_ => (uint)random.Next(1, 4)).ToArray())
            .Select(keys => new Sequences.Row { Keys = keys, Next = [0, 0, .. keys[..^2]] }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        using var model = _ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
        {
            Bidirectional = false,
            SegmentLength = 5,
            Encoder = new LstmEncoder { HiddenSize = 16 },
            EmbeddingSize = 6,
            Training = Sequences.Quick(25),
        }).Fit(data);
        var accuracy = model.Transform(data).GetColumn<uint[]>("Tags")
            .Zip(rows, (tags, row) => tags.Zip(row.Next).Skip(2).Average(p => p.First == p.Second ? 1.0 : 0)).Average();
        Assert.IsGreaterThan(0.9, accuracy);
    }

    [TestMethod]
    public void Sequences_are_reversed_greedily_and_with_a_beam()
    {
        using var model = _ml.Transforms.SequenceToSequence("Output", "Keys", "Reversed", new SequenceToSequenceOptions
        {
            Encoder = new GruEncoder { HiddenSize = 24 },
            EmbeddingSize = 8,
            Training = Sequences.Quick(15) with { LearningRate = 0.01 },
        }).Fit(Sequences.Create(_ml, 400));
        var test = Sequences.Create(_ml, 60, seed: 2);
        using var wide = model.WithBeam(3);
        foreach (var view in new[] { model.Transform(test), wide.Transform(test) })
        {
            var exact = view.GetColumn<uint[]>("Output")
                .Zip(view.GetColumn<uint[]>("Reversed"), (a, b) => a.SequenceEqual(b) ? 1.0 : 0).Average();
            Assert.IsGreaterThan(0.8, exact);
        }
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.WithBeam(5));
    }

    [TestMethod]
    public void A_transformer_tags_each_step_with_the_next_and_writes_the_same()
    {
        var encoder = new TransformerEncoder { HiddenSize = 16, HeadCount = 2, FeedForwardSize = 32 };
        var (train, test) = (Sequences.Create(_ml, 300), Sequences.Create(_ml, 60, seed: 2));
        using var tagger = _ml.Transforms.TagSequence("Output", "Keys", "Next", new SequenceTaggerOptions
        {
            Encoder = encoder,
            EmbeddingSize = 16,
            Training = Sequences.Quick(30),
        }).Fit(train);
        using var writer = _ml.Transforms.SequenceToSequence("Output", "Keys", "Next", new SequenceToSequenceOptions
        {
            Encoder = encoder,
            EmbeddingSize = 16,
            Training = Sequences.Quick(30),
        }).Fit(train);
        foreach (var model in (ITransformer[])[tagger, writer])
            Assert.IsGreaterThan(0.8, model.Transform(test).GetColumn<uint[]>("Output").Zip(
                test.GetColumn<uint[]>("Next"), (a, b) => a.SequenceEqual(b) ? 1.0 : 0).Average(), $"{model}");
    }

    [TestMethod]
    public void Delays_that_look_ahead_know_the_next_step()
    {
        using var model = _ml.Transforms.TagSequence("Tags", "Keys", "Next", new SequenceTaggerOptions
        {
            Encoder = new TimeDelayEncoder { HiddenSize = 12, Delays = [[0, 1]], BothWays = true },
            Bidirectional = false,
            EmbeddingSize = 6,
            Training = Sequences.Quick(10),
        }).Fit(Sequences.Create(_ml, 300));
        var tagged = model.Transform(Sequences.Create(_ml, 100, seed: 2));
        Assert.IsGreaterThan(0.95, tagged.GetColumn<uint[]>("Tags").Zip(
            tagged.GetColumn<uint[]>("Next"), (a, b) => a.Zip(b).Average(p => p.First == p.Second ? 1.0 : 0)).Average());
    }

    [TestMethod]
    public void Written_keys_map_back_to_the_values_of_the_target()
    {
        var rows = Enumerable.Range(0, 40)
            .Select(i => new Words { From = i % 2 == 0 ? "eins zwei" : "zwei eins", To = i % 2 == 0 ? "one two" : "two one" }).ToArray();
        var pipeline = _ml.Transforms.Text.TokenizeIntoWords("FromWords", "From")
            .Append(_ml.Transforms.Text.TokenizeIntoWords("ToWords", "To"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("FromKeys", "FromWords"))
                .Append(_ml.Transforms.Conversion.MapValueToKey("ToKeys", "ToWords"))
            .Append(_ml.Transforms.SequenceToSequence("Keys", "FromKeys", "ToKeys", new SequenceToSequenceOptions
            {
                Encoder = new GruEncoder { HiddenSize = 12 },
                TeacherForcing = 0.7,
                Training = Sequences.Quick(30)
            }))
            .Append(_ml.Transforms.Conversion.MapKeyToValue("Translated", "Keys"));
        var model = pipeline.Fit(_ml.Data.LoadFromEnumerable(rows));
        var translated = model.Transform(_ml.Data.LoadFromEnumerable([new Words { From = "zwei eins" }]))
            .GetColumn<string[]>("Translated").Single();
        CollectionAssert.AreEqual(new[] { "two", "one" }, translated);
        model.Dispose();
    }

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public bool Liked { get; set; }
    }

    private sealed class Opinion
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }
    }

    private sealed class Words
    {
        public string From { get; set; } = "";

        public string To { get; set; } = "";
    }

    private sealed class Long
    {
        public float[] Numbers { get; set; } = [];

        public float Sum { get; set; }
    }
}
