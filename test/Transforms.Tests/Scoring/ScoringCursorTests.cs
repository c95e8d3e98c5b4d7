using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Scoring;

[TestClass]
public sealed class ScoringCursorTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Columns_of_every_type_pass_through_a_block_unchanged()
    {
        using var model = FittedModels.Binary(_ml);
        var rows = Enumerable.Range(0, 700).Select(Everything.Number).ToArray();
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        var i = 0;
        foreach (var row in _ml.Data.CreateEnumerable<EverythingScored>(scored, reuseRowObject: false))
        {
            var expected = rows[i++];
            Assert.AreEqual(expected.Text, row.Text);
            Assert.AreEqual(expected.Yes, row.Yes);
            Assert.AreEqual(expected.Whole, row.Whole);
            Assert.AreEqual(expected.Byte, row.Byte);
            Assert.AreEqual(expected.Long, row.Long);
            Assert.AreEqual(expected.Exact, row.Exact);
            Assert.AreEqual(expected.When, row.When);
            Assert.AreEqual(expected.Lasted, row.Lasted);
            CollectionAssert.AreEqual(expected.Words, row.Words);
            CollectionAssert.AreEqual(expected.Several, row.Several);
            CollectionAssert.AreEqual(expected.Features, row.Features);
            Assert.AreEqual(expected.Key + 1, row.Key);
        }
        Assert.AreEqual(rows.Length, i);
    }

    [TestMethod]
    public void Garbage_is_collected_between_blocks_after_a_few_MiB()
    {
        const int blocks = 6, rowsPerBlock = 512, bytesPerRow = 10_000; // 5 MB a block
        using var model = FittedModels.Binary(_ml);
        var rows = Enumerable.Range(0, blocks * rowsPerBlock).Select(Everything.Number).ToArray();
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var before = GC.CollectionCount(0);
        byte[]? last = null;
        while (cursor.MoveNext())
            last = new byte[bytesPerRow];
        Assert.IsNotNull(last);
        Assert.IsGreaterThanOrEqualTo(blocks - 1, GC.CollectionCount(0) - before, "one is due before each block but the first");
    }

    [TestMethod]
    public void Reading_again_makes_no_block_anew()
    {
        const int width = 200, count = 1_100;
        var schema = SchemaDefinition.Create(typeof(Wide));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var random = new Random(1);
        var rows = Enumerable.Range(0, count).Select(_ => new Wide { Features = [.. Enumerable.Range(0, width).Select(_ => random.NextSingle())] });
        var data = _ml.Data.LoadFromEnumerable(rows.ToArray(), schema);
        using var model = _ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            HiddenSizes = [4],
            Training = new TrainingOptions { Epochs = 1, BatchSize = 256 },
        }).Fit(data);
        var scored = model.Transform(data);
        var expected = ReadAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        CollectionAssert.AreEqual(expected, ReadAll());
        Assert.IsLessThan(512 * width * sizeof(float) / 2, GC.GetAllocatedBytesForCurrentThread() - before, "bytes; a block has twice as many");

        float[] ReadAll()
        {
            var scores = new float[count];
            using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
            var read = cursor.GetGetter<float>(scored.Schema["Score"]);
            for (var row = 0; cursor.MoveNext(); row++)
                read(ref scores[row]);
            return scores;
        }
    }

    [TestMethod]
    public void A_consumer_that_skips_rows_gets_the_scores_of_those_it_stops_at()
    {
        using var model = FittedModels.Classifier(_ml);
        var scored = model.Transform(Blobs.WithKeys(_ml, 1300));
        var all = Cells.Read(scored, scored.Schema["Score"]);
        foreach (var step in new[] { 2, 511, 512, 513, 700 })
        {
            using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
            var read = Cells.Reader(cursor, scored.Schema["Score"]);
            for (var row = 0; cursor.MoveNext(); row++)
                if (row % step == 0)
                    CollectionAssert.AreEqual(all[row], read(), $"row {row}");
        }
    }

    [TestMethod]
    public void Several_cursors_at_different_rows_do_not_disturb_each_other()
    {
        using var model = FittedModels.Classifier(_ml);
        var scored = model.Transform(Blobs.WithKeys(_ml, 600));
        var all = Cells.Read(scored, scored.Schema["Score"]);
        using var first = scored.GetRowCursor([scored.Schema["Score"]]);
        using var second = scored.GetRowCursor([scored.Schema["Score"], scored.Schema["PredictedLabel"]]);
        var (readFirst, readSecond) = (Cells.Reader(first, scored.Schema["Score"]), Cells.Reader(second, scored.Schema["Score"]));
        for (var i = 0; i < 40; i++)
            Assert.IsTrue(second.MoveNext());
        for (var row = 0; second.MoveNext(); row++)
        {
            Assert.IsTrue(first.MoveNext());
            CollectionAssert.AreEqual(all[row], readFirst());
            CollectionAssert.AreEqual(all[row + 40], readSecond());
            CollectionAssert.AreEqual(all[row], readFirst(), "a getter may be called again");
        }
    }

    [TestMethod]
    public void A_shuffled_pass_gives_every_row_its_own_score_and_identity()
    {
        using var model = FittedModels.Classifier(_ml);
        var scored = model.Transform(_ml.Data.Cache(Blobs.WithKeys(_ml, 600)));
        Assert.IsTrue(scored.CanShuffle);
        var straight = ByIdentity(null);
        var shuffled = ByIdentity(new Random(3));
        CollectionAssert.AreNotEqual(straight.Keys.ToArray(), shuffled.Keys.ToArray());
        foreach (var (id, score) in straight)
            Cells.AreEqual([score], [shuffled[id]], 1e-6, "Score");

        Dictionary<DataViewRowId, float[]> ByIdentity(Random? random)
        {
            var found = new Dictionary<DataViewRowId, float[]>();
            using var cursor = scored.GetRowCursor([scored.Schema["Score"]], random);
            var (id, read) = (cursor.GetIdGetter(), Cells.Reader(cursor, scored.Schema["Score"]));
            while (cursor.MoveNext())
            {
                var value = default(DataViewRowId);
                id(ref value);
                found.Add(value, read());
            }
            return found;
        }
    }

    [TestMethod]
    public void Nothing_is_scored_unless_a_column_of_the_network_is_asked_for()
    {
        using var model = FittedModels.Classifier(_ml);
        var rows = new[] { new Blobs.Row { Features = [1, 2] } }; // too short to be scored, long enough to be passed on
        var scored = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        Assert.AreEqual(1, scored.GetColumn<float>("Number").Count());
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Cells.Read(scored, scored.Schema["Score"]));
        StringAssert.Contains(error.Message, "Column 'Features' holds 2 values in row 0; the network reads 8");
    }

    [TestMethod]
    public void A_cursor_that_is_disposed_early_or_past_its_end_hands_out_nothing()
    {
        using var model = FittedModels.Classifier(_ml);
        var scored = model.Transform(Blobs.WithKeys(_ml, 20));
        var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(scored.Schema["Score"]);
        var score = default(VBuffer<float>);
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref score));
        cursor.MoveNext();
        getter(ref score);
        Assert.AreEqual(0, cursor.Position);
        cursor.Dispose();
        cursor.Dispose();
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref score));
    }

    [TestMethod]
    public void A_getter_of_another_type_or_of_a_column_not_asked_for_is_refused()
    {
        using var model = FittedModels.Classifier(_ml);
        var scored = model.Transform(Blobs.WithKeys(_ml, 20));
        using var cursor = scored.GetRowCursor([scored.Schema["Score"]]);
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(scored.Schema["Score"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<uint>(scored.Schema["PredictedLabel"]));
        Assert.IsTrue(cursor.IsColumnActive(scored.Schema["Score"]));
        Assert.IsFalse(cursor.IsColumnActive(scored.Schema["PredictedLabel"]));
    }

    private class Everything
    {
        [VectorType(Blobs.Width)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public bool Yes { get; set; }

        public int Whole { get; set; }

        public byte Byte { get; set; }

        public long Long { get; set; }

        public double Exact { get; set; }

        public DateTime When { get; set; }

        public TimeSpan Lasted { get; set; }

        public string[] Words { get; set; } = [];

        [VectorType(2)]
        public int[] Several { get; set; } = [];

        [KeyType(1000)]
        public uint Key { get; set; }

        public static Everything Number(int i) => new()
        {
            Features = [.. Enumerable.Range(0, Blobs.Width).Select(j => ((i * 7) + j) % 11 / 11f)],
            Text = $"row {i}",
            Yes = i % 3 == 0,
            Whole = -i,
            Byte = (byte)i,
            Long = i * 1_000_000_000_000L,
            Exact = i / 3.0,
            When = new DateTime(2020, 1, 1).AddHours(i),
            Lasted = TimeSpan.FromSeconds(i),
            Words = [.. Enumerable.Range(0, i % 4).Select(w => $"{i} {w}")],
            Several = [i, -i],
            Key = (uint)i,
        };
    }

    private sealed class EverythingScored : Everything
    {
        public float Score { get; set; }

        public float Probability { get; set; }
    }

    private sealed class Wide
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
