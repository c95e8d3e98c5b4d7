using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>What the tests of the transforms share: small views, reading columns, and the checks that hold for every estimator.</summary>
internal static class TransformTestKit
{
    public static IDataView Vectors(MLContext ml, params float[][] rows)
    {
        var definition = SchemaDefinition.Create(typeof(VectorRow));
        definition[nameof(VectorRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Length);
        return ml.Data.LoadFromEnumerable(rows.Select(row => new VectorRow { Features = row }).ToArray(), definition);
    }

    public static IDataView Scalars(MLContext ml, params float[] values) =>
        ml.Data.LoadFromEnumerable(values.Select(value => new ScalarRow { Value = value }).ToArray());

    public static IDataView Texts(MLContext ml, params string?[] texts) =>
        ml.Data.LoadFromEnumerable(texts.Select(text => new StringRow { Text = text }).ToArray());

    /// <summary>A view with one sparse vector column of so many slots; each row is a list of (slot, value).</summary>
    public static IDataView Sparse(MLContext ml, int size, params (int Slot, float Value)[][] rows)
    {
        var definition = SchemaDefinition.Create(typeof(BufferRow));
        definition[nameof(BufferRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return ml.Data.LoadFromEnumerable(rows.Select(row => new BufferRow
        {
            Features = new VBuffer<float>(size, row.Length, row.Select(item => item.Value).ToArray(), row.Select(item => item.Slot).ToArray()),
        }).ToArray(), definition);
    }

    public static T[] Values<T>(IDataView view, string column) => view.GetColumn<T>(column).ToArray();

    /// <summary>Every vector of the column, dense.</summary>
    public static T[][] Rows<T>(IDataView view, string column) =>
        view.GetColumn<VBuffer<T>>(column).Select(buffer => buffer.DenseValues().ToArray()).ToArray();

    public static void AssertRows(IDataView view, string column, float[][] expected, float delta = 1e-4f)
    {
        var actual = Rows<float>(view, column);
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.HasCount(expected[i].Length, actual[i]);
            for (var j = 0; j < expected[i].Length; j++)
                Assert.AreEqual(expected[i][j], actual[i][j], delta, $"row {i}, slot {j}");
        }
    }

    public static string[] SlotNames(DataViewSchema.Column column)
    {
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.ToString()).ToArray();
    }

    public static T[] KeyValues<T>(DataViewSchema.Column column)
    {
        var values = default(VBuffer<T>);
        column.GetKeyValues(ref values);
        return values.DenseValues().ToArray();
    }

    public static string[] TextKeyValues(DataViewSchema.Column column) => KeyValues<ReadOnlyMemory<char>>(column).Select(value => value.ToString()).ToArray();

    /// <summary>Fits; the shape that the estimator promised has to be the shape of the schema the transformer produces.</summary>
    public static ITransformer FitChecked(IEstimator<ITransformer> estimator, IDataView data)
    {
        var promised = estimator.GetOutputSchema(SchemaShape.Create(data.Schema));
        var transformer = estimator.Fit(data);
        var produced = SchemaShape.Create(transformer.GetOutputSchema(data.Schema));
        CollectionAssert.AreEquivalent(produced.Select(Describe).ToArray(), promised.Select(Describe).ToArray());
        return transformer;
    }

    /// <summary>The transformer after saving it and loading it into a new context.</summary>
    public static ITransformer Reload(MLContext ml, ITransformer transformer, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(transformer, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name}: {column.Kind} {column.ItemType} key={column.IsKey} {{{string.Join(", ", column.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType}").Order())}}}";

    public sealed class VectorRow
    {
        public float[] Features { get; set; } = [];
    }

    public sealed class BufferRow
    {
        public VBuffer<float> Features { get; set; }
    }

    public sealed class ScalarRow
    {
        public float Value { get; set; }
    }

    public sealed class StringRow
    {
        public string? Text { get; set; }
    }
}
