using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// What the text transforms share: their input check and reading one text or many alike.
internal static class TextColumns
{
    public const string Expected = "Text or vector of text";

    public static SchemaShape.Column Find(SchemaShape shape, IExceptionContext ctx, string name)
    {
        var column = shape.Find(ctx, name);
        return column.ItemType is TextDataViewType
            ? column
            : throw ctx.ExceptSchemaMismatch("inputSchema", "input", name, Expected, column.ItemType.ToString());
    }

    public static void Check(IExceptionContext ctx, DataViewSchema.Column column)
    {
        if (column.Type.GetItemType() is not TextDataViewType)
            throw ctx.ExceptSchemaMismatch("inputSchema", "input", column.Name, Expected, column.Type.ToString());
    }

    /// A function that returns the current row's text or texts; the buffer is used again. Slots left out of a sparse vector are skipped.
    public static Func<ReadOnlyMemory<ReadOnlyMemory<char>>> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<ReadOnlyMemory<char>>(column);
            var one = new ReadOnlyMemory<char>[1];
            return () =>
            {
                scalar(ref one[0]);
                return one;
            };
        }
        var source = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        return () =>
        {
            source(ref values);
            return values.ValueArray.AsMemory(0, values.Count);
        };
    }

    public static void CopyTo<T>(this List<T> items, ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, items.Count);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(items).CopyTo(editor.Values);
        destination = editor.Commit();
    }
}
