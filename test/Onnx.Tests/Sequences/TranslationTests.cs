using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Onnx.Tests;

/// <summary>Sequences that are written key by key in a loop of the graph.</summary>
[TestClass]
public sealed class TranslationTests
{
    private static readonly TrainingOptions Some = new() { Epochs = 25, BatchSize = 8, LearningRate = 0.02, GradientClipNorm = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Encoders =>
    [
        [new GruEncoder { HiddenSize = 6 }], [new GruEncoder { HiddenSize = 6, ResetBefore = true }],
        [new LstmEncoder { HiddenSize = 6, LayerCount = 2 }], [new PeepholeLstmEncoder { HiddenSize = 6 }],
        [new ElmanEncoder { HiddenSize = 6 }], [new ElmanEncoder { HiddenSize = 6, Activation = Activation.ReLU }],
        [new ElmanEncoder { HiddenSize = 6, Activation = Activation.HardTanh }], [new TimeDelayEncoder { HiddenSize = 6 }],
        [new TransformerEncoder { HiddenSize = 8, HeadCount = 2, LayerCount = 2 }],
        [new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Positions = new RotaryPositions(), NormalizeFirst = false }],
        [new TransformerEncoder { HiddenSize = 6, HeadCount = 1, Positions = new LearnedPositions { MaximumLength = 12 } }],
    ];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void The_same_keys_are_written_whatever_the_width_of_the_beam(SequenceEncoder encoder)
    {
        var data = WrittenRows.Create(_ml, 30, row => row % 5);
        using var model = Fit(data, "Keys", encoder);
        var greedy = model.Transform(data);
        Assert.IsTrue(
            Cells.Read(greedy, greedy.Schema["Output"]).Select(keys => string.Join(' ', keys)).Distinct().Count() > 3,
            "what is written depends on what was read");
        foreach (var beam in new[] { 1, 2, WrittenRows.KeyCount + 1 })
        {
            using var wider = model.WithBeam(beam);
            WrittenRows.AreEqual(wider, data, $"{encoder}, beam of {beam}");
        }
    }

    [TestMethod]
    public void Steps_of_numbers_are_read_and_a_row_that_cannot_be_scored_has_no_keys()
    {
        var data = WrittenRows.Create(_ml, 30, row => 1 + (row % 4));
        using var model = Fit(data, "Steps", new LstmEncoder { HiddenSize = 6 }, stepSize: 2);
        WrittenRows.AreEqual(model, data);
        var broken = _ml.Data.LoadFromEnumerable(new[] { new Numbers { Steps = [1, float.NaN] }, new Numbers { Steps = [1, 0.5f] } });
        WrittenRows.AreEqual(model, broken);
        using var run = new OnnxRun(model, new OnnxExportOptions { SequenceLengths = true });
        Assert.IsTrue(run.Answer(broken, 0, 2)["Output"][0].All(key => key == -1));
    }

    [TestMethod]
    public void Without_lengths_the_sequences_of_a_batch_are_equally_long()
    {
        var data = WrittenRows.Create(_ml, 20, _ => 3);
        foreach (var encoder in new SequenceEncoder[] { new GruEncoder { HiddenSize = 6 }, new TransformerEncoder { HiddenSize = 8 } })
        {
            using var model = Fit(data, "Keys", encoder);
            using var wider = model.WithBeam(3);
            using var run = new OnnxRun(wider);
            CollectionAssert.AreEqual(new[] { "Keys" }, run.Inputs.ToArray());
            foreach (var batch in new[] { 1, 7 })
                Assert.AreEqual(0, run.Difference(wider.Transform(data), batch), $"{encoder}, {batch} at once");
        }
    }

    [TestMethod]
    public void What_stands_behind_the_longest_sequence_that_was_learned_from_is_not_read()
    {
        var (data, longer) = (WrittenRows.Create(_ml, 30, row => row % 5), WrittenRows.Create(_ml, 14, row => 3 + (row % 6)));
        foreach (var column in new[] { "Keys", "Steps" })
        {
            using var model = Fit(data, column, new GruEncoder { HiddenSize = 6 }, column == "Steps" ? 2 : null);
            WrittenRows.AreEqual(model, longer, column);
        }
        using var tagger = _ml.Transforms.TagSequence("Tags", "Keys", "Keys", new SequenceTaggerOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 3 },
            Bidirectional = true,
            Training = Some with { Epochs = 2 },
        }).Fit(data);
        WrittenRows.AreEqual(tagger, longer);
    }

    [TestMethod]
    public void A_chain_holds_several_loops_each_with_names_of_its_own()
    {
        var data = WrittenRows.Create(_ml, 20, _ => 3);
        using var chain = _ml.Transforms.SequenceToSequence("Output", "Keys", "Backwards", Options(new GruEncoder { HiddenSize = 6 }))
            .Append(_ml.Transforms.SequenceToSequence("Other", "Keys", "Backwards", Options(new TransformerEncoder { HiddenSize = 8 })))
            .Fit(data);
        using var run = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Output", "Other"], SequenceLengths = true }));
        Assert.AreEqual(0, run.Difference(chain.Transform(data), 7, ".output"));
        using var one = new OnnxRun(stream => _ml.Model.ExportToOnnx(
            chain, data.Schema, stream, new OnnxExportOptions { Outputs = ["Other"], SequenceLengths = true }));
        Assert.IsLessThan(run.Bytes.Length, one.Bytes.Length, "what nobody asks for is left out");
        Assert.AreEqual(0, one.Difference(chain.Transform(data), 2, ".output"));
    }

    private SequenceToSequenceTransformer Fit(IDataView data, string column, SequenceEncoder encoder, int? stepSize = null) =>
        _ml.Transforms.SequenceToSequence("Output", column, "Backwards", Options(encoder) with { StepSize = stepSize }).Fit(data);

    private static SequenceToSequenceOptions Options(SequenceEncoder encoder) =>
        new() { EmbeddingSize = 4, Encoder = encoder, Training = Some };

    private sealed class Numbers
    {
        public float[] Steps { get; set; } = [];
    }
}
