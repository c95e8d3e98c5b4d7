using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// What estimators need to compute GetOutputSchema.
internal static class SchemaShapeExtensions
{
    /// The named column, or the documented "Could not find {role} column" error.
    public static SchemaShape.Column Find(this SchemaShape shape, IExceptionContext ctx, string name, string role = "input", string paramName = "inputSchema") =>
        shape.TryFindColumn(name, out var column) ? column : throw ctx.ExceptSchemaMismatch(paramName, role, name);

    /// The named column, whose item type has to pass the test; 'expected' describes what passes.
    public static SchemaShape.Column Find(this SchemaShape shape, IExceptionContext ctx, string name, Func<SchemaShape.Column, bool> accept, string expected,
        string role = "input", string paramName = "inputSchema")
    {
        var column = shape.Find(ctx, name, role, paramName);
        return accept(column) ? column : throw ctx.ExceptSchemaMismatch(paramName, role, name, expected, column.GetTypeString());
    }

    /// The requirement check of trainers: name, kind, item type, key-ness and required annotations.
    public static void Require(this SchemaShape shape, IExceptionContext ctx, SchemaShape.Column required, string role, string paramName = "inputSchema")
    {
        var column = shape.Find(ctx, required.Name, role, paramName);
        if (!required.IsCompatibleWith(column))
            throw ctx.ExceptSchemaMismatch(paramName, role, required.Name, required.GetTypeString(), column.GetTypeString());
    }

    /// The shape with these columns added; a column of the same name is replaced.
    public static SchemaShape With(this SchemaShape shape, params SchemaShape.Column[] columns)
    {
        var result = shape.ToList();
        foreach (var column in columns)
        {
            var at = result.FindIndex(c => c.Name == column.Name);
            if (at < 0)
                result.Add(column);
            else
                result[at] = column;
        }
        return new SchemaShape(result);
    }

    /// An annotation column for a shape.
    public static SchemaShape.Column Annotation(string kind, DataViewType itemType, SchemaShape.Column.VectorKind vectorKind = SchemaShape.Column.VectorKind.Scalar, bool isKey = false) =>
        new(kind, vectorKind, itemType, isKey);

    public static SchemaShape.Column SlotNamesAnnotation => Annotation(AnnotationKinds.SlotNames, TextDataViewType.Instance, SchemaShape.Column.VectorKind.Vector);

    public static SchemaShape.Column IsNormalizedAnnotation => Annotation(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance);

    public static SchemaShape.Column KeyValuesAnnotation(DataViewType itemType) => Annotation(AnnotationKinds.KeyValues, itemType, SchemaShape.Column.VectorKind.Vector);
}
