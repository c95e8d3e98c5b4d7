using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>Builds and prints the columns of a <see cref="SchemaShape"/>, what an estimator promises before it is fitted.</summary>
internal static class SchemaShapes
{
    /// <summary>The shape of a concrete column type, with the given annotations.</summary>
    public static SchemaShape.Column Column(string name, DataViewType type, params SchemaShape.Column[] annotations)
    {
        var kind = type switch
        {
            VectorDataViewType { IsKnownSize: false } => SchemaShape.Column.VectorKind.VariableVector,
            VectorDataViewType => SchemaShape.Column.VectorKind.Vector,
            _ => SchemaShape.Column.VectorKind.Scalar,
        };
        var item = type is VectorDataViewType vector ? vector.ItemType : type;
        return item is KeyDataViewType key
            ? Column(name, kind, RawNumberType(key), isKey: true, annotations)
            : Column(name, kind, item, isKey: false, annotations);
    }

    /// <summary>A column given part by part.</summary>
    public static SchemaShape.Column Column(
        string name, SchemaShape.Column.VectorKind kind, DataViewType itemType, bool isKey, params SchemaShape.Column[] annotations) =>
        ShapeColumns.New(name, kind, itemType, isKey, annotations.Length == 0 ? null : new SchemaShape(annotations));

    /// <summary>The same column under another name.</summary>
    public static SchemaShape.Column Renamed(SchemaShape.Column column, string name) =>
        Column(name, column.Kind, column.ItemType, column.IsKey, [.. column.Annotations]);

    /// <summary>The shape with columns added; one of the same name is replaced.</summary>
    public static SchemaShape With(SchemaShape input, IEnumerable<SchemaShape.Column> added)
    {
        var columns = input.ToDictionary(column => column.Name);
        foreach (var column in added)
            columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    /// <summary>A column's type in ML.NET's notation: Single, Vector&lt;Single&gt;, VarVector&lt;Single&gt;, Key&lt;UInt32&gt;.</summary>
    public static string Describe(SchemaShape.Column column)
    {
        var item = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString();
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item!,
        };
    }

    private static DataViewType RawNumberType(KeyDataViewType key) =>
        key.RawType == typeof(byte) ? NumberDataViewType.Byte
        : key.RawType == typeof(ushort) ? NumberDataViewType.UInt16
        : key.RawType == typeof(uint) ? NumberDataViewType.UInt32
        : NumberDataViewType.UInt64;
}
