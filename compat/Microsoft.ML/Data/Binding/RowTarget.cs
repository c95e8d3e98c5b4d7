using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// A column of a data view bound to a member it is written to.
internal readonly record struct TargetColumn(DataViewSchema.Column Column, BoundMember Member);

/// Writes the values of a row into an object's members. Arrays and buffers already there are used again.
internal static class RowTarget<TRow> where TRow : class
{
    /// Checks names and types and pairs columns with members.
    public static TargetColumn[] Bind(IExceptionContext ctx, DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        var bound = new List<TargetColumn>();
        foreach (var member in BoundMember.Bind(typeof(TRow), definition, SchemaDefinition.Direction.Write))
        {
            if (schema.GetColumnOrNull(member.ColumnName) is not { } column)
            {
                if (ignoreMissingColumns)
                    continue;
                throw ctx.ExceptSchemaMismatch("schemaDefinition", "", member.ColumnName);
            }
            var isVector = member.Type is VectorDataViewType;
            if (isVector != column.Type is VectorDataViewType || member.Type.GetItemType().RawType != column.Type.GetItemType().RawType)
                throw ctx.Except($"Cannot bind column '{column.Name}' of type '{column.Type}' to member '{member.Name}' of type '{member.MemberType}'");
            bound.Add(new TargetColumn(column, member));
        }
        return [.. bound];
    }

    /// One action for each column, all over the same row.
    public static Action<TRow>[] CreateSetters(DataViewRow row, TargetColumn[] columns) => Array.ConvertAll(columns, c => Create(row, c));

    private static Action<TRow> Create(DataViewRow row, TargetColumn target)
    {
        var type = target.Member.MemberType;
        Type setter;
        if (type == typeof(string))
            setter = typeof(TextSetter);
        else if (type == typeof(string[]))
            setter = typeof(TextArraySetter);
        else if (type.IsSZArray)
            setter = typeof(ArraySetter<>).MakeGenericType(typeof(TRow), type.GetElementType());
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            setter = typeof(BufferSetter<>).MakeGenericType(typeof(TRow), type.GetGenericArguments()[0]);
        else
            setter = typeof(PlainSetter<>).MakeGenericType(typeof(TRow), type);
        return ((Setter)Activator.CreateInstance(setter)).Create(row, target.Column, target.Member.Info);
    }

    private abstract class Setter
    {
        public abstract Action<TRow> Create(DataViewRow row, DataViewSchema.Column column, MemberInfo member);
    }

    private sealed class PlainSetter<T> : Setter
    {
        public override Action<TRow> Create(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
        {
            var getter = row.GetGetter<T>(column);
            var set = MemberAccess<TRow, T>.SetterOf(member);
            return destination =>
            {
                T value = default;
                getter(ref value);
                set(destination, value);
            };
        }
    }

    private sealed class TextSetter : Setter
    {
        public override Action<TRow> Create(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
        {
            var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
            var set = MemberAccess<TRow, string>.SetterOf(member);
            return destination =>
            {
                ReadOnlyMemory<char> value = default;
                getter(ref value);
                set(destination, value.ToString());
            };
        }
    }

    private sealed class TextArraySetter : Setter
    {
        public override Action<TRow> Create(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
        {
            var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
            var get = MemberAccess<TRow, string[]>.GetterOf(member);
            var set = MemberAccess<TRow, string[]>.SetterOf(member);
            VBuffer<ReadOnlyMemory<char>> buffer = default;
            return destination =>
            {
                getter(ref buffer);
                var texts = get?.Invoke(destination);
                if (texts is null || texts.Length != buffer.Length)
                    texts = new string[buffer.Length];
                Array.Fill(texts, "");
                foreach (var (index, text) in buffer.Items())
                    texts[index] = text.ToString();
                set(destination, texts);
            };
        }
    }

    private sealed class ArraySetter<T> : Setter
    {
        public override Action<TRow> Create(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
        {
            var getter = row.GetGetter<VBuffer<T>>(column);
            var get = MemberAccess<TRow, T[]>.GetterOf(member);
            var set = MemberAccess<TRow, T[]>.SetterOf(member);
            VBuffer<T> buffer = default;
            return destination =>
            {
                getter(ref buffer);
                var items = get?.Invoke(destination);
                if (items is not null && items.Length == buffer.Length)
                {
                    buffer.CopyTo(items);
                    return;
                }
                items = new T[buffer.Length];
                buffer.CopyTo(items);
                set(destination, items);
            };
        }
    }

    private sealed class BufferSetter<T> : Setter
    {
        public override Action<TRow> Create(DataViewRow row, DataViewSchema.Column column, MemberInfo member)
        {
            var getter = row.GetGetter<VBuffer<T>>(column);
            var get = MemberAccess<TRow, VBuffer<T>>.GetterOf(member);
            var set = MemberAccess<TRow, VBuffer<T>>.SetterOf(member);
            return destination =>
            {
                var value = get is null ? default : get(destination);
                getter(ref value);
                set(destination, value);
            };
        }
    }
}
