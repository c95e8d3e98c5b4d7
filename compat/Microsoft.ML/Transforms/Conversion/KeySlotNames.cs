using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// Names of the slots that a key, or each key of a vector, is spread over.
internal static class KeySlotNames
{
    public const string ExpectedType = "key type of known cardinality";

    /// Refuses columns that are no keys of known count.
    public static void CheckKeys(IExceptionContext ctx, DataViewSchema.Column column)
    {
        if (column.Type.GetItemType() is not KeyDataViewType { Count: <= int.MaxValue })
            throw ctx.ExceptSchemaMismatch("inputSchema", "input", column.Name, ExpectedType, column.Type.ToString());
    }

    /// The key values when they are text and as many as the key counts, else null.
    public static ReadOnlyMemory<char>[] TextKeyValuesOrNull(DataViewSchema.Column column)
    {
        if (!column.HasKeyValues(TextDataViewType.Instance))
            return null;
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetKeyValues(ref values);
        var dense = new ReadOnlyMemory<char>[values.Length];
        values.CopyTo(dense);
        return dense;
    }

    /// "slot.name" for every slot of the input and every name; a slot without a name of its own is its number in brackets.
    public static ReadOnlyMemory<char>[] Product(DataViewSchema.Column input, int slots, ReadOnlyMemory<char>[] names)
    {
        var slotNames = input.SlotNamesOrNull();
        var all = new ReadOnlyMemory<char>[slots * names.Length];
        for (var slot = 0; slot < slots; slot++)
        {
            var prefix = slotNames is null || slotNames[slot].IsEmpty ? $"[{slot}]" : slotNames[slot].ToString();
            for (var i = 0; i < names.Length; i++)
                all[slot * names.Length + i] = $"{prefix}.{names[i]}".AsMemory();
        }
        return all;
    }

    /// Adds SlotNames of the vector's dimensions.
    public static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, VectorDataViewType type, ReadOnlyMemory<char>[] names) =>
        builder.Add(AnnotationKinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, type.Dimensions), AnnotationKinds.GetterOf(names));
}
