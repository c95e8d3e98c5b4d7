using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences;

/// <summary>Labels read of sequences, and how likely they are.</summary>
[TestClass]
public sealed class SequenceLabellingTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Probabilities_of_steps_and_of_labels_agree()
    {
        using var model = Model();
        float[] sequence = [0.5f, -1, 2, 0, 1, 1];
        var steps = model.StepProbabilities(sequence);
        Assert.HasCount(3, steps);
        foreach (var step in steps)
            Assert.AreEqual(1, step.Sum(), 1e-5);
        var single = steps.Select((_, t) => steps.Select((step, s) => (double)step[s == t ? 2 : 0]).Aggregate((a, b) => a * b)).Sum();
        var longer = (steps[0][2] * (double)steps[1][2] * steps[2][0]) + (steps[0][0] * (double)steps[1][2] * steps[2][2])
            + (steps[0][2] * (double)steps[1][2] * steps[2][2]);
        Assert.AreEqual(Math.Log(single + longer), model.LogProbability(sequence, [2]), 1e-5);
        Assert.AreEqual(Math.Log(steps.Aggregate(1.0, (p, step) => p * step[0])), model.LogProbability(sequence, []), 1e-5);
        Assert.AreEqual(double.NegativeInfinity, model.LogProbability(sequence, [1, 1, 2]));
        var before = LiveTensors.Count();
        model.LogProbability(sequence, [1]);
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    [TestMethod]
    public void A_beam_reads_labels_that_are_at_least_as_likely()
    {
        using var model = Model();
        using var wide = model.WithBeam(20);
        Assert.AreEqual((1, 20), (model.BeamWidth, wide.BeamWidth));
        var random = new Random(2);
        var rows = Enumerable.Range(0, 40)
            .Select(_ => new Row { Steps = [.. Enumerable.Range(0, 8).Select(_ => (float)((8 * random.NextDouble()) - 4))] }).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows);
        var (paths, beams) = (Read(model), Read(wide));
        var better = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var (path, beam) = (model.LogProbability(rows[i].Steps, paths[i]), model.LogProbability(rows[i].Steps, beams[i]));
            Assert.IsGreaterThanOrEqualTo(path - 1e-5, beam);
            better += beam > path + 1e-4 ? 1 : 0;
        }
        Assert.IsGreaterThan(0, better);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.WithBeam(0));

        uint[][] Read(SequenceLabellingTransformer of) => [.. of.Transform(data).GetColumn<uint[]>("Labels")];
    }

    [TestMethod]
    public void What_cannot_be_read_is_named()
    {
        using var model = Model();
        Says(() => model.StepProbabilities([]), "has 0 numbers; the model reads 1 to 4 steps of 2");
        Says(() => model.StepProbabilities([1]), "has 1 numbers");
        Says(() => model.StepProbabilities(new float[10]), "has 10 numbers");
        Says(() => model.StepProbabilities([1, float.NaN]), "Number 1 (counted from 0) is NaN");
        Says(() => model.LogProbability([1, 1], [3]), "Label 3 is none of the model's, which are in [1, 2]");
        Says(() => model.LogProbability([1, 1], [0]), "Label 0");

        static void Says(Action act, string message) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(act).Message, message);
    }

    [TestMethod]
    public void A_description_without_labels_or_with_other_names_is_refused()
    {
        Description.Check();
        foreach (var damaged in new[]
        {
            Description with { BeamWidth = 0 }, Description with { Architecture = Description.Architecture with { TagCount = 1 } },
            Description with { LabelValues = new KeyValues("String", ["a", "b", "c"]) },
            Description with { Shape = new SequenceShape(0, 3, 4) },
        })
            Assert.ThrowsExactly<FormatException>(damaged.Check);
    }

    private static SequenceLabellingDescription Description => new(
        "Labels", "Steps", new SequenceShape(0, 2, 4),
        new RecurrentTaggingArchitecture(
            new SequenceEncoderArchitecture(0, 2, 0, new RecurrentStackArchitecture(new GruEncoder { HiddenSize = 4 }, 2), 0), 3),
        1, new KeyValues("String", ["a", "b"]), new TrainingHistory());

    private SequenceLabellingTransformer Model()
    {
        manual_seed(1);
        return new SequenceLabellingTransformer(_ml, Description, Description.CreateNetwork(), CPU);
    }

    private sealed class Row
    {
        public float[] Steps { get; set; } = [];
    }
}
