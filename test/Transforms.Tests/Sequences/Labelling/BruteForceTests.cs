using DeepML.Data;
using DeepML.Networks;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Sequences.Labelling;

/// <summary>Labels of sequences beside every way of answering, counted one by one.</summary>
[TestClass]
public sealed class BruteForceTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Probabilities_of_labels_are_sums_over_every_way_and_together_1()
    {
        using var model = Model(1);
        var sequence = Sequence(4, seed: 1);
        var ways = Ways(model.StepProbabilities(sequence));
        Assert.AreEqual(1, ways.Values.Sum(), 1e-5);
        foreach (var (labels, probability) in ways)
            Assert.AreEqual(
                Math.Log(probability), model.LogProbability(sequence, [.. labels.Select(label => (uint)(label - '0'))]), 1e-3, labels);
        Assert.IsGreaterThan(10, ways.Count);
    }

    [TestMethod]
    public void A_wide_beam_finds_the_likeliest_labels_and_a_narrow_one_joins_the_likeliest_steps()
    {
        using var narrow = Model(1);
        using var wide = narrow.WithBeam(100);
        var rows = Enumerable.Range(0, 12).Select(i => Sequence(1 + (i % 5), i)).ToArray();
        var data = _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Steps = row }).ToArray());
        var (paths, beams) = (Read(narrow), Read(wide));
        for (var i = 0; i < rows.Length; i++)
        {
            var steps = narrow.StepProbabilities(rows[i]);
            Assert.AreEqual(Ways(steps).MaxBy(way => way.Value).Key, beams[i], $"row {i}");
            Assert.AreEqual(Joined([.. steps.Select(step => Array.IndexOf(step, step.Max()))]), paths[i], $"row {i}");
        }
        Assert.IsTrue(paths.Any(path => path.Length > 0));

        string[] Read(SequenceLabellingTransformer model) =>
            [.. model.Transform(data).GetColumn<uint[]>("Labels").Select(labels => string.Concat(labels))];
    }

    [TestMethod]
    public void Rows_without_steps_or_with_a_missing_number_have_no_labels_and_long_ones_are_cut()
    {
        using var model = Model(3);
        var longest = Sequence(5, 3);
        float[][] rows = [[], [1, float.NaN], [.. longest, 9, 9, -9, 9], longest];
        var labels = model.Transform(_ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Steps = row }).ToArray()))
            .GetColumn<uint[]>("Labels").ToArray();
        Assert.IsEmpty(labels[1]);
        CollectionAssert.AreEqual(labels[3], labels[2], "five steps are read");
        Assert.AreEqual((2, 5, 2, 3), (model.LabelCount, model.MaximumLength, model.StepSize, model.BeamWidth));
    }

    [TestMethod]
    public void Labels_carry_the_values_they_were_learned_with_through_a_file()
    {
        using var model = Model(4);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        var data = _ml.Data.LoadFromEnumerable([new Row { Steps = Sequence(5, 3) }, new Row { Steps = Sequence(3, 4) }]);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        loaded.GetOutputSchema(data.Schema)["Labels"].GetKeyValues(ref names);
        CollectionAssert.AreEqual(new[] { "do", "re" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        var (before, after) = (model.Transform(data), loaded.Transform(data));
        foreach (var (one, two) in before.GetColumn<uint[]>("Labels").Zip(after.GetColumn<uint[]>("Labels")))
            CollectionAssert.AreEqual(one, two);
        Assert.AreEqual(4, loaded.BeamWidth);
    }

    [TestMethod]
    public void A_model_that_reads_keys_says_so_and_one_that_ended_says_nothing()
    {
        var keys = Description(1) with
        {
            InputColumn = "Keys",
            Shape = new SequenceShape(5, 1, 5),
            Architecture = new RecurrentTaggingArchitecture(new SequenceEncoderArchitecture(5, 1, 3, HandSet.Stack(3), 0), 3),
        };
        using var model = new SequenceLabellingTransformer(_ml, keys, keys.CreateNetwork(), CPU);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.StepProbabilities([1])).Message,
            "Column 'Keys' of this model holds keys, and not numbers: score a data view.");
        Assert.HasCount(2, model.Transform(_ml.Keys([1, 2], [5])).GetColumn<uint[]>("Labels").ToArray());
        var ended = Model(1);
        ended.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => ended.StepProbabilities([1, 1]));
        Assert.ThrowsExactly<ObjectDisposedException>(() => ended.LogProbability([1, 1], []));
        Assert.ThrowsExactly<ObjectDisposedException>(() => ended.WithBeam(2));
        Assert.ThrowsExactly<ArgumentNullException>(() => model.LogProbability([1], null!));
    }

    // Every way of answering, with what it leaves and how likely that is.
    private static Dictionary<string, double> Ways(IReadOnlyList<float[]> steps)
    {
        var found = new Dictionary<string, double>();
        var classes = steps[0].Length;
        for (var way = 0; way < Math.Pow(classes, steps.Count); way++)
        {
            var (rest, answers, probability) = (way, new int[steps.Count], 1.0);
            for (var step = 0; step < steps.Count; step++, rest /= classes)
            {
                answers[step] = rest % classes;
                probability *= steps[step][answers[step]];
            }
            var labels = Joined(answers);
            found[labels] = found.GetValueOrDefault(labels) + probability;
        }
        return found;
    }

    // Equal neighbours are one label, and 0 is none.
    private static string Joined(int[] answers) =>
        string.Concat(answers.Where((answer, i) => answer > 0 && (i == 0 || answers[i - 1] != answer)));

    private static float[] Sequence(int steps, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 2 * steps).Select(_ => (float)((6 * random.NextDouble()) - 3))];
    }

    private static SequenceLabellingDescription Description(int beam) => new(
        "Labels", "Steps", new SequenceShape(0, 2, 5),
        new RecurrentTaggingArchitecture(new SequenceEncoderArchitecture(0, 2, 0, HandSet.Stack(2), 0), 3), beam,
        new KeyValues("String", ["do", "re"]), new TrainingHistory());

    private SequenceLabellingTransformer Model(int beam) =>
        new(_ml, Description(beam), HandSet.Reading(() => Description(beam).CreateNetwork(), 2.5), CPU);

    private sealed class Row
    {
        public float[] Steps { get; set; } = [];
    }
}
