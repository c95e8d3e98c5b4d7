using DeepML.Data;
using Microsoft.ML;

namespace DeepML.Transforms;

/// <summary>A column of the data that an augmenter was fitted to, learned or not.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">Its type.</param>
/// <param name="Keys">
/// The values behind its keys; null where there are none, very many, or the column was learned: the model holds its keys elsewhere.
/// </param>
internal sealed record SchemaColumn(string Name, ColumnType Type, KeyValues? Keys)
{
    // As many as there are characters: names of millions of users would swell the model, and synthetic rows have none of them.
    private const ulong MostKeys = 1 << 16;

    /// <summary>
    /// The columns of a schema that people see, in order, without those of types that a model cannot hold, such as pictures.
    /// </summary>
    /// <param name="schema">The data learned from.</param>
    /// <param name="learned">Names of the columns that were learned.</param>
    public static SchemaColumn[] AllOf(DataViewSchema schema, string[] learned) =>
    [
        .. from column in schema
           where !column.IsHidden
           let type = ColumnType.Of(column.Type)
           where type is not null
           select new SchemaColumn(
               column.Name, type, type.KeyCount is 0 or > MostKeys || learned.Contains(column.Name) ? null : KeyValues.Of(column)),
    ];

    /// <summary>A schema of such columns.</summary>
    public static DataViewSchema Restore(IEnumerable<SchemaColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            var annotations = new DataViewSchema.Annotations.Builder();
            column.Keys?.AddTo(annotations, AnnotationNames.KeyValues);
            builder.AddColumn(column.Name, column.Type.Restore($"column '{column.Name}'"), annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }
}
