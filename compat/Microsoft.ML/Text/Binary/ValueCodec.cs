namespace Microsoft.ML.Data;

/// <summary>Values of one column type, scalar or vector, as bytes.</summary>
internal abstract class ValueCodec
{
    public static ValueCodec For(DataViewType type)
    {
        var open = type is VectorDataViewType ? typeof(VectorCodec<>) : typeof(ScalarCodec<>);
        var item = type.GetItemType();
        return (ValueCodec)Activator.CreateInstance(open.MakeGenericType(item.RawType), ItemCodecs.For(item));
    }

    public abstract void WriteAnnotation(DataViewSchema.Annotations annotations, DataViewSchema.Column column, BinaryWriter writer);

    public abstract void ReadAnnotation(BinaryReader reader, string name, DataViewType type, DataViewSchema.Annotations nested, DataViewSchema.Annotations.Builder builder);

    /// <summary>Writes the current row's value on each call.</summary>
    public abstract Action<BinaryWriter> CreateWriter(DataViewRow row, DataViewSchema.Column column);

    public abstract BinaryColumn CreateColumn();
}

internal abstract class ValueCodec<T> : ValueCodec
{
    public abstract void Write(BinaryWriter writer, in T value);

    public abstract void Read(BinaryReader reader, ref T value);

    public abstract void Copy(in T source, ref T target);

    public sealed override void WriteAnnotation(DataViewSchema.Annotations annotations, DataViewSchema.Column column, BinaryWriter writer)
    {
        T value = default;
        annotations.GetGetter<T>(column)(ref value);
        Write(writer, value);
    }

    public sealed override void ReadAnnotation(BinaryReader reader, string name, DataViewType type, DataViewSchema.Annotations nested, DataViewSchema.Annotations.Builder builder)
    {
        T value = default;
        Read(reader, ref value);
        builder.Add(name, type, (ref T target) => Copy(value, ref target), nested);
    }

    public sealed override Action<BinaryWriter> CreateWriter(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return writer =>
        {
            getter(ref value);
            Write(writer, value);
        };
    }

    public sealed override BinaryColumn CreateColumn() => new BinaryColumn<T>(this);
}

internal sealed class ScalarCodec<T>(ItemCodec<T> items) : ValueCodec<T>
{
    public override void Write(BinaryWriter writer, in T value) => items.Write(writer, new ReadOnlySpan<T>(in value));

    public override void Read(BinaryReader reader, ref T value) => items.Read(reader, new Span<T>(ref value));

    public override void Copy(in T source, ref T target) => target = source;
}

internal sealed class VectorCodec<T>(ItemCodec<T> items) : ValueCodec<VBuffer<T>>
{
    private const int Dense = -1;

    public override void Write(BinaryWriter writer, in VBuffer<T> value)
    {
        writer.Write(value.Length);
        writer.Write(value.IsDense ? Dense : value.GetValues().Length);
        foreach (var index in value.GetIndices())
            writer.Write(index);
        items.Write(writer, value.GetValues());
    }

    public override void Read(BinaryReader reader, ref VBuffer<T> value)
    {
        var length = BinaryFormat.ReadCount(reader, int.MaxValue);
        var count = reader.ReadInt32();
        var stored = count == Dense ? length : count;
        if (stored < 0 || stored > length || stored > reader.BaseStream.Length)
            throw new FormatException($"The binary data is damaged: a vector of length {length} has {count} values.");
        var editor = VBufferEditor.Create(ref value, length, stored);
        var last = -1;
        for (var i = 0; i < editor.Indices.Length && count != Dense && stored < length; i++)
        {
            editor.Indices[i] = reader.ReadInt32();
            if (editor.Indices[i] <= last || editor.Indices[i] >= length)
                throw new FormatException("The binary data is damaged: the indices of a vector are not increasing.");
            last = editor.Indices[i];
        }

        items.Read(reader, editor.Values);
        value = editor.Commit();
    }

    public override void Copy(in VBuffer<T> source, ref VBuffer<T> target) => source.CopyTo(ref target);
}
