using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        Contracts.CheckValue(null, columns, nameof(columns));
        _columns = [.. columns];
        if (_columns.Any(c => c.Name is null))
            throw Contracts.ExceptParam(null, nameof(columns), "A column of the shape is not initialized");
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _columns.GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
    {
        Contracts.CheckValue(null, schema, nameof(schema));
        return new SchemaShape(schema.Where(c => !c.IsHidden).Select(c => ColumnOf(c.Name, c.Type, Create(c.Annotations.Schema))));
    }

    /// The shape of a column of this type.
    internal static Column ColumnOf(string name, DataViewType type, SchemaShape annotations = null)
    {
        Describe(type, out var kind, out var itemType, out var isKey);
        return new Column(name, kind, itemType, isKey, annotations);
    }

    internal static void Describe(DataViewType type, out Column.VectorKind kind, out DataViewType itemType, out bool isKey)
    {
        kind = type is VectorDataViewType vector ? vector.IsKnownSize ? Column.VectorKind.Vector : Column.VectorKind.VariableVector : Column.VectorKind.Scalar;
        itemType = type.GetItemType();
        isKey = itemType is KeyDataViewType;
        if (isKey)
            itemType = PrimitiveTypes.FromRawType(itemType.RawType);
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        Contracts.CheckNonEmpty(null, name, nameof(name));
        foreach (var candidate in _columns)
            if (candidate.Name == name)
            {
                column = candidate;
                return true;
            }
        column = default;
        return false;
    }

    public readonly struct Column
    {
        public enum VectorKind
        {
            Scalar = 0,
            Vector = 1,
            VariableVector = 2,
        }

        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Contracts.CheckNonEmpty(null, name, nameof(name));
            Contracts.CheckValue(null, itemType, nameof(itemType));
            Contracts.CheckParam(null, itemType is not KeyDataViewType, nameof(itemType), "The item type cannot be a key");
            Contracts.CheckParam(null, itemType is not VectorDataViewType, nameof(itemType), "The item type cannot be a vector");
            Contracts.CheckParam(null, !isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        /// Whether the other column has this one's name, type and annotations (and maybe more annotations).
        internal bool IsCompatibleWith(Column source)
        {
            if (Name != source.Name || Kind != source.Kind || !ItemType.Equals(source.ItemType) || IsKey != source.IsKey)
                return false;
            foreach (var annotation in Annotations)
                if (!source.Annotations.TryFindColumn(annotation.Name, out var given) || !annotation.IsCompatibleWith(given))
                    return false;
            return true;
        }

        internal string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
