using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null) where TRow : class
    {
        _env.CheckValue(data, nameof(data));
        return new EnumerableView<TRow>(_env, data, schemaDefinition);
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema) where TRow : class
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckValue(schema, nameof(schema));
        return new EnumerableView<TRow>(_env, data, DefinitionFor<TRow>(_env, schema));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        _env.CheckValue(data, nameof(data));
        // Names and types are checked now, not when the first row is asked for.
        var columns = RowTarget<TRow>.Bind(_env, data.Schema, ignoreMissingColumns, schemaDefinition);
        return Rows<TRow>(data, columns, reuseRowObject);
    }

    /// The members that hold the schema's columns, with the schema's types and annotations.
    internal static SchemaDefinition DefinitionFor<TRow>(IExceptionContext ctx, DataViewSchema schema)
    {
        var members = SchemaDefinition.Create(typeof(TRow), SchemaDefinition.Direction.Read);
        var definition = new SchemaDefinition();
        foreach (var column in schema.Where(c => !c.IsHidden))
        {
            var member = members[column.Name] ?? throw ctx.Except($"Type {typeof(TRow)} should contain a member named '{column.Name}'");
            member.ColumnType = column.Type;
            member.AddAnnotations(column.Annotations);
            definition.Add(member);
        }
        return definition;
    }

    private static IEnumerable<TRow> Rows<TRow>(IDataView data, TargetColumn[] columns, bool reuseRowObject) where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(columns.Select(c => c.Column));
        var setters = RowTarget<TRow>.CreateSetters(cursor, columns);
        var row = reuseRowObject ? new TRow() : null;
        while (cursor.MoveNext())
        {
            if (!reuseRowObject)
                row = new TRow();
            foreach (var set in setters)
                set(row);
            yield return row;
        }
    }
}
