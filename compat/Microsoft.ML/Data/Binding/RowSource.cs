using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// The object whose members a row's getters read.
internal sealed class RowHolder<TRow> where TRow : class
{
    public TRow Current;
}

/// Makes the getter of a column over the current object of a holder. Keys read from scalar members are one higher than the member's value.
internal abstract class RowSource<TRow> where TRow : class
{
    public abstract Delegate CreateGetter(RowHolder<TRow> holder);

    public static RowSource<TRow> Of(BoundMember member)
    {
        var type = member.MemberType;
        Type source;
        if (type == typeof(string))
            source = typeof(TextSource);
        else if (type == typeof(string[]))
            source = typeof(TextArraySource);
        else if (type.IsSZArray)
            source = typeof(ArraySource<>).MakeGenericType(typeof(TRow), type.GetElementType());
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>))
            source = typeof(BufferSource<>).MakeGenericType(typeof(TRow), type.GetGenericArguments()[0]);
        else if (member.Type is KeyDataViewType key)
        {
            source = type == typeof(byte) ? typeof(ByteKeySource) : type == typeof(uint) ? typeof(UIntKeySource) : type == typeof(ulong) ? typeof(ULongKeySource)
                : throw Contracts.Except(null, $"Member {member.Name}: a scalar key cannot be read from a {type}");
            return (RowSource<TRow>)Activator.CreateInstance(source, member.Info, key.Count);
        }
        else
            source = typeof(PlainSource<>).MakeGenericType(typeof(TRow), type);
        return (RowSource<TRow>)Activator.CreateInstance(source, member.Info);
    }

    private sealed class PlainSource<T>(MemberInfo member) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, T>.GetterOf(member);
            return (ValueGetter<T>)((ref T value) => value = get(holder.Current));
        }
    }

    private sealed class TextSource(MemberInfo member) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, string>.GetterOf(member);
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = get(holder.Current).AsMemory());
        }
    }

    private sealed class TextArraySource(MemberInfo member) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, string[]>.GetterOf(member);
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
            {
                var texts = get(holder.Current) ?? [];
                var editor = VBufferEditor.Create(ref value, texts.Length);
                for (var i = 0; i < texts.Length; i++)
                    editor.Values[i] = texts[i].AsMemory();
                value = editor.Commit();
            });
        }
    }

    private sealed class ArraySource<T>(MemberInfo member) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, T[]>.GetterOf(member);
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) =>
            {
                var items = get(holder.Current);
                VBuffer<T>.Copy(items, 0, ref value, items?.Length ?? 0);
            });
        }
    }

    private sealed class BufferSource<T>(MemberInfo member) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, VBuffer<T>>.GetterOf(member);
            return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => get(holder.Current).CopyTo(ref value));
        }
    }

    private sealed class ByteKeySource(MemberInfo member, ulong count) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, byte>.GetterOf(member);
            return (ValueGetter<byte>)((ref byte value) => value = get(holder.Current) is var raw && raw < count ? (byte)(raw + 1) : (byte)0);
        }
    }

    private sealed class UIntKeySource(MemberInfo member, ulong count) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, uint>.GetterOf(member);
            return (ValueGetter<uint>)((ref uint value) => value = get(holder.Current) is var raw && raw < count ? raw + 1 : 0);
        }
    }

    private sealed class ULongKeySource(MemberInfo member, ulong count) : RowSource<TRow>
    {
        public override Delegate CreateGetter(RowHolder<TRow> holder)
        {
            var get = MemberAccess<TRow, ulong>.GetterOf(member);
            return (ValueGetter<ulong>)((ref ulong value) => value = get(holder.Current) is var raw && raw < count ? raw + 1 : 0);
        }
    }
}
