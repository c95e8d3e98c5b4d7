using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// What replaces the missing values of one column.
internal abstract class MissingValueReplacement
{
    protected MissingValueReplacement(DataViewType type) => Type = type;

    /// The type of the column it was fitted to.
    public DataViewType Type { get; }

    public abstract bool IsBySlot { get; }

    public abstract Delegate CreateGetter(IExceptionContext ctx, DataViewRow row, DataViewSchema.Column column);

    public abstract void Save(BinaryWriter writer);

    public static MissingValueReplacement Load(BinaryReader reader, IExceptionContext ctx)
    {
        var type = reader.ReadType(ctx);
        ctx.CheckDecode(MissingValues.CanBeMissing(type.GetItemType()), "The model replaces missing values of a type that has none");
        return (MissingValueReplacement)Activator.CreateInstance(typeof(MissingValueReplacement<>).MakeGenericType(type.GetItemType().RawType), type, reader, ctx);
    }
}

internal sealed class MissingValueReplacement<T> : MissingValueReplacement where T : unmanaged, INumber<T>
{
    private readonly T[] _values;

    public MissingValueReplacement(DataViewType type, T[] values, bool isBySlot) : base(type)
    {
        _values = values;
        IsBySlot = isBySlot;
    }

    public MissingValueReplacement(DataViewType type, BinaryReader reader, IExceptionContext ctx) : base(type)
    {
        IsBySlot = reader.ReadBoolean();
        _values = reader.ReadArray<T>(ctx);
        ctx.CheckDecode(_values?.Length == (IsBySlot ? type.GetVectorSize() : 1), "The replacements of the model do not fit their type");
    }

    public override bool IsBySlot { get; }

    public override Delegate CreateGetter(IExceptionContext ctx, DataViewRow row, DataViewSchema.Column column)
    {
        var isKey = Type.GetItemType() is KeyDataViewType;
        if (column.Type is not VectorDataViewType)
        {
            var scalar = row.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T value) =>
            {
                scalar(ref value);
                if (isKey ? T.IsZero(value) : T.IsNaN(value))
                    value = _values[0];
            });
        }
        var source = row.GetGetter<VBuffer<T>>(column);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            source(ref destination);
            ctx.Check(!IsBySlot || destination.Length == _values.Length, $"Expected {_values.Length} slots but got {destination.Length}");
            // The only replacement of a key is 0, which changes nothing.
            if (isKey)
                return;
            var editor = VBufferEditor.CreateFromBuffer(ref destination);
            for (var i = 0; i < editor.Values.Length; i++)
                if (T.IsNaN(editor.Values[i]))
                    editor.Values[i] = _values[!IsBySlot ? 0 : destination.IsDense ? i : editor.Indices[i]];
        });
    }

    public override void Save(BinaryWriter writer)
    {
        writer.WriteType(Type);
        writer.Write(IsBySlot);
        writer.WriteArray(_values);
    }
}
