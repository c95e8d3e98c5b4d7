using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
        var itemType = (PrimitiveDataViewType)label.Annotations.Schema[AnnotationKinds.KeyValues].Type.GetItemType();
        return Make(itemType.RawType, values => values.Read(label));
    }

    public static void Save(ModelSaveContext ctx, LabelValues values)
    {
        ctx.SaveStringOrNull(values?.TypeName);
        values?.Write(ctx);
    }

    public static LabelValues Load(IHostEnvironment env, ModelLoadContext ctx)
    {
        if (ctx.LoadStringOrNull() is not { } name)
            return null;
        var rawType = RawTypes.FirstOrDefault(type => type.Name == name);
        env.CheckDecode(rawType is not null, $"Unknown type '{name}' of label values");
        return Make(rawType, values => values.Load(ctx));
    }

    private protected static Type[] RawTypes { get; } =
    [
        typeof(ReadOnlyMemory<char>), typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
        typeof(ulong), typeof(float), typeof(double), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DataViewRowId),
    ];

    private protected abstract string TypeName { get; }

    private protected abstract void Read(DataViewSchema.Column label);

    private protected abstract void Write(ModelSaveContext ctx);

    private protected abstract void Load(ModelLoadContext ctx);

    private static LabelValues Make(Type rawType, Action<LabelValues> fill)
    {
        var values = (LabelValues)Activator.CreateInstance(
            rawType == typeof(ReadOnlyMemory<char>) ? typeof(TextValues) : typeof(PlainValues<>).MakeGenericType(rawType));
        fill(values);
        return values;
    }

    private abstract class ValuesOf<T> : LabelValues
    {
        protected T[] Items { get; set; }

        public override bool IsText => typeof(T) == typeof(ReadOnlyMemory<char>);

        private protected override string TypeName => typeof(T).Name;

        public override void AddTo(DataViewSchema.Annotations.Builder builder, string kind) =>
            builder.Add(kind, new VectorDataViewType(PrimitiveTypes.FromRawType(typeof(T)), Items.Length), AnnotationKinds.GetterOf(Items));

        private protected override void Read(DataViewSchema.Column label)
        {
            var values = default(VBuffer<T>);
            label.GetKeyValues(ref values);
            Items = [.. values.DenseValues()];
        }
    }

    private sealed class TextValues : ValuesOf<ReadOnlyMemory<char>>
    {
        private protected override void Write(ModelSaveContext ctx)
        {
            ctx.Writer.Write(Items.Length);
            foreach (var item in Items)
                ctx.SaveString(item.ToString());
        }

        private protected override void Load(ModelLoadContext ctx)
        {
            Items = new ReadOnlyMemory<char>[Count(ctx, sizeof(int))];
            for (var i = 0; i < Items.Length; i++)
                Items[i] = ctx.LoadString().AsMemory();
        }
    }

    private sealed class PlainValues<T> : ValuesOf<T> where T : unmanaged
    {
        private protected override void Write(ModelSaveContext ctx)
        {
            ctx.Writer.Write(Items.Length);
            ctx.Writer.Write(MemoryMarshal.AsBytes(Items.AsSpan()));
        }

        private protected override void Load(ModelLoadContext ctx)
        {
            Items = new T[Count(ctx, Unsafe.SizeOf<T>())];
            ctx.Reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(Items.AsSpan()));
        }
    }

    /// A count that the rest of the model can hold.
    private static int Count(ModelLoadContext ctx, int itemSize)
    {
        var count = ctx.Reader.ReadInt32();
        var left = ctx.Reader.BaseStream.Length - ctx.Reader.BaseStream.Position;
        Contracts.CheckDecode(null, count >= 0 && count <= left / itemSize, "The model ends before its label values do");
        return count;
    }
}
