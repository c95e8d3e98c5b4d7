using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A member of a row class, the column it stands for, and the column's type.
internal sealed class BoundMember
{
    private BoundMember(MemberInfo info, string columnName, DataViewType type, DataViewSchema.Annotations annotations)
    {
        Info = info;
        ColumnName = columnName;
        Type = type;
        Annotations = annotations;
    }

    public MemberInfo Info { get; }

    public string Name => Info.Name;

    public string ColumnName { get; }

    public DataViewType Type { get; }

    public DataViewSchema.Annotations Annotations { get; }

    public Type MemberType => TypeOf(Info);

    public static IEnumerable<BoundMember> AllOf(Type userType, SchemaDefinition.Direction direction)
    {
        foreach (var member in Candidates(userType, direction))
        {
            if (member.IsDefined(typeof(NoColumnAttribute), true) || TypeOf(member) == typeof(IChannel))
                continue;
            var name = member.GetCustomAttribute<ColumnNameAttribute>(true)?.Name ?? member.Name;
            yield return new BoundMember(member, name, ColumnTypeOf(member), DataViewSchema.Annotations.Empty);
        }
    }

    /// The members a definition names, with the definition's column names, types and annotations.
    public static BoundMember[] Bind(Type userType, SchemaDefinition definition, SchemaDefinition.Direction direction)
    {
        definition ??= SchemaDefinition.Create(userType, direction);
        var bound = new List<BoundMember>(definition.Count);
        var names = new HashSet<string>();
        foreach (var column in definition)
        {
            if (column.MemberName is null)
                throw Contracts.ExceptParam(null, nameof(definition), "A column of the schema definition has no member name");
            var member = Candidates(userType, direction).FirstOrDefault(m => m.Name == column.MemberName)
                ?? throw Contracts.ExceptParam(null, nameof(definition), $"Type {userType} has no public field or property '{column.MemberName}'");
            var type = column.ColumnType;
            var own = VectorAndItemOf(member, out var isVector);
            if (type is null)
                type = ColumnTypeOf(member);
            else if (isVector != type is VectorDataViewType)
                throw Contracts.ExceptParam(null, nameof(definition),
                    $"Column '{column.ColumnName}' is to be a {(type is VectorDataViewType ? "vector" : "scalar")}, but member '{member.Name}' is a {(isVector ? "vector" : "scalar")}");
            else if (type.GetItemType().RawType != own)
                throw Contracts.ExceptParam(null, nameof(definition),
                    $"Column '{column.ColumnName}' is to hold {type.GetItemType().RawType}, but member '{member.Name}' holds {own}");
            var name = string.IsNullOrEmpty(column.ColumnName) ? member.Name : column.ColumnName;
            if (!names.Add(name))
                throw Contracts.ExceptParam(null, nameof(definition), $"Duplicate column name '{name}'");
            bound.Add(new BoundMember(member, name, type, column.Annotations));
        }
        return [.. bound];
    }

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    private static IEnumerable<MemberInfo> Candidates(Type userType, SchemaDefinition.Direction direction)
    {
        foreach (var field in userType.GetFields(BindingFlags.Public | BindingFlags.Instance))
            yield return field;
        foreach (var property in userType.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetIndexParameters().Length == 0
                && (direction.HasFlag(SchemaDefinition.Direction.Read) && property.GetGetMethod() is not null
                    || direction.HasFlag(SchemaDefinition.Direction.Write) && property.GetSetMethod() is not null))
                yield return property;
    }

    private static DataViewType ColumnTypeOf(MemberInfo member)
    {
        var item = VectorAndItemOf(member, out var isVector);
        DataViewType itemType;
        if (member.GetCustomAttribute<KeyTypeAttribute>(true) is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(item))
                throw Contracts.ExceptParam(null, "userType", $"Member {member.Name} is marked as a key, but {item} is no unsigned integer type");
            itemType = new KeyDataViewType(item, key.Count);
        }
        else
            itemType = PrimitiveTypes.FromRawType(item) ?? Registered(member, item);

        var vector = member.GetCustomAttribute<VectorTypeAttribute>(true);
        if (vector is not null && !isVector)
            throw Contracts.ExceptParam(null, "userType", $"Member {member.Name} is marked as a vector, but it is neither an array nor a VBuffer");
        if (!isVector)
            return itemType;
        return vector is null ? new VectorDataViewType((PrimitiveDataViewType)itemType) : new VectorDataViewType((PrimitiveDataViewType)itemType, vector.Dimensions);
    }

    private static DataViewType Registered(MemberInfo member, Type item) =>
        DataViewTypeManager.TryGet(item, member.GetCustomAttributes(true).OfType<Attribute>(), out var type) ? type : throw Undetermined(member);

    /// The raw type of the member's value or of its vector's items.
    private static Type VectorAndItemOf(MemberInfo member, out bool isVector)
    {
        var type = TypeOf(member);
        isVector = true;
        Type item;
        if (type.IsSZArray)
            item = type.GetElementType();
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            item = type.GetGenericArguments()[0];
        else
        {
            isVector = false;
            item = type;
        }
        if (item == typeof(string))
            return typeof(ReadOnlyMemory<char>);
        if (PrimitiveTypes.FromRawType(item) is null && (isVector || !DataViewTypeManager.TryGet(item, member.GetCustomAttributes(true).OfType<Attribute>(), out _)))
            throw Undetermined(member);
        return item;
    }

    private static ArgumentOutOfRangeException Undetermined(MemberInfo member) =>
        Contracts.ExceptParam(null, "userType", $"Could not determine an IDataView type for member {member.Name} of {member.DeclaringType}");
}
