using Microsoft.ML;

namespace DeepML.Onnx.Tests;

/// <summary>Codes of sequences, what is written from them, and its errors.</summary>
[TestClass]
public sealed class SequenceCodesTests
{
    private static readonly TrainingOptions Some = new() { Epochs = 8, BatchSize = 8, LearningRate = 0.05, GradientClipNorm = 1 };

    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Encoders =>
    [
        [new GruEncoder { HiddenSize = 5 }], [new LstmEncoder { HiddenSize = 5 }], [new PeepholeLstmEncoder { HiddenSize = 5 }],
        [new ElmanEncoder { HiddenSize = 5, Activation = Activation.HardTanh }], [new TransformerEncoder { HiddenSize = 8 }],
    ];

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Keys_and_what_is_written_of_their_codes(SequenceEncoder encoder)
    {
        var data = WrittenRows.Create(_ml, 25, row => row % 5);
        using var model = Fit(WrittenRows.Create(_ml, 25, row => row % 5, holes: false), "Keys", encoder);
        WrittenRows.AreEqual(model, data, $"{encoder}");
        WrittenRows.AreEqual(model, WrittenRows.Create(_ml, 14, row => 3 + (row % 6)), $"{encoder}, cut");
    }

    [TestMethod]
    [DynamicData(nameof(Encoders))]
    public void Numbers_and_what_is_written_of_their_codes(SequenceEncoder encoder)
    {
        var data = WrittenRows.Create(_ml, 25, row => 1 + (row % 4));
        using var model = Fit(data, "Steps", encoder, stepSize: 2);
        WrittenRows.AreEqual(model, data, $"{encoder}");
    }

    [TestMethod]
    public void Without_lengths_the_sequences_of_a_batch_are_equally_long()
    {
        var data = WrittenRows.Create(_ml, 14, _ => 3, holes: false);
        foreach (var (column, size) in new[] { ("Keys", (int?)null), ("Steps", 2) })
        {
            using var model = Fit(data, column, new GruEncoder { HiddenSize = 5 }, size);
            using var run = new OnnxRun(model);
            CollectionAssert.AreEqual(new[] { column }, run.Inputs.ToArray());
            foreach (var batch in new[] { 1, 7 })
                Assert.IsLessThanOrEqualTo(1e-5, run.Difference(model.Transform(data), batch), $"{column}, {batch} at once");
        }
    }

    [TestMethod]
    public void The_code_alone_needs_nothing_of_the_writer()
    {
        var data = WrittenRows.Create(_ml, 14, _ => 3, holes: false);
        using var model = Fit(data, "Keys", new GruEncoder { HiddenSize = 5 });
        using var all = new OnnxRun(model);
        using var code = new OnnxRun(model, new OnnxExportOptions { Outputs = ["Code"] });
        Assert.IsLessThanOrEqualTo(1e-5, code.Difference(model.Transform(data), 7));
        Assert.IsLessThan(all.Bytes.Length, 2 * code.Bytes.Length);
    }

    private SequenceAutoencoderTransformer Fit(IDataView data, string column, SequenceEncoder encoder, int? stepSize = null) =>
        _ml.Transforms.SequenceAutoencoder("Code", column, new SequenceAutoencoderOptions
        {
            StepSize = stepSize,
            EmbeddingSize = 4,
            CodeSize = 4,
            Encoder = encoder,
            InputScaling = stepSize is null ? NetworkInputScaling.None : NetworkInputScaling.Standard,
            Outputs = new SequenceAutoencoderOutputs { Reconstruction = "Again", Error = "Error" },
            Training = Some,
        }).Fit(data);
}
