using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Onnx.Tests;

/// <summary>Language models: how surprising a sequence is, and what may follow it.</summary>
[TestClass]
public sealed class LanguageTests
{
    private const int KeyCount = 6;
    private const int Context = 6;

    private static readonly TrainingOptions Brief = new() { Epochs = 2, BatchSize = 8, LearningRate = 0.05 };

    private static readonly OnnxExportOptions BitsOnly = new() { SequenceLengths = true, Outputs = ["Bits"] };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Encoders =>
    [
        [new LstmEncoder { HiddenSize = 3, LayerCount = 2 }, false], [new GruEncoder { HiddenSize = 4 }, true],
        [new ElmanEncoder { HiddenSize = 3, Activation = Activation.HardTanh }, true],
        [new TransformerEncoder { HiddenSize = 4, LayerCount = 2, HeadCount = 2, Causal = true }, false],
        [
            new TransformerEncoder
            {
                HiddenSize = 4, HeadCount = 2, Causal = true, Positions = new LearnedPositions { MaximumLength = Context },
            }, true,
        ],
        [new TimeDelayEncoder { HiddenSize = 3, LayerCount = 2 }, true],
        [new TimeDelayEncoder { HiddenSize = 3, Delays = [[0, 2]] }, false],
    ];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void A_model_of_keys_says_how_surprising_a_sequence_is_and_what_may_follow(SequenceEncoder encoder, bool tied)
    {
        var data = Sequences(row => row % Context);
        using var model = Model(data, encoder, tied);
        using var run = new OnnxRun(model, BitsOnly);
        foreach (var batch in new[] { 4, 7, 20 })
            Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{encoder}, {batch} at once");
        using var next = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true, Outputs = ["Bits.Next"] });
        var said = next.Answer(data, 0, 20)["Bits.Next"];
        foreach (var (keys, row) in data.GetColumn<uint[]>("Keys").Select((keys, row) => (keys, row)))
        {
            Assert.HasCount(KeyCount + 2, said[row]); // the end of the sequence, the keys, a missing one
            foreach (var token in model.NextTokens(keys, KeyCount))
                Assert.AreEqual(token.Probability, Math.Exp(said[row][token.Key]), 1e-5, $"{encoder}, key {token.Key} of row {row}");
        }
    }

    [TestMethod]
    public void Without_lengths_the_sequences_of_a_batch_are_equally_long()
    {
        foreach (var encoder in new SequenceEncoder[]
        {
            new GruEncoder { HiddenSize = 3 }, new TransformerEncoder { HiddenSize = 4, Causal = true },
        })
            foreach (var length in new[] { 1, 3, Context })
            {
                var data = Sequences(_ => length);
                using var model = Model(data, encoder, tied: false);
                using var run = new OnnxRun(model, new OnnxExportOptions { Outputs = ["Bits"] });
                Assert.AreEqual("Keys", string.Join(", ", run.Inputs));
                foreach (var batch in new[] { 1, 2, 7 })
                    Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{encoder}, {length} keys");
            }
    }

    [TestMethod]
    public void What_is_longer_than_the_context_has_no_answer_where_no_state_is_carried()
    {
        var data = Sequences(row => row % 3 == 0 ? Context + 2 : Context - (row % 2));
        using var looking = Model(data, new TransformerEncoder { HiddenSize = 4, Causal = true }, tied: false);
        using var run = new OnnxRun(looking, new OnnxExportOptions { SequenceLengths = true });
        var expected = looking.Transform(data).GetColumn<float>("Bits").ToArray();
        var said = run.Answer(data, 0, 20);
        for (var row = 0; row < 20; row++)
        {
            if (row % 3 == 0)
                Assert.AreEqual(float.NaN, said["Bits"][row][0]);
            else
                Assert.AreEqual(expected[row], said["Bits"][row][0], 1e-5);
            // one place more is read for what may follow
            Assert.AreEqual(row % 3 == 0 || row % 2 == 0, said["Bits.Next"][row].All(float.IsNaN), $"row {row}");
        }
        using var carrying = Model(data, new LstmEncoder { HiddenSize = 3 }, tied: false);
        using var any = new OnnxRun(carrying, BitsOnly);
        Assert.IsLessThanOrEqualTo(1e-5, any.Difference(carrying.Transform(data), 7));
    }

    [TestMethod]
    public void A_model_of_characters_reads_their_numbers()
    {
        var texts = Enumerable.Range(0, 12).Select(i => new Text { Words = i % 2 == 0 ? "abab" : "abba" }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(texts);
        foreach (var encoder in new SequenceEncoder[]
        {
            new LstmEncoder { HiddenSize = 3 }, new TransformerEncoder { HiddenSize = 4, Causal = true },
        })
        {
            using var model = _ml.Transforms.CharacterLanguageModel("Bits", "Words", new CharacterLanguageModelOptions
            {
                EmbeddingSize = 2,
                Encoder = encoder,
                Training = Brief,
            }).Fit(data);
            using var bytes = new MemoryStream();
            model.SaveAsOnnx(bytes);
            using var session = new InferenceSession(bytes.ToArray());
            long[] numbers =
                [.. texts.SelectMany(text => text.Words.Select(letter => model.Alphabet.IndexOf(letter, StringComparison.Ordinal) + 1L))];
            using var answer = session.Run(
                [NamedOnnxValue.CreateFromTensor("Words.Characters", new DenseTensor<long>(numbers, [texts.Length, 4]))]);
            var expected = model.Transform(data).GetColumn<float>("Bits").ToArray();
            foreach (var (bits, i) in answer.Single(value => value.Name == "Bits").AsEnumerable<float>().Select((bits, i) => (bits, i)))
                Assert.AreEqual(expected[i], bits, 1e-5);
            // what follows "abb" is found by what "abba" adds to it
            var next = answer.Single(value => value.Name == "Bits.Next").AsTensor<float>();
            CollectionAssert.AreEqual(new[] { texts.Length, 3 }, next.Dimensions.ToArray());
            var added = (5 * model.BitsPerCharacter("ababa")) - (4 * model.BitsPerCharacter("abab"));
            Assert.AreEqual(added, -next[0, 1] / Math.Log(2), 1e-4);
        }
    }

    [TestMethod]
    public void A_language_model_in_a_chain_gives_its_column()
    {
        var data = Sequences(_ => 4);
        using var chain = _ml.Transforms.SequenceLanguageModel("Bits", "Keys", Options(new GruEncoder { HiddenSize = 3 }, tied: false))
            .Append(_ml.Transforms.Concatenate("Both", "Bits", "Bits")).Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Bits", "Both"] }));
        Assert.IsLessThanOrEqualTo(1e-5, run.Difference(chain.Transform(data), 7, ".output", data));
    }

    private SequenceLanguageModelTransformer Model(IDataView data, SequenceEncoder encoder, bool tied) =>
        _ml.Transforms.SequenceLanguageModel("Bits", "Keys", Options(encoder, tied)).Fit(data);

    private static SequenceLanguageModelOptions Options(SequenceEncoder encoder, bool tied) => new()
    {
        EmbeddingSize = 4,
        Encoder = encoder,
        TiedWeights = tied,
        SegmentLength = Context,
        Training = Brief,
    };

    private IDataView Sequences(Func<int, int> length)
    {
        var random = new Random(1);
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Row
        {
            Keys = [.. Enumerable.Range(0, length(i)).Select(_ => (uint)random.Next(KeyCount + 1))], // some are missing
        }).ToArray());
    }

    private sealed class Row
    {
        [KeyType(KeyCount)]
        public uint[] Keys { get; set; } = [];
    }

    private sealed class Text
    {
        public string Words { get; set; } = "";
    }
}
