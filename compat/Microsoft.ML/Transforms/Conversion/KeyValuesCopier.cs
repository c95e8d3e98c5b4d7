using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// Key values of some of the keys of a column, as the key values of another.
internal abstract class KeyValuesCopier
{
    /// False when the input has no key values. Keys are one-based.
    public static bool TryAdd(DataViewSchema.Annotations.Builder builder, DataViewSchema.Column input, ulong[] keys)
    {
        if (!input.HasKeyValues())
            return false;
        var type = (PrimitiveDataViewType)input.Annotations.Schema[AnnotationKinds.KeyValues].Type.GetItemType();
        var copier = (KeyValuesCopier)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type.RawType));
        copier.Add(builder, type, input, keys);
        return true;
    }

    protected abstract void Add(DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType type, DataViewSchema.Column input, ulong[] keys);

    private sealed class Typed<T> : KeyValuesCopier
    {
        protected override void Add(DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType type, DataViewSchema.Column input, ulong[] keys)
        {
            var values = default(VBuffer<T>);
            input.GetKeyValues(ref values);
            builder.AddKeyValues(type, Array.ConvertAll(keys, key => values.GetItemOrDefault((int)key - 1)));
        }
    }
}
