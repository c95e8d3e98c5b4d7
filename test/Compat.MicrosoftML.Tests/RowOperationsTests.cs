using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML.Compat.MicrosoftML.Tests;

[TestClass]
public class RowOperationsTests
{
    private readonly MLContext _ml = new(1);

    private IDataView Numbers(int count) => _ml.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Row { X = i, Group = (i % 4).ToString(), V = [i, -i] }).ToArray());

    private static int[] Xs(IDataView view) => view.GetColumn<float>("X").Select(x => (int)x).ToArray();

    [TestMethod]
    public void The_split_is_the_documented_one_for_the_documented_seeds()
    {
        var data = Numbers(20);
        var split = new MLContext().Data.TrainTestSplit(data, 0.3);
        CollectionAssert.AreEqual(new[] { 5, 6, 10, 18 }, Xs(split.TestSet));
        CollectionAssert.AreEqual(Enumerable.Range(0, 20).Except([5, 6, 10, 18]).ToArray(), Xs(split.TrainSet));
        CollectionAssert.AreEqual(new[] { 5, 6, 10, 18 }, Xs(_ml.Data.TrainTestSplit(data, 0.3, seed: 42).TestSet));
        CollectionAssert.AreEqual(new[] { 2, 9, 10, 12, 13 }, Xs(_ml.Data.TrainTestSplit(data, 0.3).TestSet), "the context's seed, 1");
        CollectionAssert.AreEqual(new[] { 2, 9, 10, 12, 13 }, Xs(_ml.Data.TrainTestSplit(data, 0.3, seed: 1).TestSet));
        Assert.IsFalse(split.TestSet.CanShuffle);
        Assert.IsNull(split.TestSet.GetRowCount());
        Assert.AreEqual(data.Schema.Count, split.TestSet.Schema.Count);
        foreach (var fraction in new[] { 0, 1, -0.1, double.NaN })
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(data, fraction));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TrainTestSplit(data, 0.3, "Nope")).Message, "Could not find SamplingKeyColumn column 'Nope'");
    }

    [TestMethod]
    public void A_sampling_key_keeps_equal_keys_together()
    {
        var data = Numbers(200);
        foreach (var split in new[] { _ml.Data.TrainTestSplit(data, 0.5, "Group"), _ml.Data.TrainTestSplit(data, 0.5, "V", seed: 3) })
        {
            Assert.AreEqual(200, Xs(split.TestSet).Length + Xs(split.TrainSet).Length);
            Assert.AreEqual(0, Xs(split.TestSet).Intersect(Xs(split.TrainSet)).Count());
        }
        var byGroup = _ml.Data.TrainTestSplit(data, 0.5, "Group");
        Assert.AreEqual(0, Xs(byGroup.TestSet).Select(x => x % 4).Intersect(Xs(byGroup.TrainSet).Select(x => x % 4)).Count());
        var byNumber = _ml.Data.TrainTestSplit(data, 0.25, "X");
        CollectionAssert.AreEqual(Enumerable.Range(0, 50).ToArray(), Xs(byNumber.TestSet), "numbers are scaled, not hashed: a contiguous range");
        var keyed = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new Keyed { K = (uint)i, X = i }));
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Xs(_ml.Data.TrainTestSplit(keyed, 0.3, "K").TestSet));
    }

    [TestMethod]
    public void Folds_cover_every_row_once()
    {
        var data = Numbers(100);
        var folds = _ml.Data.CrossValidationSplit(data, 4);
        Assert.AreEqual(4, folds.Count);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).ToArray(), folds.SelectMany(f => Xs(f.TestSet)).ToArray());
        foreach (var fold in folds)
            CollectionAssert.AreEquivalent(Enumerable.Range(0, 100).ToArray(), Xs(fold.TestSet).Concat(Xs(fold.TrainSet)).ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.CrossValidationSplit(data, 1));
    }

    [TestMethod]
    public void Range_filters_keep_from_the_lower_to_below_the_upper_bound()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { 1f, 2f, 3f, float.NaN, float.PositiveInfinity, float.NegativeInfinity }.Select(x => new Row { X = x }));
        CollectionAssert.AreEqual(new[] { 1f, 2f }, _ml.Data.FilterRowsByColumn(data, "X", 1, 3).GetColumn<float>("X").ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f, float.NegativeInfinity }, _ml.Data.FilterRowsByColumn(data, "X").GetColumn<float>("X").ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "X", 3, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Group", 0, 1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByColumn(data, "Nope", 0, 1));
        var keyed = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 12).Select(i => new Keyed { K = (uint)i, X = i }));
        CollectionAssert.AreEqual(Enumerable.Range(5, 5).ToArray(), Xs(_ml.Data.FilterRowsByKeyColumnFraction(keyed, "K", 0.5, 1)), "keys beyond the count are missing");
    }

    [TestMethod]
    public void Rows_with_missing_values_are_dropped()
    {
        var data = _ml.Data.LoadFromEnumerable(new[]
        {
            new Row { X = 0, V = [1, 2] }, new Row { X = 1, V = [float.NaN, 2] }, new Row { X = float.NaN, V = [1] }, new Row { X = float.PositiveInfinity, V = [] },
        });
        CollectionAssert.AreEqual(new[] { 0f, float.PositiveInfinity }, _ml.Data.FilterRowsByMissingValues(data, "X", "V").GetColumn<float>("X").ToArray());
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(data));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.FilterRowsByMissingValues(data, "Group"));
    }

    [TestMethod]
    public void Skip_and_take_count_rows()
    {
        var data = Numbers(10);
        var skipped = _ml.Data.SkipRows(data, 7);
        CollectionAssert.AreEqual(new[] { 7, 8, 9 }, Xs(skipped));
        Assert.AreEqual(3, skipped.GetRowCount());
        var taken = _ml.Data.TakeRows(data, 3);
        CollectionAssert.AreEqual(new[] { 0, 1, 2 }, Xs(taken));
        Assert.AreEqual(3, taken.GetRowCount());
        Assert.AreEqual(0, Xs(_ml.Data.SkipRows(data, 11)).Length);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.TakeRows(data, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.SkipRows(data, 0));
    }

    [TestMethod]
    public void Shuffling_is_a_fixed_permutation_of_the_view()
    {
        var data = Numbers(500);
        var shuffled = _ml.Data.ShuffleRows(data, seed: 5, shufflePoolSize: 50);
        var order = Xs(shuffled);
        CollectionAssert.AreEqual(order, Xs(shuffled));
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 500).ToArray(), order);
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 500).ToArray(), order);
        CollectionAssert.AreEqual(order, Xs(_ml.Data.ShuffleRows(data, seed: 5, shufflePoolSize: 50)));
        CollectionAssert.AreEqual(Enumerable.Range(0, 500).ToArray(), Xs(_ml.Data.ShuffleRows(data, seed: 5, shufflePoolSize: 1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.ShuffleRows(data, shufflePoolSize: 0));
        using var cursor = shuffled.GetRowCursor(shuffled.Schema);
        var x = cursor.GetGetter<float>(shuffled.Schema["X"]);
        var v = cursor.GetGetter<VBuffer<float>>(shuffled.Schema["V"]);
        var id = cursor.GetIdGetter();
        (float number, var vector, DataViewRowId rowId) = (0f, default(VBuffer<float>), default);
        while (cursor.MoveNext())
        {
            x(ref number);
            v(ref vector);
            id(ref rowId);
            Assert.AreEqual(-number, vector.GetItemOrDefault(1));
            Assert.AreEqual((ulong)number, rowId.Low, "a row keeps its id wherever it comes");
        }
    }

    [TestMethod]
    public void A_bootstrap_and_its_complement_share_no_row_and_repeat_in_place()
    {
        var data = Numbers(2000);
        var sample = Xs(_ml.Data.BootstrapSample(data, seed: 3));
        var rest = Xs(_ml.Data.BootstrapSample(data, seed: 3, complement: true));
        Assert.AreEqual(0, sample.Intersect(rest).Count());
        Assert.AreEqual(2000, sample.Distinct().Count() + rest.Length);
        CollectionAssert.AreEqual(sample.Order().ToArray(), sample);
        Assert.AreEqual(2000, sample.Length, 200);
        Assert.AreEqual(2000 / Math.E, rest.Length, 100);
    }

    [TestMethod]
    public void A_cache_reads_its_source_once_for_each_group_of_columns()
    {
        var passes = 0;
        IEnumerable<Row> Rows()
        {
            passes++;
            for (var i = 0; i < 1000; i++)
                yield return new Row { X = i, Group = "g" + i, V = i < 500 ? [i, i] : [i] };
        }

        var cached = _ml.Data.Cache(_ml.Data.LoadFromEnumerable(Rows()));
        Assert.IsNull(cached.GetRowCount());
        Assert.IsTrue(cached.CanShuffle);
        Assert.AreEqual(0, passes);
        Assert.AreEqual(1000, Xs(cached).Length);
        Assert.AreEqual(1000, Xs(cached).Length);
        Assert.AreEqual(1, passes);
        Assert.AreEqual(1000, cached.GetRowCount());
        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).Select(i => i < 500 ? 2 : 1).ToArray(), cached.GetColumn<float[]>("V").Select(v => v.Length).ToArray());
        Assert.AreEqual("g999", cached.GetColumn<string>("Group").Last());
        Assert.AreEqual(3, passes);
        Assert.AreEqual(1000, Xs(cached).Length);
        Assert.AreEqual(3, passes);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _ml.Data.Cache(Numbers(3), "Nope"));
        var prefetched = _ml.Data.Cache(Numbers(30), "X");
        SpinWait.SpinUntil(() => prefetched.GetRowCount() is not null, 5000);
        Assert.AreEqual(30, prefetched.GetRowCount());
    }

    [TestMethod]
    public void A_shuffled_pass_over_a_cache_has_the_same_rows_with_their_ids()
    {
        var cached = _ml.Data.Cache(Numbers(300));
        using var cursor = cached.GetRowCursor(cached.Schema, new Random(3));
        var x = cursor.GetGetter<float>(cached.Schema["X"]);
        var id = cursor.GetIdGetter();
        var seen = new List<int>();
        (float number, DataViewRowId rowId) = (0f, default);
        while (cursor.MoveNext())
        {
            x(ref number);
            id(ref rowId);
            Assert.AreEqual((ulong)number, rowId.Low);
            seen.Add((int)number);
        }
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 300).ToArray(), seen);
        CollectionAssert.AreNotEqual(Enumerable.Range(0, 300).ToArray(), seen);
    }

    [TestMethod]
    public void A_cursor_set_of_a_cache_partitions_the_rows_in_batches()
    {
        var cached = _ml.Data.Cache(Numbers(1000));
        var rows = new List<(long Batch, int X)>();
        foreach (var cursor in cached.GetRowCursorSet(cached.Schema, 3))
            using (cursor)
            {
                var x = cursor.GetGetter<float>(cached.Schema["X"]);
                var last = -1L;
                var value = 0f;
                while (cursor.MoveNext())
                {
                    x(ref value);
                    Assert.IsTrue(cursor.Batch >= last);
                    last = cursor.Batch;
                    rows.Add((cursor.Batch, (int)value));
                }
            }
        CollectionAssert.AreEqual(Enumerable.Range(0, 1000).ToArray(), rows.OrderBy(r => r.Batch).Select(r => r.X).ToArray());
    }

    [TestMethod]
    public void A_transform_over_a_plain_source_keeps_rows_ids_and_order_across_threads()
    {
        var data = Numbers(5000);
        var copy = _ml.Transforms.CopyColumns("Y", "X").Append(_ml.Transforms.Concatenate("F", "Y", "V")).Fit(data).Transform(data);
        using var cursor = copy.GetRowCursor(copy.Schema);
        var x = cursor.GetGetter<float>(copy.Schema["X"]);
        var f = cursor.GetGetter<VBuffer<float>>(copy.Schema["F"]);
        var id = cursor.GetIdGetter();
        (float number, var vector, DataViewRowId rowId) = (0f, default(VBuffer<float>), default);
        var count = 0;
        for (; cursor.MoveNext(); count++)
        {
            x(ref number);
            f(ref vector);
            id(ref rowId);
            Assert.AreEqual(count, (int)number);
            Assert.AreEqual(count, cursor.Position);
            Assert.AreEqual((ulong)count, rowId.Low);
            CollectionAssert.AreEqual(new[] { number, number, -number }, vector.GetValues().ToArray());
        }
        Assert.AreEqual(5000, count);
        Assert.AreEqual(-1, cursor.Position);
    }

    [TestMethod]
    public void A_cursor_left_early_stops_its_threads()
    {
        var disposed = 0;
        IEnumerable<Row> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return new Row { X = i, V = [] };
            }
            finally
            {
                disposed++;
            }
        }

        var data = _ml.Data.LoadFromEnumerable(Endless());
        var view = _ml.Transforms.CopyColumns("Y", "X").Fit(data).Transform(data);
        using (var cursor = view.GetRowCursor(view.Schema))
            for (var i = 0; i < 10; i++)
                Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(1, disposed);
    }

    [TestMethod]
    public void An_exception_on_a_worker_thread_arrives_as_the_inner_exception()
    {
        IEnumerable<Row> Failing()
        {
            yield return new Row { V = [] };
            throw new FormatException("row 1");
        }

        var data = _ml.Data.LoadFromEnumerable(Failing());
        var view = _ml.Transforms.CopyColumns("Y", "X").Fit(data).Transform(data);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => view.GetColumn<float>("Y").ToArray());
        StringAssert.Contains(error.Message, "Splitter/consolidator worker");
        Assert.IsInstanceOfType<FormatException>(error.GetBaseException());
    }

    private sealed class Row
    {
        public float X { get; set; }
        public string Group { get; set; } = "";
        public float[] V { get; set; } = [];
    }

    private sealed class Keyed
    {
        [KeyType(10)] public uint K { get; set; }
        public float X { get; set; }
    }
}
