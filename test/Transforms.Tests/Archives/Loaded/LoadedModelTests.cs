using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>What holds of a model of every kind once it is loaded.</summary>
[TestClass]
public sealed class LoadedModelTests
{
    static LoadedModelTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Kinds => GoldenFolder.All().Select(folder => new object[] { folder.Kind });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void One_row_after_the_other_is_scored_as_all_at_once(string kind)
    {
        var ml = new MLContext(seed: 1);
        using var model = Load(ml, kind, out var rows);
        if (!model.IsRowToRowMapper)
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => model.GetRowToRowMapper(rows.Schema), "it says so");
            return;
        }
        var mapper = model.GetRowToRowMapper(rows.Schema);
        var scored = model.Transform(rows);
        foreach (var column in mapper.OutputSchema.Where(c => c.Index >= rows.Schema.Count))
        {
            var expected = Cells.Read(scored, scored.Schema[column.Index]);
            var needed = mapper.GetDependencies([column]).Select(c => rows.Schema[c.Index]).ToArray();
            using var cursor = rows.GetRowCursor(needed);
            using var row = mapper.GetRow(cursor, [column]);
            var read = Reader(row, column);
            for (var i = 0; cursor.MoveNext(); i++)
                Cells.AreEqual([expected[i]], [read()], 1e-5, $"{column.Name} of row {i}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_summary_ends_with_the_number_of_weights(string kind)
    {
        using var model = Load(new MLContext(seed: 1), kind, out _);
        var summary = model.Summary();
        Assert.IsGreaterThan(Math.Min(2, model.NamedWeights.Count), summary.Split('\n').Length, summary);
        Assert.AreEqual(model.Network.parameters().Sum(weight => weight.numel()), model.ParameterCount);
        Assert.AreEqual(
            summary, GermanNumbers.In(() => model.Summary()), "the same in every culture");
        if (model is not (ConvolutionalNetworkTransformer or ConvolutionalFeaturesTransformer)) // theirs is a table of layers
            StringAssert.EndsWith(summary, FormattableString.Invariant(
                $"{GoldenNetworks.KindOf(kind)}, {model.ParameterCount:N0} trained weights"));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Nothing_is_asked_of_a_model_that_was_disposed(string kind)
    {
        var ml = new MLContext(seed: 1);
        var model = Load(ml, kind, out var rows);
        model.Dispose();
        model.Dispose();
        if (model is not (ConvolutionalNetworkTransformer or ConvolutionalFeaturesTransformer)) // theirs reads the plan, not the weights
            Assert.ThrowsExactly<ObjectDisposedException>(() => model.Summary());
        using var file = new MemoryStream();
        Assert.ThrowsExactly<ObjectDisposedException>(() => ml.Model.Save(model, rows.Schema, file));
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_model_that_is_saved_again_is_byte_for_byte_the_same_description_and_scores(string kind)
    {
        var ml = new MLContext(seed: 1);
        using var model = Load(ml, kind, out var rows);
        using var file = new MemoryStream();
        ml.Model.Save(model, rows.Schema, file);
        file.Position = 0;
        using var again = (NetworkTransformer)ml.Model.Load(file, out _);
        CollectionAssert.AreEqual(ArchiveJson.Write(model.Description), ArchiveJson.Write(again.Description));
        var (expected, actual) = (GoldenFolder.Score(model, rows), GoldenFolder.Score(again, rows));
        foreach (var (column, scores) in expected)
            Cells.AreEqual(scores, actual[column], 0, column);
    }

    private static NetworkTransformer Load(MLContext ml, string kind, out IDataView rows)
    {
        var golden = GoldenFolder.All().Last(folder => folder.Kind == kind);
        rows = golden.Rows(ml);
        return golden.Load(ml);
    }

    private static Func<float[]> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType { ItemType: var item })
            return item.RawType == typeof(float) ? Vector<float>(row, column, x => x) : item.RawType == typeof(uint)
                ? Vector<uint>(row, column, x => x) : item.RawType == typeof(long)
                ? Vector<long>(row, column, x => x) : item.RawType == typeof(bool)
                ? Vector<bool>(row, column, x => x ? 1 : 0) : throw new NotSupportedException(column.Type.ToString());
        return column.Type.RawType == typeof(float) ? Scalar<float>(row, column, x => x)
            : column.Type.RawType == typeof(uint) ? Scalar<uint>(row, column, x => x)
            : column.Type.RawType == typeof(bool) ? Scalar<bool>(row, column, x => x ? 1 : 0)
            : throw new NotSupportedException(column.Type.ToString());
    }

    private static Func<float[]> Scalar<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> number)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return [number(value)];
        };
    }

    private static Func<float[]> Vector<T>(DataViewRow row, DataViewSchema.Column column, Func<T, float> number)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        return () =>
        {
            var value = default(VBuffer<T>);
            getter(ref value);
            return [.. value.DenseValues().Select(number)];
        };
    }
}
