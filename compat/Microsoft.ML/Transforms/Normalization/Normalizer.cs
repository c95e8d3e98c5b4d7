using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// The fitted function of one column.
internal abstract class Normalizer
{
    private const byte AffineCode = 1, CdfCode = 2, BinCode = 3;

    protected Normalizer(DataViewType inputType) => InputType = inputType;

    public DataViewType InputType { get; }

    public abstract NormalizingTransformer.NormalizerModelParametersBase Parameters { get; }

    public abstract Delegate CreateGetter(IExceptionContext ctx, DataViewRow row, DataViewSchema.Column column);

    public void Save(BinaryWriter writer)
    {
        writer.WriteType(InputType);
        writer.Write(Code);
        SaveContent(writer);
    }

    public static Normalizer Load(BinaryReader reader, IExceptionContext ctx)
    {
        var type = reader.ReadType(ctx);
        ctx.CheckDecode(NormalizingTransformer.CanNormalize(type.GetItemType()) && type.GetValueCount() > 0, "The model normalizes an impossible type");
        return type.GetItemType().RawType == typeof(float) ? Load<float>(type, reader, ctx) : Load<double>(type, reader, ctx);
    }

    protected abstract byte Code { get; }

    protected abstract void SaveContent(BinaryWriter writer);

    private static Normalizer Load<T>(DataViewType type, BinaryReader reader, IExceptionContext ctx)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var code = reader.ReadByte();
        return code switch
        {
            AffineCode => AffineNormalizer<T>.LoadContent(type, reader, ctx),
            CdfCode => CdfNormalizer<T>.LoadContent(type, reader, ctx),
            BinCode => BinNormalizer<T>.LoadContent(type, reader, ctx),
            _ => throw ctx.ExceptDecode($"The model has a normalizer of unknown kind {code}"),
        };
    }

    protected static byte CodeOf(Type openType) =>
        openType == typeof(AffineNormalizer<>) ? AffineCode : openType == typeof(CdfNormalizer<>) ? CdfCode : BinCode;
}

internal abstract class Normalizer<T> : Normalizer where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    protected Normalizer(DataViewType inputType) : base(inputType) => Size = inputType.GetValueCount();

    protected int Size { get; }

    protected bool IsScalar => InputType is not VectorDataViewType;

    /// Whether the implicit zeros of a sparse vector stay zeros.
    protected abstract bool KeepsZeros { get; }

    protected abstract T Apply(T value, int slot);

    /// The same for a whole dense vector; source and destination may be one.
    protected virtual void Apply(ReadOnlySpan<T> source, Span<T> destination)
    {
        for (var i = 0; i < source.Length; i++)
            destination[i] = Apply(source[i], i);
    }

    public override Delegate CreateGetter(IExceptionContext ctx, DataViewRow row, DataViewSchema.Column column)
    {
        if (IsScalar)
        {
            var scalar = row.GetGetter<T>(column);
            return (ValueGetter<T>)((ref T destination) =>
            {
                scalar(ref destination);
                destination = Apply(destination, 0);
            });
        }

        var source = row.GetGetter<VBuffer<T>>(column);
        var buffer = default(VBuffer<T>);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            source(ref buffer);
            if (buffer.Length != Size)
                throw ctx.Except($"The normalizer expected {Size} slots but got {buffer.Length}");
            if (buffer.IsDense)
            {
                var dense = VBufferEditor.Create(ref destination, Size);
                Apply(buffer.GetValues(), dense.Values);
                destination = dense.Commit();
            }
            else if (KeepsZeros)
            {
                buffer.CopyTo(ref destination);
                var sparse = VBufferEditor.CreateFromBuffer(ref destination);
                for (var i = 0; i < sparse.Values.Length; i++)
                    sparse.Values[i] = Apply(sparse.Values[i], sparse.Indices[i]);
            }
            else
            {
                buffer.CopyToDense(ref destination);
                var filled = VBufferEditor.CreateFromBuffer(ref destination);
                Apply(filled.Values, filled.Values);
            }
        });
    }
}
