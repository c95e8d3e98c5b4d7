using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Recurrent;

/// <summary>Labels without places, beside sums and maxima over every way of answering.</summary>
[TestClass]
public sealed class TemporalClassificationTests
{
    private const int Labels = 2, Time = 5;

    [TestMethod]
    public void The_probability_of_labels_is_a_sum_over_all_ways_that_leave_them()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var logits = randn(3, Time, Labels + 1);
        long[] lengths = [5, 3, 4];
        long[][] labels = [[1, 2, 2], [1], []];
        var nats = TemporalClassification.Nats(
            logits, tensor(lengths), tensor(new long[] { 1, 2, 2, 1, 0, 0, 0, 0, 0 }, [3, 3]), tensor(new long[] { 3, 1, 0 }));
        for (var row = 0; row < 3; row++)
        {
            var probabilities = Probabilities(logits[row], lengths[row]);
            var sum = Ways((int)lengths[row]).Where(way => Left(way).SequenceEqual(labels[row])).Sum(way => Of(way, probabilities));
            Assert.AreEqual(-Math.Log(sum), nats[row].item<float>(), 1e-4, $"row {row}");
        }
    }

    [TestMethod]
    public void Too_few_steps_have_no_probability()
    {
        using var scope = NewDisposeScope();
        var nats = TemporalClassification.Nats(
            zeros(1, 2, 3), tensor(new long[] { 2 }), tensor(new long[] { 1, 1 }, [1, 2]), tensor(new long[] { 2 }));
        Assert.AreEqual(float.PositiveInfinity, nats.item<float>());
        Assert.AreEqual(3, TemporalClassification.StepsFor([1, 1]));
        Assert.AreEqual(6, TemporalClassification.StepsFor([2, 1, 1, 1]));
        Assert.AreEqual(0, TemporalClassification.StepsFor([]));
    }

    [TestMethod]
    public void The_likeliest_answers_are_joined_within_each_sequence()
    {
        using var scope = NewDisposeScope();
        int[][] answers = [[1, 1, 0, 1, 2], [0, 2, 2, 2, 1], [2, 2, 1, 1, 0]];
        var logits = zeros(3, Time, Labels + 1);
        for (var row = 0; row < 3; row++)
            for (var t = 0; t < Time; t++)
                logits[row, t, answers[row][t]] = 1;
        var found = TemporalClassification.BestPath(logits, tensor(new long[] { 5, 4, 1 }));
        CollectionAssert.AreEqual(new long[] { 1, 1, 2 }, found[0]);
        CollectionAssert.AreEqual(new long[] { 2 }, found[1], "the end is not read");
        CollectionAssert.AreEqual(new long[] { 2 }, found[2]);
    }

    [TestMethod]
    public void A_wide_beam_finds_the_likeliest_labels_and_a_narrow_one_none_likelier()
    {
        using var scope = NewDisposeScope();
        var betterThanPath = 0;
        for (var seed = 0; seed < 25; seed++)
        {
            manual_seed(seed);
            var logits = randn(1, Time, Labels + 1);
            var probabilities = Probabilities(logits[0], Time);
            var byLabels = Ways(Time).GroupBy(way => string.Join(' ', Left(way)))
                .ToDictionary(ways => ways.Key, ways => ways.Sum(way => Of(way, probabilities)));
            var flat = logits.log_softmax(2).data<float>().ToArray();
            var wide = string.Join(' ', PrefixBeam.Find(flat, Labels + 1, 100));
            Assert.AreEqual(byLabels.Values.Max(), byLabels[wide], 1e-9, $"seed {seed}");
            var narrow = string.Join(' ', PrefixBeam.Find(flat, Labels + 1, 1));
            Assert.IsLessThanOrEqualTo(byLabels[wide], byLabels[narrow]);
            var path = string.Join(' ', TemporalClassification.BestPath(logits, tensor(new long[] { Time }))[0]);
            betterThanPath += byLabels[path] < byLabels[wide] ? 1 : 0;
        }
        Assert.IsGreaterThan(0, betterThanPath, "the likeliest way is not always among those of the likeliest labels");
    }

    [TestMethod]
    [DataRow(new long[] { 1, 2, 3 }, new long[] { 1, 2, 3 }, 0)]
    [DataRow(new long[] { }, new long[] { 4, 4 }, 2)]
    [DataRow(new long[] { 1, 2, 3 }, new long[] { 2, 3, 4 }, 2)]
    [DataRow(new long[] { 1, 2, 3, 4 }, new long[] { 1, 9, 4 }, 2)]
    [DataRow(new long[] { 11, 9, 20, 20, 5, 14 }, new long[] { 19, 9, 20, 20, 9, 14, 7 }, 3)] // kitten, sitting
    public void Edits_are_the_fewest(long[] one, long[] other, int edits)
    {
        Assert.AreEqual(edits, EditDistance.Between(one, other));
        Assert.AreEqual(edits, EditDistance.Between(other, one));
    }

    private static float[][] Probabilities(Tensor logits, long length) =>
        [.. logits.narrow(0, 0, length).softmax(1).data<float>().ToArray().Chunk(Labels + 1)];

    private static IEnumerable<int[]> Ways(int length) => length == 0
        ? [[]]
        : Ways(length - 1).SelectMany(way => Enumerable.Range(0, Labels + 1).Select(answer => (int[])[.. way, answer]));

    private static long[] Left(int[] way) =>
        [.. way.Where((answer, t) => answer != 0 && (t == 0 || way[t - 1] != answer)).Select(answer => (long)answer)];

    private static double Of(int[] way, float[][] probabilities) =>
        way.Select((answer, t) => (double)probabilities[t][answer]).Aggregate(1.0, (a, b) => a * b);
}
