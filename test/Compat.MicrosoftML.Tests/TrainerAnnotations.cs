using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Compat.MicrosoftML.Tests;

/// <summary>What the trainers' tests ask of columns, shapes and saved models.</summary>
internal static class TrainerAnnotations
{
    public interface IKeyed
    {
        uint Key { get; set; }
    }

    public static string Text(DataViewSchema.Column column, string kind)
    {
        var text = default(ReadOnlyMemory<char>);
        column.Annotations.GetValue(kind, ref text);
        return text.ToString();
    }

    public static string Texts(DataViewSchema.Column column, string kind)
    {
        var texts = default(VBuffer<ReadOnlyMemory<char>>);
        column.Annotations.GetValue(kind, ref texts);
        return string.Join(",", texts.DenseValues());
    }

    public static uint SetId(DataViewSchema.Column column)
    {
        uint id = 0;
        column.Annotations.GetValue("ScoreColumnSetId", ref id);
        return id;
    }

    /// <summary>Rows with a column Key whose key values are the distinct texts in order of appearance.</summary>
    public static IDataView WithTextKey<TSource, TRow>(MLContext ml, TSource[] rows, Func<TSource, string> text, Func<TSource, TRow> make) where TRow : class, IKeyed
    {
        var values = rows.Select(text).Distinct().ToArray();
        var definition = SchemaDefinition.Create(typeof(TRow));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), values.Length);
        definition["Key"].AddAnnotation("KeyValues", new VBuffer<ReadOnlyMemory<char>>(values.Length, values.Select(v => v.AsMemory()).ToArray()),
            new VectorDataViewType(TextDataViewType.Instance, values.Length));
        return ml.Data.LoadFromEnumerable(rows.Select(row =>
        {
            var keyed = make(row);
            keyed.Key = (uint)Array.IndexOf(values, text(row));
            return keyed;
        }).ToArray(), definition);
    }

    /// <summary>Every promised column is produced with that type and with all promised annotations, and none is produced unpromised.</summary>
    public static void ShapeKeepsItsPromise<T>(IEstimator<T> estimator, IDataView data) where T : class, ITransformer
    {
        var promised = estimator.GetOutputSchema(SchemaShape.Create(data.Schema));
        var produced = SchemaShape.Create(estimator.Fit(data).Transform(data).Schema);
        Assert.AreEqual(promised.Count, produced.Count);
        foreach (var column in promised)
        {
            var twin = produced.Single(c => c.Name == column.Name);
            Assert.AreEqual((column.Kind, column.ItemType, column.IsKey), (twin.Kind, twin.ItemType, twin.IsKey), column.Name);
            CollectionAssert.AreEquivalent(column.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType} {a.IsKey}").ToArray(),
                twin.Annotations.Select(a => $"{a.Name} {a.Kind} {a.ItemType} {a.IsKey}").ToArray(), column.Name);
        }
    }

    public static ITransformer Reload(MLContext ml, ITransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        ml.Model.Save(model, schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}
