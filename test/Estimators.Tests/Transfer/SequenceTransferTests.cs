using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Transfer;

/// <summary>Networks of sequences start from each other, and from language models, over other vocabularies too.</summary>
[TestClass]
public sealed class SequenceTransferTests
{
    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 8, LearningRate = 0.01 };
    private static readonly TrainingOptions Still = Brief with { Epochs = 1, LearningRate = 1e-12 };
    private static readonly LstmEncoder Encoder = new() { HiddenSize = 5 };
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _file = Path.GetTempFileName();

    [TestCleanup]
    public void RemoveFile() => File.Delete(_file);

    [TestMethod]
    public void A_classifier_reads_shared_words_as_the_language_model_did_whatever_their_keys()
    {
        using var language = _ml.Transforms.SequenceLanguageModel("Bits", "Keys", new SequenceLanguageModelOptions
        {
            EmbeddingSize = 4,
            Encoder = Encoder,
            Training = Brief,
        }).Fit(Words("the cat sat", "the dog sat", "a cat ran"));
        var rows = Words("sat new", "dog the cat");
        language.SaveWeights(_file);
        foreach (var transfer in new[] { new TransferOptions { Model = language }, new TransferOptions { WeightsFile = _file } })
        {
            using var model = Classifier(Still, transfer with { FrozenBlocks = 2 }).Fit(rows);
            StringAssert.Contains(
                string.Join('\n', model.TrainingHistory.Chosen), "rows of 4 keys (of 5; the others begin anew)");
            // The same words in the vocabulary of the language model and in the classifier's.
            using var again = Classifier(Still, new TransferOptions { Model = model }).Fit(Words("dog the cat", "ran sat"));
            Cells.AreEqual([Steps(model, rows)[1]], [Steps(again, Words("dog the cat", "ran sat"))[0]], 1e-6, "dog the cat");
        }
    }

    [TestMethod]
    public void The_encoder_is_that_of_the_model_where_none_is_given()
    {
        using var source = _ml.Transforms.SequenceLanguageModel("Bits", "Keys", new SequenceLanguageModelOptions
        {
            EmbeddingSize = 4,
            Encoder = new GruEncoder { HiddenSize = 3 },
            Training = Brief,
        }).Fit(Words("the cat sat", "a cat ran"));
        using var model = _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "IsLong",
            FeatureColumnName = "Keys",
            EmbeddingSize = 4,
            Training = Brief,
            Transfer = new TransferOptions { Model = source, OldLayerFactor = 0.5 },
        }).Fit(Words("the cat", "a cat ran"));
        StringAssert.Contains(string.Join('\n', model.TrainingHistory.Chosen), "GruEncoder (as the model of Transfer reads)");
    }

    [TestMethod]
    public void A_tagger_starts_from_a_classifier_over_numbers_with_its_scales()
    {
        var data = RecurrentSequences.Sequences.WithClass(_ml);
        using var source = _ml.MulticlassClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            FeatureColumnName = "Numbers",
            StepSize = 2,
            Encoder = Encoder,
            InputScaling = NetworkInputScaling.Standard,
            Training = Brief,
        }).Fit(data);
        using var tagger = _ml.Transforms.TagSequence("Tags", "Numbers", "Next", new SequenceTaggerOptions
        {
            StepSize = 2,
            Encoder = Encoder,
            Bidirectional = false,
            Training = Still,
            Transfer = new TransferOptions { Model = source },
        }).Fit(data);
        Cells.AreEqual(Steps(source, data), Steps(tagger, data), 1e-6, "steps");
    }

    [TestMethod]
    public void Words_that_the_weights_do_not_know_at_all_are_an_error()
    {
        using var source = Classifier(Still, null).Fit(Words("one two", "two three"));
        var message = Assert.ThrowsExactly<ArgumentException>(
            () => Classifier(Still, new TransferOptions { Model = source }).Fit(Words("un deux", "deux trois"))).Message;
        StringAssert.Contains(message, "None of the 3 keys, the first of them 'deux', is among the 3 of the weights");
    }

    [TestMethod]
    public void A_network_of_other_layers_is_refused_with_each_difference()
    {
        using var source = Classifier(Still, null).Fit(Words("one two", "two three"));
        var trainer = _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "IsLong",
            FeatureColumnName = "Keys",
            EmbeddingSize = 3,
            Encoder = new GruEncoder { HiddenSize = 5 },
            Training = Still,
            Transfer = new TransferOptions { Model = source },
        });
        var message = Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(Words("one two", "two three"))).Message;
        foreach (var part in new[]
        {
            "its 'encoder.embedding.weight' is [4x4] where [4x3] is needed",
            "it has nothing for 'encoder.recurrent.forward0.gru.weight_ih_l0'",
            "its 'encoder.recurrent.forward0.lstm.weight_ih_l0' has no place here",
        })
            StringAssert.Contains(message, part);
    }

    private RecurrentNetworkEstimator Classifier(TrainingOptions training, TransferOptions? transfer) =>
        _ml.BinaryClassification.Trainers.RecurrentNetwork(new RecurrentNetworkOptions
        {
            LabelColumnName = "IsLong",
            FeatureColumnName = "Keys",
            EmbeddingSize = 4,
            Encoder = Encoder,
            Training = training,
            Transfer = transfer,
        });

    private IReadOnlyList<float[]> Steps(NetworkTransformer model, IDataView data)
    {
        using var features = _ml.Transforms.NetworkFeatures("Deep", null, model, "steps").Fit(data);
        var view = features.Transform(data);
        return Cells.Read(view, view.Schema["Deep"]);
    }

    // Keys in the order of the words' letters: the same word has another key elsewhere.
    private IDataView Words(params string[] sentences)
    {
        var data = _ml.Data.LoadFromEnumerable(sentences.Select(text => new Line { Text = text, IsLong = text.Length > 8 }).ToArray());
        return _ml.Transforms.Text.TokenizeIntoWords("Words", "Text")
            .Append(_ml.Transforms.Conversion.MapValueToKey(
                "Keys", "Words",
                keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue)).Fit(data).Transform(data);
    }

    private sealed class Line
    {
        public string Text { get; set; } = "";

        public bool IsLong { get; set; }
    }
}
