using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Data.Tests.FewExamples;

/// <summary>Episodes of a few rows of a few classes.</summary>
[TestClass]
public sealed class ClassEpisodesTests
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [TestCleanup]
    public void FreeTensors() => _scope.Dispose();

    [TestMethod]
    public void An_episode_shows_rows_of_each_class_and_asks_for_others_of_the_same()
    {
        using var rows = Rows(7, 5, 9, 6);
        using var episodes = new ClassEpisodes(rows, new EpisodeShape(3, 2, 4), 20, turns: false);
        Assert.AreEqual(20 * 3 * 6, episodes.RowCount);
        Assert.AreEqual((0.0, 2.0), episodes.Range(BatchMember.Targets));
        Assert.AreEqual((0.0, 3005.0), episodes.Range(BatchMember.Features));
        var classes = new HashSet<int>();
        foreach (var batch in episodes.Epoch(1, shuffleSeed: 5))
        {
            using var owned = batch;
            var shape = ((EpisodeBatch)batch).Shape;
            Assert.AreEqual((18, 6), (shape.Rows, shape.Support));
            var (numbers, targets) = (batch.Features.data<float>().ToArray(), batch.Targets.data<long>().ToArray());
            CollectionAssert.AreEqual(new long[] { 0, 0, 1, 1, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2 }, targets);
            for (var way = 0; way < 3; way++)
            {
                var (shown, asked) = (numbers[(2 * way)..((2 * way) + 2)], numbers[(6 + (4 * way))..(10 + (4 * way))]);
                var drawn = shown.Concat(asked).Select(number => (int)number / 1000).Distinct().Single();
                classes.Add(drawn);
                Assert.AreEqual(2, shown.Distinct().Count());
                Assert.IsFalse(shown.Intersect(asked).Any(), "what is shown is not asked for");
                Assert.AreEqual(drawn == 1 ? 3 : 4, asked.Distinct().Count(), "the class of five rows has one of the others twice");
            }
            Assert.AreEqual(3, numbers.Take(6).Select(number => (int)number / 1000).Distinct().Count());
        }
        Assert.HasCount(4, classes);
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_episodes_from_wherever_they_are_taken_up()
    {
        using var rows = Rows(7, 5, 9);
        using var episodes = new ClassEpisodes(rows, new EpisodeShape(2, 1, 2), 5, turns: false);
        var all = Numbers(episodes.Epoch(6, 3));
        CollectionAssert.AreEqual(all.Skip(3).ToArray(), Numbers(episodes.Epoch(6, 3, firstBatch: 3)));
        CollectionAssert.AreNotEqual(all, Numbers(episodes.Epoch(6, 4)));
        CollectionAssert.AreEqual(
            Numbers(episodes.Epoch(6, null)), Numbers(episodes.Epoch(256, null)), "rows held out are the same each time");
        Assert.HasCount(5, all.Distinct().ToArray());
        Assert.AreEqual(((IBatchSource)rows).Identify(), episodes.Identify());
    }

    [TestMethod]
    public void Classes_with_too_few_rows_take_no_part_and_missing_labels_are_no_class()
    {
        using var rows = new InMemoryBatches(
            tensor(new float[] { 0, 1, 2, 3, 4, 5, 6 }, [7, 1]), tensor(new long[] { 0, 0, 1, 2, 2, -1, 2 }));
        CollectionAssert.AreEqual(new long[] { 0, 1, 2 }, ClassEpisodes.PlacesOf(rows).Keys.ToArray());
        using var episodes = new ClassEpisodes(rows, new EpisodeShape(2, 1, 1), 6, turns: false);
        Assert.AreEqual(2, episodes.ClassCount);
        Assert.IsFalse(Numbers(episodes.Epoch(4, 1)).Any(text => text.Contains('5') || text.Split(' ').Contains("2")));
        Assert.ThrowsExactly<ArgumentException>(() => new ClassEpisodes(rows, new EpisodeShape(3, 1, 1), 6, turns: false));
        using var shownOnly = new ClassEpisodes(rows, new EpisodeShape(3, 1, 0), 2, turns: false);
        Assert.AreEqual(3, shownOnly.ClassCount, "one row is enough where none is asked for");
    }

    [TestMethod]
    public void Turned_pictures_are_classes_of_their_own()
    {
        // Two classes of pictures that are all alike: which turn a picture has can be told from it.
        var pictures = tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }, [2, 1, 2, 2]).repeat_interleave(3, 0);
        using var rows = new InMemoryBatches(pictures, tensor(new long[] { 0, 0, 0, 1, 1, 1 }));
        using var episodes = new ClassEpisodes(rows, new EpisodeShape(8, 1, 2), 1, turns: true);
        Assert.AreEqual((8, 4), (episodes.ClassCount, ClassEpisodes.Copies(turns: true)));
        using var batch = episodes.Epoch(24, 1).Single();
        var found = batch.Features.flatten(1);
        for (var way = 0; way < 8; way++)
            for (var query = 0; query < 2; query++)
                Assert.IsTrue(found[way].eq(found[8 + (2 * way) + query]).all().item<bool>(), "rows of a class are turned alike");
        var turned = Enumerable.Range(0, 8).Select(way => string.Join(' ', found[way].data<float>().ToArray())).Order().ToArray();
        string[] expected = ["1 2 3 4", "2 4 1 3", "3 1 4 2", "4 3 2 1", "5 6 7 8", "6 8 5 7", "7 5 8 6", "8 7 6 5"];
        CollectionAssert.AreEqual(expected, turned);
        Assert.AreEqual(1f, pictures[0, 0, 0, 0].item<float>(), "the rows themselves stay as they are");
    }

    [TestMethod]
    public void Sequences_are_drawn_with_their_lengths()
    {
        using var rows = new InMemoryBatches(new TensorBatch(
            (BatchMember.Features, arange(12, dtype: ScalarType.Float32).view(6, 2)),
            (BatchMember.Lengths, tensor(new long[] { 10, 11, 12, 13, 14, 15 })),
            (BatchMember.Targets, tensor(new long[] { 0, 1, 0, 1, 0, 1 }))));
        using var episodes = new ClassEpisodes(rows, new EpisodeShape(2, 1, 2), 4, turns: false);
        foreach (var batch in episodes.Epoch(6, 1))
        {
            using var owned = batch;
            var first = batch.Features.select(1, 0).data<float>().ToArray();
            CollectionAssert.AreEqual(first.Select(number => 10 + ((long)number / 2)).ToArray(), batch.Lengths.data<long>().ToArray());
        }
        using var plain = Rows(3, 3);
        using var without = new ClassEpisodes(plain, new EpisodeShape(2, 1, 1), 1, turns: false);
        using var episode = without.Epoch(4, 1).Single();
        Assert.IsNull(episode.LengthsIfAny);
    }

    [TestMethod]
    public void Rows_are_counted_and_chosen_by_class()
    {
        using var rows = Rows(3, 0, 2);
        CollectionAssert.AreEqual(new long[] { 3, 0, 2, 0 }, ClassRows.Count(rows, 4));
        using var kept = ClassRows.Of(rows, [false, true, true])!;
        CollectionAssert.AreEqual(new float[] { 2000, 2001 }, kept.Rows.Features.data<float>().ToArray());
        Assert.IsNull(ClassRows.Of(rows, [false, true, false]));
    }

    // Row i of class c is the number 1000·c + i.
    private static InMemoryBatches Rows(params int[] counts) => new(
        tensor(counts.SelectMany((count, c) => Enumerable.Range(0, count).Select(i => (1000f * c) + i)).ToArray(), [counts.Sum(), 1]),
        tensor(counts.SelectMany((count, c) => Enumerable.Repeat((long)c, count)).ToArray()));

    private static string[] Numbers(IEnumerable<TensorBatch> batches)
    {
        var numbers = new List<string>();
        foreach (var batch in batches)
        {
            using var owned = batch;
            numbers.Add(string.Join(' ', batch.Features.data<float>().ToArray()));
        }
        return [.. numbers];
    }
}
