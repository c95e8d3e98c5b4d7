using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Columns of a text loader from the public members of a type, each with a <see cref="LoadColumnAttribute"/>.</summary>
internal static class TextLoaderColumnsOfType
{
    public static TextLoader.Column[] Get(IHostEnvironment env, Type type)
    {
        var members = type.GetFields(BindingFlags.Public | BindingFlags.Instance).Cast<MemberInfo>()
            .Concat(type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0))
            .ToArray();
        Contracts.CheckParam(env, members.Length > 0, nameof(type), $"Type {type.Name} has no public members to load");
        return [.. members.Select(m => ColumnOf(env, m))];
    }

    private static TextLoader.Column ColumnOf(IHostEnvironment env, MemberInfo member)
    {
        var source = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw env.Except($"{(member is FieldInfo ? "Field" : "Property")} '{member.Name}' is missing the LoadColumn attribute");
        var type = member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
        var key = member.GetCustomAttribute<KeyTypeAttribute>();
        return new TextLoader.Column
        {
            Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            DataKind = KindOf(env, member, type),
            Source = [.. source.Sources],
            KeyCount = key is null ? null : new KeyCount(key.Count),
        };
    }

    private static DataKind KindOf(IHostEnvironment env, MemberInfo member, Type type)
    {
        var item = type.IsArray ? type.GetElementType()
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? type.GetGenericArguments()[0]
            : type;
        var kind = item == typeof(string) ? DataKind.String : PrimitiveTypes.KindOf(item);
        return kind != 0 ? kind : throw env.Except($"Member {member.Name} is of unsupported type {type.Name}");
    }
}
