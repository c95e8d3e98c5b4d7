using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// The values behind the training label's keys, kept because the label is absent when a model predicts.
internal abstract class LabelValues
{
    public abstract bool IsText { get; }

    public abstract void AddTo(DataViewSchema.Annotations.Builder builder, string kind);

    /// Null where the label has no values.
    public static LabelValues Of(DataViewSchema.Column label)
    {
        if (!label.HasKeyValues())
            return null;
        var values = Make((PrimitiveDataViewType)label.Annotations.Schema[AnnotationKinds.KeyValues].Type.GetItemType());
        values.Read(label);
        return values;
    }

    public static void Save(BinaryWriter writer, LabelValues values)
    {
        writer.Write(values is not null);
        values?.Write(writer);
    }

    public static LabelValues Load(BinaryReader reader, IExceptionContext ctx)
    {
        if (!reader.ReadBoolean())
            return null;
        var itemType = reader.ReadType(ctx) as PrimitiveDataViewType;
        ctx.CheckDecode(itemType is not null, "The label values of the model have an impossible type");
        var values = Make(itemType);
        values.Read(reader, ctx);
        return values;
    }

    private protected abstract void Read(DataViewSchema.Column label);

    private protected abstract void Read(BinaryReader reader, IExceptionContext ctx);

    private protected abstract void Write(BinaryWriter writer);

    private static LabelValues Make(PrimitiveDataViewType itemType) =>
        (LabelValues)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(itemType.RawType), itemType);

    private sealed class Typed<T>(PrimitiveDataViewType itemType) : LabelValues
    {
        private T[] _values;

        public override bool IsText => itemType is TextDataViewType;

        public override void AddTo(DataViewSchema.Annotations.Builder builder, string kind) =>
            builder.Add(kind, new VectorDataViewType(itemType, _values.Length), AnnotationKinds.GetterOf(_values));

        private protected override void Read(DataViewSchema.Column label)
        {
            var values = default(VBuffer<T>);
            label.GetKeyValues(ref values);
            _values = [.. values.DenseValues()];
        }

        private protected override void Read(BinaryReader reader, IExceptionContext ctx) => _values = reader.ReadValues<T>(ctx);

        private protected override void Write(BinaryWriter writer)
        {
            writer.WriteType(itemType);
            writer.WriteValues(_values);
        }
    }
}
