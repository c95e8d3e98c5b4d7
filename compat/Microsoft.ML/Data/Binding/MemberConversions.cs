using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// The getter of a given value, for annotations given as .NET values.
internal static class MemberConversions
{
    public static Delegate GetterOf<T>(T value, DataViewType type, string kind)
    {
        object boxed = value;
        if (type.RawType == typeof(T))
        {
            if (type is VectorDataViewType vector)
                return Generic(nameof(BufferGetter), vector.ItemType.RawType, boxed);
            return (ValueGetter<T>)((ref T destination) => destination = value);
        }
        if (boxed is string text && type is TextDataViewType)
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> destination) => destination = text.AsMemory());
        if (boxed is string[] texts && type is VectorDataViewType { ItemType: TextDataViewType })
            return AnnotationKinds.GetterOf(Array.ConvertAll(texts, t => t.AsMemory()));
        if (type is VectorDataViewType { ItemType: var item } && boxed is Array array && array.GetType().GetElementType() == item.RawType)
            return Generic(nameof(ArrayGetter), item.RawType, boxed);
        throw Contracts.Except(null, $"The value of annotation '{kind}' is of type {typeof(T)}, which does not fit {type}");
    }

    private static Delegate Generic(string method, Type item, object value) =>
        (Delegate)typeof(MemberConversions).GetMethod(method, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)
            .MakeGenericMethod(item).Invoke(null, [value]);

    private static ValueGetter<VBuffer<TItem>> ArrayGetter<TItem>(TItem[] values) => AnnotationKinds.GetterOf(values);

    private static ValueGetter<VBuffer<TItem>> BufferGetter<TItem>(VBuffer<TItem> values) =>
        (ref VBuffer<TItem> destination) => values.CopyTo(ref destination);
}
