using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// The columns that a type's members map to, before the type is bound to data; may be edited.
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    internal SchemaDefinition()
    {
    }

    public Column this[string columnName]
    {
        get
        {
            Contracts.CheckValue(null, columnName, nameof(columnName));
            return Find(c => c.ColumnName == columnName);
        }
        set
        {
            Contracts.CheckValue(null, columnName, nameof(columnName));
            if (value.ColumnName != columnName)
                throw Contracts.ExceptParam(null, nameof(columnName), $"The column is named '{value.ColumnName}', not '{columnName}'");
            var at = FindIndex(c => c.ColumnName == columnName);
            if (at >= 0)
                this[at] = value;
            else
                Add(value);
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Contracts.CheckValue(null, userType, nameof(userType));
        var definition = new SchemaDefinition();
        foreach (var member in BoundMember.AllOf(userType, direction))
        {
            if (definition[member.ColumnName] is { } other)
                throw Contracts.ExceptParam(null, nameof(userType), $"Duplicate column name '{member.ColumnName}': members {other.MemberName} and {member.Name} of {userType}");
            definition.Add(new Column(member.Name, member.ColumnName, member.Type));
        }
        return definition;
    }

    public sealed class Column
    {
        private readonly Dictionary<string, (DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, (type, getter)) in _annotations)
                    builder.Add(kind, type, getter);
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Contracts.CheckNonEmpty(null, kind, nameof(kind));
            Contracts.CheckValue(null, annotationType, nameof(annotationType));
            if (_annotations.ContainsKey(kind))
                throw Contracts.Except(null, $"Column '{ColumnName}' has an annotation '{kind}' already");
            _annotations[kind] = (annotationType, MemberConversions.GetterOf(value, annotationType, kind));
        }

        internal void AddAnnotations(DataViewSchema.Annotations annotations)
        {
            foreach (var annotation in annotations.Schema)
                _annotations[annotation.Name] = (annotation.Type, annotations.GetterOf(annotation.Index));
        }
    }
}
