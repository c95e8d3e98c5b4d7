using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.RecurrentSequences;

/// <summary>Labels of sequences that nobody has cut into pieces.</summary>
[TestClass]
public sealed class SequenceLabellingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Pulses_of_different_lengths_are_read_though_none_was_marked()
    {
        var (train, test) = (Draw(400, seed: 1), Draw(80, seed: 2));
        using var model = _ml.Transforms.SequenceLabelling("Read", "Signal", "Labels", new SequenceLabellingOptions
        {
            Encoder = new LstmEncoder { HiddenSize = 16 },
            BeamWidth = 4,
            Training = Sequences.Quick(25) with { ValidationFraction = 0.1 },
        }).Fit(Load(train));
        var read = model.Transform(Load(test)).GetColumn<uint[]>("Read").ToArray();
        Assert.IsGreaterThan(0.9, test.Zip(read, (row, found) => row.Labels.SequenceEqual(found) ? 1.0 : 0).Average());
        var baseline = model.TrainingHistory.Baseline!;
        Assert.AreEqual("edits per label on rows held out", baseline.Measure);
        Assert.IsLessThan(0.1, baseline.NetworkValue);
        Assert.IsGreaterThan(0.4, baseline.Value);
        Assert.AreEqual(baseline.NetworkValue, model.TrainingHistory.Epochs[model.TrainingHistory.KeptEpoch - 1]
            .Metrics["validation edits per label"], 1e-6);
        Assert.IsGreaterThan(Math.Log(0.5), model.LogProbability(test[0].Signal, read[0]));
    }

    [TestMethod]
    public void Beside_the_network_stand_the_most_frequent_labels_or_none()
    {
        Row Of(params uint[] labels) => new() { Signal = [1, 2, 3, 4, 5], Labels = labels };
        Assert.AreEqual(2 / 6.0, Beside(Of(1, 2), Of(1, 2), Of(2, 1)), 1e-9, "one replaced twice");
        Assert.AreEqual(1, Beside(Of(1, 2, 1), Of()), 1e-9, "three edits of three labels are no fewer than without any");

        double Beside(params Row[] rows)
        {
            using var model = _ml.Transforms.SequenceLabelling("Read", "Signal", "Labels", Brief).Fit(Load(rows));
            return model.TrainingHistory.Baseline!.Value;
        }
    }

    [TestMethod]
    public void Labels_need_steps_and_are_never_cut_off_without_a_word()
    {
        Says("1 steps to be read in row 0, and its 2 labels of column 'Labels' need 2", [new Row { Signal = [1], Labels = [1, 2] }]);
        Says("need 3: one each, and one more between two that are the same", [new Row { Signal = [1, 2], Labels = [1, 1] }]);
        Says(
            "2 steps to be read in row 1", [new Row { Signal = [1], Labels = [1] }, new Row { Signal = [1, 2, 3], Labels = [1, 2, 1] }], 2);
        Says("missing in row 0, step 1", [new Row { Signal = [1, 2, 3], Labels = [1, 0] }]);
        var fine = new Row { Signal = [1, 2], Labels = [1] };
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SequenceLabelling("Read", "Signal", "Labels", Brief)
                .Fit(Load([fine]), Load([fine, new Row { Signal = [1, 2, 3], Labels = [1, 2, 1, 2] }]))).Message, "in row 1");

        void Says(string message, Row[] rows, int? length = null) => StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.SequenceLabelling(
                "Read", "Signal", "Labels", Brief with { MaximumLength = length }).Fit(Load(rows))).Message, message);
    }

    [TestMethod]
    public void Bad_options_are_named_with_value_and_range()
    {
        var bad = new SequenceLabellingOptions
        {
            BeamWidth = 0,
            StepSize = 0,
            EmbeddingSize = 0,
            Training = new TrainingOptions { InputNoise = 1 },
        };
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.SequenceLabelling("Read", "Signal", "Labels", bad)).Message;
        foreach (var fault in new[] { "BeamWidth is 0; it must be at least 1", "StepSize is 0", "EmbeddingSize is 0",
            "Training.InputNoise is 1" })
            StringAssert.Contains(error, fault);
    }

    private static SequenceLabellingOptions Brief =>
        new() { Encoder = new GruEncoder { HiddenSize = 3 }, Training = Sequences.Quick(1) };

    // Pulses up (label 1) and down (2), of one to three steps, with pauses between.
    private static Row[] Draw(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var labels = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (uint)random.Next(1, 3)).ToArray();
            var signal = labels.SelectMany(label => Enumerable.Repeat(label == 1 ? 1f : -1f, random.Next(1, 4))
                .Concat(new float[random.Next(1, 4)])).Select(x => x + (float)(0.2 * (random.NextDouble() - 0.5)));
            return new Row { Labels = labels, Signal = [.. signal] };
        })];
    }

    private IDataView Load(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private sealed class Row
    {
        public float[] Signal { get; set; } = [];

        [KeyType(2)]
        public uint[] Labels { get; set; } = [];
    }
}
