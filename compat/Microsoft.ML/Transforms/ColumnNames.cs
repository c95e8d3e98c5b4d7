using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Output and input names, the way the catalogs and the one-to-one transformers exchange them.
internal static class ColumnNames
{
    public static (string outputColumnName, string inputColumnName)[] Pair(string outputColumnName, string inputColumnName) =>
        [(outputColumnName, inputColumnName ?? outputColumnName)];

    public static (string outputColumnName, string inputColumnName)[] Pairs(IExceptionContext ctx, InputOutputColumnPair[] columns)
    {
        ctx.CheckValue(columns, nameof(columns));
        return Array.ConvertAll(columns, pair => (pair.OutputColumnName, pair.InputColumnName));
    }

    /// The column of a one-to-one output with another type: the input's slot names stay, the given annotations come on top.
    public static SchemaShape.Column Replaced(this SchemaShape.Column input, string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, params SchemaShape.Column[] annotations)
    {
        var kept = new List<SchemaShape.Column>(annotations);
        if (input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out var slotNames))
            kept.Add(slotNames);
        return new SchemaShape.Column(name, kind, itemType, isKey, new SchemaShape(kept));
    }

    /// A builder that holds the input's slot names, where it has some.
    public static DataViewSchema.Annotations.Builder WithSlotNamesOf(DataViewSchema.Column input)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(input.Annotations, kind => kind == AnnotationKinds.SlotNames);
        return builder;
    }
}
